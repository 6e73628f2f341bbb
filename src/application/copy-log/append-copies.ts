import * as E from 'fp-ts/lib/Either.js'
import type {
  AppendError,
  AppendResult,
  EventLog,
  NewEvent,
  RecordedEvent,
  StreamAppend,
} from '../../ports/event-log.js'
import { metadataStreamOf } from '../../ports/reserved-names.js'
import { endWith } from './copy-failure.js'
import { patiently } from './patience.js'
import type { Patience } from './patience.js'
import type { StandIns } from './stand-ins.js'
import { isCopyOf } from './is-copy-of.js'

export interface CopyTarget {
  readonly target: EventLog
  readonly standIns: StandIns
  readonly patience: Patience
  /** The target's last position before this copy began: what is up to it was there. */
  readonly headBefore: number
}

/** Events of one stream, their revisions without a gap. */
export type Run = readonly [RecordedEvent, ...RecordedEvent[]]

export interface Copied {
  /** Appended now; the others were there. */
  readonly events: number
  /** Placeholders written now. */
  readonly filled: number
}

const placeholdersAtOnce = 1_000

/**
 * Appends runs of events, each exactly at its revisions, however often it is called with the same ones: what the target holds already is compared, what the source
 * lacks before a run is filled. Several runs are one append. @throws CopyEnded
 */
export const appendCopies = async (deps: CopyTarget, runs: readonly Run[]): Promise<Copied> => {
  const copied = { events: 0, filled: 0 }
  let left = runs
  // Each round settles one stream, and the target is written by nobody else.
  for (let rounds = 3 * runs.length + 3; left.length > 0; rounds -= 1) {
    const appended = await patiently(deps.patience, deps.target.append(left.map(asAppend)))
    if (E.isRight(appended)) {
      checkPlaces(left, appended.right)
      if (appended.right.position > deps.headBefore) copied.events += countOf(left)
      return copied
    }
    if (rounds === 0) return endWith({ _tag: 'Unwritable', reason: 'somebody else writes to it' })
    const error = appended.left
    if (error._tag === 'WrongExpectedRevision') {
      const first = left.find(([event]) => event.stream === error.stream)?.[0]
      if (first === undefined) return endWith({ _tag: 'Unwritable', reason: `it refused ${error.stream}` })
      if (error.actual < first.revision - 1) copied.filled += await fill(deps, first, error.actual)
      else left = await withoutCopied(deps, left, error.stream, error.actual)
    } else if (error._tag === 'StreamTombstoned')
      left = await withoutCopied(deps, left, error.stream, Number.MAX_SAFE_INTEGER)
    else {
      const [one, other] = halved(left)
      if (other.length === 0 || (error._tag !== 'TooLarge' && error._tag !== 'InvalidAppend'))
        return refuse(error, left)
      const before = await appendCopies(deps, one)
      const behind = await appendCopies(deps, other)
      return {
        events: copied.events + before.events + behind.events,
        filled: copied.filled + before.filled + behind.filled,
      }
    }
  }
  return copied
}

const asAppend = (run: Run): StreamAppend => ({
  stream: run[0].stream,
  expected: revisionBefore(run[0].revision),
  events: run.map(asNew),
})

const revisionBefore = (revision: number): StreamAppend['expected'] => (revision === 0 ? 'none' : revision - 1)

const asNew = ({ id, type, isJson, data, metadata }: RecordedEvent): NewEvent => ({ id, type, isJson, data, metadata })

const countOf = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + run.length, 0)

/** A stream that is deleted softly takes an event that expects none, and goes on at its old revisions. */
const checkPlaces = (runs: readonly Run[], { streams }: AppendResult): void => {
  for (const [at, [{ stream, revision }]] of runs.entries())
    if (streams[at]?.firstRevision !== revision) endWith({ _tag: 'Diverged', stream, revision })
}

/** Writes placeholders behind a revision, up to the one before an event. @returns how many. */
const fill = async (
  { target, standIns, patience }: CopyTarget,
  event: RecordedEvent,
  last: number,
): Promise<number> => {
  const { stream, revision } = event
  for (let from = last + 1; from < revision; from += placeholdersAtOnce) {
    const count = Math.min(placeholdersAtOnce, revision - from)
    const events = Array.from({ length: count }, (_, at) => standIns.placeholder(stream, from + at))
    const filled = await patiently(patience, target.append([{ stream, expected: revisionBefore(from), events }]))
    if (E.isLeft(filled)) refuse(filled.left, [[event]])
    else if (filled.right.streams[0]?.firstRevision !== from) endWith({ _tag: 'Diverged', stream, revision: from })
  }
  return revision - last - 1
}

/** Leaves out what the target holds of a stream up to a revision, once it is seen to be the same. */
const withoutCopied = async (
  { target, patience }: CopyTarget,
  runs: readonly Run[],
  stream: string,
  last: number,
): Promise<readonly Run[]> => {
  const left: Run[] = []
  for (const run of runs) {
    // Metadata goes with its stream once that is tombstoned.
    const concerned = run[0].stream === stream || run[0].stream === metadataStreamOf(stream)
    const there = concerned ? run.filter(({ revision }) => revision <= last) : []
    for (const event of there)
      if (!(await isCopied(target, patience, event)))
        endWith({ _tag: 'Diverged', stream: event.stream, revision: event.revision })
    const [first, ...others] = run.slice(there.length)
    if (first !== undefined) left.push([first, ...others])
  }
  return left
}

/** By its id: its stream may not show it any more. */
const isCopied = async (target: EventLog, patience: Patience, event: RecordedEvent): Promise<boolean> => {
  const found = await patiently(patience, target.findById(event.id))
  if (E.isLeft(found)) return endWith({ _tag: 'Unreadable', side: 'target', error: found.left })
  return found.right.some((other) => isCopyOf(other, event))
}

const halved = (runs: readonly Run[]): readonly [readonly Run[], readonly Run[]] => {
  const [run] = runs
  if (runs.length !== 1 || run === undefined) {
    const middle = Math.ceil(runs.length / 2)
    return [runs.slice(0, middle), runs.slice(middle)]
  }
  const middle = Math.ceil(run.length / 2)
  const [first, ...others] = run.slice(middle)
  return first === undefined ? [[run], []] : [[run.slice(0, middle) as unknown as Run], [[first, ...others]]]
}

const refuse = (error: AppendError, runs: readonly Run[]): never => {
  const [event] = runs[0] ?? []
  switch (error._tag) {
    case 'TooLarge':
    case 'InvalidAppend': {
      const reason = error._tag === 'TooLarge' ? `it is larger than ${error.limit} ${error.what}` : error.reason
      return event === undefined
        ? endWith({ _tag: 'Unwritable', reason })
        : endWith({ _tag: 'Unfit', stream: event.stream, revision: event.revision, position: event.position, reason })
    }
    case 'LogUnavailable':
      return endWith({ _tag: 'Unwritable', reason: error.reason })
    case 'QueueFull':
    case 'WrongExpectedRevision':
    case 'StreamTombstoned':
      return endWith({ _tag: 'Unwritable', reason: `it answered ${error._tag}` })
  }
}
