import * as E from 'fp-ts/lib/Either.js'
import type { AppendError, NewEvent, StreamAppend } from '../../ports/event-log.js'
import { appendBytesMax, bytesOf, inParts, takeBatch } from './append-batch.js'
import type { Waiting } from './append-batch.js'
import type { AppendAnswer } from './append-call.js'
import { asPlacing, knownAlready } from './known-already.js'
import type { Part } from './known-already.js'
import type { LineEnds, Placed, Placing } from './line-ends.js'
import { createSlots } from './slots.js'

export interface AppendLines {
  readonly submit: (append: StreamAppend) => Promise<Placing>
  /** Resolves when nothing waits any more. */
  readonly drain: () => Promise<void>
  readonly queued: () => { readonly events: number; readonly bytes: number }
}

const queuedEventsMax = 20_000
const queuedBytesMax = 64 * 1024 * 1024
/** Appends on their way to the server. */
const inFlightMax = 64
/** How often another writer may get in first before an append that would go anywhere is given up. */
const racesMax = 20

/**
 * One line a stream: its appends are taken in order, as many at once as fit into one append of the server; streams go side by side. An expectation
 * is turned into an exact revision before it is sent, since only those are stored once however often they are sent.
 */
export const createAppendLines = (ends: LineEnds): AppendLines => {
  const lines = new Map<string, Waiting[]>()
  const slots = createSlots(inFlightMax)
  const idle: (() => void)[] = []
  let [events, bytes] = [0, 0]

  const submit = (append: StreamAppend): Promise<Placing> =>
    new Promise((resolve) => {
      const size = bytesOf(append.events)
      if (events + append.events.length > queuedEventsMax || bytes + size > queuedBytesMax) {
        resolve(E.left({ _tag: 'QueueFull', limit: queuedEventsMax }))
        return
      }
      events += append.events.length
      bytes += size
      const answer = (placing: Placing): void => {
        events -= append.events.length
        bytes -= size
        resolve(placing)
        if (events === 0) for (const done of idle.splice(0)) done()
      }
      const line = lines.get(append.stream)
      const waiting = { append, bytes: size, answer }
      if (line !== undefined) line.push(waiting)
      else {
        const started = [waiting]
        lines.set(append.stream, started)
        void run(append.stream, started)
      }
    })

  const run = async (stream: string, line: Waiting[]): Promise<void> => {
    // Those who come in the same turn go together.
    await Promise.resolve()
    while (line.length > 0) {
      const release = await slots.take()
      try {
        await next(stream, line)
      } catch (error) {
        // A broken invariant: nobody may wait for ever for it.
        const reason = error instanceof Error ? error.message : String(error)
        for (const { answer } of line.splice(0)) answer(E.left({ _tag: 'LogUnavailable', reason }))
      } finally {
        release()
      }
    }
    lines.delete(stream)
  }

  const next = async (stream: string, line: Waiting[]): Promise<void> => {
    const [head] = line
    if (head === undefined) return
    const known = await knownAlready(ends, head.append)
    if (known !== undefined) {
      line.shift()
      head.answer(
        E.isRight(known) && known.right._tag === 'Part' ? await finish(head.append, known.right) : asPlacing(known),
      )
      return
    }
    const last = await resolveExpected(ends, head.append)
    if (E.isLeft(last)) {
      line.shift()
      head.answer(last)
      return
    }
    const batch = takeBatch(ends, line, last.right)
    if (batch.length === 1 && head.bytes > appendBytesMax) {
      head.answer(await sendInParts(head.append, last.right))
      return
    }
    const all = batch.flatMap(({ append }) => append.events)
    const sent = await ends.send(stream, last.right, all)
    if (E.isLeft(sent)) {
      for (const { answer } of batch) answer(sent)
      return
    }
    if (sent.right._tag === 'WrongExpectedVersion') return lost(stream, line, batch, last.right, sent.right.actual)
    await giveAnswers(stream, batch, all, sent.right)
  }

  /** Somebody else has written to the stream. Those who asked for an exact revision are told; the others try again, unless they are what was written. */
  const lost = async (
    stream: string,
    line: Waiting[],
    batch: readonly Waiting[],
    last: number,
    actual: number,
  ): Promise<void> => {
    const learnt = await ends.learn(stream, last, actual)
    const again: Waiting[] = []
    for (const waiting of batch) {
      const { expected } = waiting.append
      const known = E.isLeft(learnt) ? learnt : await knownAlready(ends, waiting.append)
      const races = raced.get(waiting) ?? 0
      if (known !== undefined && (E.isLeft(known) || known.right._tag === 'Whole')) waiting.answer(asPlacing(known))
      else if (known === undefined && (expected === 'none' || typeof expected === 'number' || races >= racesMax))
        waiting.answer(E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual }))
      else {
        raced.set(waiting, races + 1)
        again.push(waiting)
      }
    }
    line.unshift(...again)
  }
  const raced = new WeakMap<Waiting, number>()

  /** The position is that of the last one; those before it get theirs when they come by in the order of the log. */
  const stored = (stream: string, firstRevision: number, all: readonly NewEvent[], position: number): void => {
    ends.note(all.map(({ id }, at) => ({ id: id.toLowerCase(), stream, revision: firstRevision + at, position })))
    ends.onStored(position)
  }

  const giveAnswers = async (
    stream: string,
    batch: readonly Waiting[],
    all: readonly NewEvent[],
    { lastRevision, position }: Extract<AppendAnswer, { readonly _tag: 'Stored' }>,
  ): Promise<void> => {
    let revision = lastRevision - all.length + 1
    stored(stream, revision, all, position)
    const places = batch.map(({ append }) => {
      const firstRevision = revision
      revision += append.events.length
      return { firstRevision, lastRevision: revision - 1 }
    })
    // The server tells the position of the last event alone.
    const [firstPlace, nextToLast] = [places[0], places.at(-2)]
    const positions =
      firstPlace === undefined || nextToLast === undefined
        ? noPositions
        : await ends.positionsOf(stream, firstPlace.lastRevision, nextToLast.lastRevision)
    for (const [at, { answer }] of batch.entries()) {
      const place = places[at]
      if (place !== undefined) answer(E.right({ ...place, position: positions.get(place.lastRevision) ?? position }))
    }
  }

  /** An append that is more than the server takes at once: what was stored of it stays where a later part fails, and the same ids complete it. */
  const sendInParts = async ({ stream, expected, events: all }: StreamAppend, from: number): Promise<Placing> => {
    let last = from
    let first: number | undefined
    let position = -1
    for (const part of inParts(all)) {
      const sent = await ends.send(stream, last, part)
      if (E.isLeft(sent)) return sent
      if (sent.right._tag === 'WrongExpectedVersion') {
        const learnt = await ends.learn(stream, last, sent.right.actual)
        return E.isLeft(learnt)
          ? learnt
          : E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual: sent.right.actual })
      }
      ;({ lastRevision: last, position } = sent.right)
      first ??= last - part.length + 1
      stored(stream, last - part.length + 1, part, position)
    }
    return E.right({ firstRevision: first ?? 0, lastRevision: last, position })
  }

  const finish = async (append: StreamAppend, part: Part): Promise<Placing> => {
    const rest = { ...append, events: append.events.slice(part.count) }
    const placed = await sendInParts(rest, part.lastRevision)
    return E.map((end: Placed) => ({ ...end, firstRevision: part.firstRevision }))(placed)
  }

  return {
    submit,
    drain: () => (events === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    queued: () => ({ events, bytes }),
  }
}

const noPositions: ReadonlyMap<number, number> = new Map()

/** The exact revision to send an append with; -1 for a stream without events. A tombstone has the last revision there can be. */
const resolveExpected = async (ends: LineEnds, append: StreamAppend): Promise<E.Either<AppendError, number>> => {
  const { stream, expected } = append
  const seen = ends.lastSeen(stream)
  if (seen === Number.MAX_SAFE_INTEGER) return E.left({ _tag: 'StreamTombstoned', stream })
  if (expected === 'none') return E.right(-1)
  if (typeof expected === 'number') {
    // Revisions never go down: the server need not be asked about one that is past.
    const past = expected < seen
    return past ? E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual: seen }) : E.right(expected)
  }
  if (expected === 'any' || seen >= 0) return E.right(seen)
  const metadata = await ends.hasMetadata(stream)
  if (E.isLeft(metadata)) return metadata
  return metadata.right ? E.right(-1) : E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual: -1 })
}
