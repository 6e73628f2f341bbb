import { randomUUID } from 'node:crypto'
import { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { subjectLines } from '../application/subject-lines.js'
import type { EventLog, ExpectedRevision, NewEvent, RecordedEvent } from '../ports/event-log.js'
import { isMetadataStream, metadataEventType, metadataStreamOf } from '../ports/reserved-names.js'
import type { Guard } from './guard.js'
import { refusalOf } from './log-refusal.js'
import type { Refusal } from './refusal.js'

/** The last event that was written (or had been, by an earlier append of the same events). */
export interface Appended {
  /** -1 where nothing was appended to a stream that has no event. */
  readonly revision: number
  readonly position: number
}

type Outcome = Either<Refusal, Appended>

/**
 * What EventStoreDB does with writes, on the log's port. Appends to one stream are decided in the order in which they come and do not wait for each other's commit.
 *
 * Its rule of idempotency: with an exact revision (or none) an append whose events follow that revision already is answered as the first one was; with
 * `any` and `exists` where its first event is in the stream, and all others too. An append that is there in part is refused. Bodies are not compared.
 */
export interface Appends {
  readonly append: (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) => Promise<Outcome>
  /** Hides all events; the stream can be written to again and goes on with its old revisions. */
  readonly deleteSoftly: (stream: string, expected: ExpectedRevision) => Promise<Outcome>
  readonly tombstone: (stream: string, expected: ExpectedRevision) => Promise<Outcome>
}

export interface AppendsDeps {
  readonly eventLog: EventLog
  readonly guard: Guard
}

export const createAppends = ({ eventLog, guard }: AppendsDeps): Appends => {
  const lines = subjectLines()
  const underWay = idsUnderWay()

  const append = (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Outcome> =>
    lines.run([stream], async (release) => {
      if (events.length === 0) return appendNothing(stream, expected)
      if (expected === 'any' || expected === 'exists') {
        const twins = underWay.settled(stream, events)
        if (twins !== undefined) await twins
        const earlier = await earlierByIds(stream, expected, events)
        if (earlier !== undefined) return earlier
      }
      const sending = guard.append({ stream, expected, events }, release)
      const stored = await sending.finally(underWay.add(stream, events, sending))
      if (E.isLeft(stored)) return orEarlier(asExpected(stored.left, expected), expected, events)
      const revision = stored.right.streams[0]?.lastRevision ?? -1
      return E.right({ revision, position: stored.right.position })
    })

  /** Expectations count for an empty append too. */
  const appendNothing = async (stream: string, expected: ExpectedRevision): Promise<Outcome> => {
    const present = await presentOf(stream)
    if (E.isLeft(present)) return present
    const { lastRevision, deletedSoftly } = present.right
    const wrong = wrongExpectation(stream, expected, lastRevision, deletedSoftly)
    if (wrong !== undefined) return E.left(wrong)
    const head = await eventLog.head()()
    return E.isLeft(head)
      ? E.left(refusalOf(head.left))
      : E.right({ revision: lastRevision, position: Math.max(head.right, 0) })
  }

  const presentOf = async (
    stream: string,
  ): Promise<Either<Refusal, { readonly lastRevision: number; readonly deletedSoftly: boolean }>> => {
    const slice = await eventLog.readStream(stream, { direction: 'backwards', limit: 1 })()
    if (E.isLeft(slice)) return E.left(refusalOf(slice.left))
    const { lastRevision, events } = slice.right
    if (events.length > 0 || lastRevision < 0) return E.right({ lastRevision, deletedSoftly: false })
    const deletedSoftly = await isDeletedSoftly(eventLog, stream)
    return E.map((deleted: boolean) => ({ lastRevision, deletedSoftly: deleted }))(deletedSoftly)
  }

  const lastInStream = async (
    stream: string,
    id: string,
    revision?: number,
  ): Promise<Either<Refusal, RecordedEvent | undefined>> => {
    const found = await eventLog.findById(id.toLowerCase())()
    if (E.isLeft(found)) return E.left(refusalOf(found.left))
    return E.right(
      found.right.findLast(
        (event) => event.stream === stream && (revision === undefined || event.revision === revision),
      ),
    )
  }

  const earlierByIds = async (
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Outcome | undefined> => {
    let last: RecordedEvent | undefined
    for (const [index, { id }] of events.entries()) {
      const found = await lastInStream(stream, id)
      if (E.isLeft(found)) return found
      if (found.right === undefined && index === 0) return undefined
      if (found.right === undefined) {
        const present = await presentOf(stream)
        return E.isLeft(present) ? present : E.left(wrongVersion(stream, expected, present.right.lastRevision))
      }
      last = found.right
    }
    if (last === undefined) return undefined
    const present = await presentOf(stream)
    if (E.isLeft(present)) return present
    if (expected === 'exists' && present.right.deletedSoftly) return E.left({ _tag: 'StreamDeleted', stream })
    return E.right({ revision: last.revision, position: last.position })
  }

  /** The earlier answer, where the refused events follow the expected revision already; else the refusal. */
  const orEarlier = async (
    refusal: Refusal,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Outcome> => {
    if (refusal._tag !== 'WrongExpectedVersion') return E.left(refusal)
    const { stream, actual } = refusal
    if (expected === 'exists' && actual >= 0) {
      const deleted = await isDeletedSoftly(eventLog, stream)
      return E.isRight(deleted) && deleted.right ? E.left({ _tag: 'StreamDeleted', stream }) : E.left(refusal)
    }
    const before = expected === 'none' ? -1 : expected
    if (typeof before !== 'number' || before + events.length > actual) return E.left(refusal)
    let last: RecordedEvent | undefined
    for (const [index, { id }] of events.entries()) {
      const found = await lastInStream(stream, id, before + 1 + index)
      if (E.isLeft(found)) return found
      if (found.right === undefined) return E.left(refusal)
      last = found.right
    }
    return last === undefined ? E.left(refusal) : E.right({ revision: last.revision, position: last.position })
  }

  const deleteSoftly = (stream: string, expected: ExpectedRevision): Promise<Outcome> =>
    lines.run([stream, metadataStreamOf(stream)], async () => {
      if (isMetadataStream(stream)) return E.left({ _tag: 'BadRequest', reason: 'a metadata stream cannot be deleted' })
      await underWay.settled(stream)
      return guard.change(stream, () => hide(stream, expected))
    })

  const hide = async (stream: string, expected: ExpectedRevision): Promise<Outcome> => {
    const present = await presentOf(stream)
    if (E.isLeft(present)) return present
    const { lastRevision, deletedSoftly } = present.right
    if (lastRevision < 0) return E.left(wrongVersion(stream, expected, lastRevision))
    const wrong = wrongExpectation(stream, expected, lastRevision, deletedSoftly)
    if (wrong !== undefined) return E.left(wrong)
    const hiding = { id: randomUUID(), type: metadataEventType, isJson: true, data: allCut, metadata: nothing }
    const stored = await eventLog.append([{ stream: metadataStreamOf(stream), expected: 'any', events: [hiding] }])()
    return E.isLeft(stored)
      ? E.left(refusalOf(stored.left))
      : E.right({ revision: lastRevision, position: stored.right.position })
  }

  const tombstone = (stream: string, expected: ExpectedRevision): Promise<Outcome> =>
    lines.run([stream], () =>
      guard.change(stream, async () => {
        const stored = await eventLog.tombstone(stream, expected)()
        if (E.isLeft(stored)) return E.left(refusalOf(stored.left))
        const revision = stored.right.streams[0]?.lastRevision ?? -1
        return E.right({ revision, position: stored.right.position })
      }),
    )

  return { append, deleteSoftly, tombstone }
}

/** `$tb` beyond every revision: what EventStoreDB writes for a soft delete. */
const allCut = Buffer.from('{"$tb":9223372036854775807}')
const nothing = new Uint8Array(0)

/** Whether the stream's metadata cuts off all events that it can ever have had. */
export const isDeletedSoftly = async (
  eventLog: Pick<EventLog, 'streamMetadata'>,
  stream: string,
): Promise<Either<Refusal, boolean>> => {
  if (isMetadataStream(stream)) return E.right(false)
  const metadata = await eventLog.streamMetadata(stream)()
  return E.isLeft(metadata)
    ? E.left(refusalOf(metadata.left))
    : E.right(metadata.right.truncateBefore === Number.MAX_SAFE_INTEGER)
}

const wrongVersion = (stream: string, expected: ExpectedRevision, actual: number): Refusal => ({
  _tag: 'WrongExpectedVersion',
  stream,
  expected,
  actual,
})

const wrongExpectation = (
  stream: string,
  expected: ExpectedRevision,
  lastRevision: number,
  deletedSoftly: boolean,
): Refusal | undefined => {
  if (expected === 'exists' && deletedSoftly) return { _tag: 'StreamDeleted', stream }
  const isMet =
    expected === 'any' ||
    (expected === 'none' && (lastRevision < 0 || deletedSoftly)) ||
    (expected === 'exists' && lastRevision >= 0) ||
    expected === lastRevision
  return isMet ? undefined : wrongVersion(stream, expected, lastRevision)
}

/** The refusal of an append that was made at another revision than the client named. */
const asExpected = (refusal: Refusal, expected: ExpectedRevision): Refusal =>
  refusal._tag === 'WrongExpectedVersion' ? { ...refusal, expected } : refusal

/** The ids of appends that are not answered yet, by stream: their events cannot be found in the log. */
const idsUnderWay = () => {
  const byStream = new Map<string, Map<Promise<unknown>, ReadonlySet<string>>>()
  return {
    /** @returns what to call once it is answered. */
    add: (stream: string, events: readonly NewEvent[], sending: Promise<unknown>): (() => void) => {
      const pending = byStream.get(stream) ?? new Map<Promise<unknown>, ReadonlySet<string>>()
      byStream.set(stream, pending)
      pending.set(sending, new Set(events.map(({ id }) => id)))
      return () => {
        pending.delete(sending)
        if (pending.size === 0 && byStream.get(stream) === pending) byStream.delete(stream)
      }
    },
    /** Resolves once no append with one of these events, or none at all, is under way; undefined where that is so now. */
    settled: (stream: string, events?: readonly NewEvent[]): Promise<unknown> | undefined => {
      const pending = byStream.get(stream)
      if (pending === undefined) return undefined
      const twins: Promise<unknown>[] = []
      for (const [sending, ids] of pending)
        if (events === undefined || events.some(({ id }) => ids.has(id))) twins.push(sending)
      return twins.length > 0 ? Promise.allSettled(twins) : undefined
    },
  }
}
