import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { CaptureCheck } from '../domain/capture-rules.js'
import { captureEverything } from '../domain/capture-rules.js'
import type { Decided } from '../domain/decide/decided.js'
import type { AnnalsError } from '../domain/errors.js'
import type { EventBody, EventKind } from '../domain/event.js'
import { activityStream } from '../domain/stream-name.js'
import type { Fold } from '../domain/subject-fold.js'
import type { AppendError, StreamAppend } from '../ports/event-log.js'
import type { Hash } from '../ports/hash.js'
import type { Command } from './command.js'
import type { Written } from './operations.js'
import type { PresentState } from './present-states.js'
import { isSnapshotVersion } from './replay.js'

/** The commands of one submission, and the change stream of each one's subject. */
export interface Submission {
  readonly tenant: string
  readonly capture: CaptureCheck
  readonly commands: readonly Command[]
  readonly streams: readonly string[]
}

export interface PlannedEvent {
  readonly _tag: 'Event'
  /** Which command it answers; undefined for an event that only goes before another. */
  readonly index: number | undefined
  readonly kind: EventKind
  readonly stream: string
  readonly body: EventBody
  readonly digest: string
  readonly expected: StreamAppend['expected']
}

type Planned =
  | PlannedEvent
  | { readonly _tag: 'Unchanged'; readonly index: number; readonly stream: string; readonly version: number }
  | { readonly _tag: 'Twin'; readonly index: number; readonly of: number }

/** What a submission comes to: what is to be appended, and the answers that are known without. */
export interface Plan {
  readonly answers: (Written | undefined)[]
  readonly append: Planned[]
  readonly folds: Map<string, Fold>
  /** One append can lead past several versions of a subject that are due a snapshot. */
  readonly snapshots: { readonly stream: string; readonly fold: Fold }[]
  recordedAt: number
}

/**
 * Decides the commands one after another, each on what the ones before it leave, but those that are answered already. Left: the first refusal, with its item.
 * @param floor no event is recorded earlier, in ms since the epoch
 */
export const decideAll = (
  { commands, streams, capture }: Submission,
  known: readonly (Written | undefined)[],
  present: ReadonlyMap<string, PresentState>,
  floor: number,
  hash: Pick<Hash, 'sha256'>,
): Either<AnnalsError, Plan> => {
  let recordedAt = floor
  for (const state of present.values()) recordedAt = Math.max(recordedAt, state.fold.recordedAt)
  const plan: Plan = { answers: known.slice(), append: [], folds: new Map(), snapshots: [], recordedAt }
  const decidedIds = new Map<string, number>()
  let next = 0
  for (const command of commands) {
    const index = next
    next += 1
    if (plan.answers[index] !== undefined) continue
    const twin = command.idGiven ? decidedIds.get(command.id) : undefined
    if (twin !== undefined) {
      if (commands[twin]?.digest() !== command.digest()) {
        return E.left({ _tag: 'IdConflict', id: command.id, item: index })
      }
      plan.append.push({ _tag: 'Twin', index, of: twin })
      continue
    }
    if (commands.length > 1) decidedIds.set(command.id, index)
    const stream = streams[index] ?? ''
    const fold = plan.folds.get(stream) ?? present.get(stream)?.fold
    const decided = command.decide(fold, plan.recordedAt)
    if (E.isLeft(decided)) return inItem(decided, index, commands)
    const out = decided.right._tag === 'Unchanged' ? undefined : leftOut(command, capture, decided.right.body.verb)
    if (out !== undefined) plan.answers[index] = out
    else planOne(plan, hash, command, index, stream, decided.right, fold)
  }
  return E.right(plan)
}

const planOne = (
  plan: Plan,
  hash: Pick<Hash, 'sha256'>,
  command: Command,
  index: number,
  stream: string,
  decided: Decided,
  fold: Fold | undefined,
): void => {
  switch (decided._tag) {
    case 'Unchanged':
      plan.append.push({ _tag: 'Unchanged', index, stream, version: decided.version })
      return
    case 'Activity':
      plan.append.push({
        _tag: 'Event',
        index,
        kind: 'activity',
        stream: activityStream(decided.body.tenant, command.subject),
        body: decided.body,
        digest: command.digest(),
        expected: 'any',
      })
      return
    case 'Change': {
      const version = fold?.version ?? -1
      if (decided.observed !== undefined) {
        const digest = hash.sha256(`observed ${command.digest()}`)
        plan.append.push({
          _tag: 'Event',
          index: undefined,
          kind: 'change',
          stream,
          body: decided.observed,
          digest,
          expected: expectedAfter(version),
        })
      }
      const expected = expectedAfter(decided.next.version - 1)
      plan.append.push({
        _tag: 'Event',
        index,
        kind: 'change',
        stream,
        body: decided.body,
        digest: command.digest(),
        expected,
      })
      plan.folds.set(stream, decided.next)
      if (isSnapshotVersion(decided.next.version)) plan.snapshots.push({ stream, fold: decided.next })
    }
  }
}

/** The answer to what the rules leave out; undefined where they keep it. With the verb that was decided, of several that it could have been. */
export const leftOut = ({ id, capture: facts }: Command, check: CaptureCheck, verb?: string): Written | undefined => {
  if (facts === undefined || check === captureEverything) return undefined
  // One verb alone was checked before the decision.
  if (verb !== undefined && facts.verbs.length < 2) return undefined
  const rule = check(verb === undefined ? facts : { ...facts, verbs: [verb] })
  return rule === undefined ? undefined : { id, captured: false, rule }
}

/** The streams of the commands that need their subject's state, each once. */
export const keysOf = ({ commands, streams }: Submission): readonly string[] => {
  const keys = streams.filter((_, index) => commands[index]?.needsState)
  return keys.length > 1 ? [...new Set(keys)] : keys
}

export const eventsOf = ({ append }: Plan): readonly PlannedEvent[] => {
  const events: PlannedEvent[] = []
  for (const item of append) if (item._tag === 'Event') events.push(item)
  return events
}

const expectedAfter = (version: number): StreamAppend['expected'] => (version < 0 ? 'none' : version)

export const inItem = (
  failed: E.Left<AnnalsError>,
  index: number,
  commands: readonly Command[],
): Either<AnnalsError, never> => (commands.length === 1 ? failed : E.left({ ...failed.left, item: index }))

/** The appends that an "unchanged" answer of this plan relies on. */
export const unchangedStandsOn = (
  plan: Plan,
  present: ReadonlyMap<string, PresentState>,
): readonly Promise<Either<AppendError, unknown>>[] => {
  const appends: Promise<Either<AppendError, unknown>>[] = []
  for (const item of plan.append) {
    const before = item._tag === 'Unchanged' ? present.get(item.stream)?.lastAppend : undefined
    if (before !== undefined) appends.push(before)
  }
  return appends
}
