import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EventLogReader, RecordedEvent } from '../ports/event-log.js'
import { isDeletedSoftly } from './appends.js'
import { streamIdentifier } from './identifiers.js'
import { leaveLinks, resolveLinks } from './links.js'
import { refusalOf } from './log-refusal.js'
import type { Outlet } from './outlet.js'
import { streams } from './protocol.js'
import type { ReadRequest } from './read-request.js'
import { eventMessage } from './recorded-message.js'
import type { Refusal } from './refusal.js'
import type { ReadAnswer } from './streams-service.js'
import { nextTurn, turnClock } from './turn.js'

type ReadLog = Pick<EventLogReader, 'readStream' | 'readAll' | 'streamMetadata'>
type Page = Either<Refusal | { readonly _tag: 'StreamNotFound' }, readonly RecordedEvent[]>

/** Events read at once. */
const pageEvents = 256

/** Sends the events there are, up to the count, and ends. */
export const answerRead = async (
  eventLog: ReadLog,
  request: ReadRequest & { readonly count: number },
  outlet: Outlet<ReadAnswer>,
): Promise<void> => {
  const { stream, filter, structuredIds } = request
  const resolve = request.resolvesLinks ? resolveLinks(eventLog) : leaveLinks
  const isLong = turnClock()
  let left = request.count
  for await (const page of stream === undefined ? pagesOfAll(eventLog, request) : pagesOf(eventLog, stream, request)) {
    if (E.isLeft(page)) {
      if (page.left._tag !== 'StreamNotFound') {
        outlet.fail(page.left)
        return
      }
      await outlet.send(notFoundMessage(stream ?? ''))
      outlet.end()
      return
    }
    for (const event of page.right) {
      if (filter?.matches(event) === false) {
        if (isLong()) await nextTurn()
        continue
      }
      if (!(await outlet.send(eventMessage(await resolve(event), structuredIds)))) return
      left -= 1
      if (left === 0) {
        outlet.end()
        return
      }
    }
    if (outlet.signal.aborted) return
    await nextTurn()
  }
  outlet.end()
}

async function* pagesOf(
  eventLog: ReadLog,
  stream: string,
  { direction, from, count }: ReadRequest & { readonly count: number },
): AsyncGenerator<Page, void, undefined> {
  const forwards = direction === 'forwards'
  // Forwards from the end there is nothing, but a stream that is not there is still told.
  let fromRevision = from === 'end' ? Number.MAX_SAFE_INTEGER : from === 'start' ? 0 : from
  let isFirst = true
  let left = count
  while (left > 0) {
    const limit = Math.min(left, pageEvents)
    const read = await eventLog.readStream(stream, { direction, fromRevision, limit })()
    if (E.isLeft(read)) return yield E.left(inStream(refusalOf(read.left), stream))
    const { events, lastRevision, firstRevision } = read.right
    if (isFirst && events.length === 0) {
      const isGone =
        lastRevision < 0
          ? E.right(true)
          : firstRevision > lastRevision
            ? await isDeletedSoftly(eventLog, stream)
            : E.right(false)
      if (E.isLeft(isGone)) return yield isGone
      if (isGone.right) return yield E.left({ _tag: 'StreamNotFound' })
    }
    isFirst = false
    const last = events.at(-1)
    if (last === undefined) return
    yield E.right(events)
    if (!forwards && last.revision === 0) return
    fromRevision = last.revision + (forwards ? 1 : -1)
    left -= events.length
  }
}

/** From a position on: forwards with the event at it, backwards with the one before it. */
async function* pagesOfAll(
  eventLog: ReadLog,
  { direction, from, count, filter }: ReadRequest & { readonly count: number },
): AsyncGenerator<Page, void, undefined> {
  const forwards = direction === 'forwards'
  const start = from === 'end' ? Number.MAX_SAFE_INTEGER : from === 'start' ? 0 : from
  let fromPosition = forwards ? start : start - 1
  const limit = filter === undefined ? Math.min(count, pageEvents) : pageEvents
  while (fromPosition >= 0 && fromPosition < Number.MAX_SAFE_INTEGER) {
    const read = await eventLog.readAll({ direction, fromPosition, limit })()
    if (E.isLeft(read)) return yield E.left(refusalOf(read.left))
    const last = read.right.at(-1)
    if (last === undefined) return
    yield read
    fromPosition = last.position + (forwards ? 1 : -1)
  }
}

/** A metadata stream of a tombstoned stream is refused by its own name. */
export const inStream = (refusal: Refusal, stream: string): Refusal =>
  refusal._tag === 'StreamDeleted' ? { ...refusal, stream } : refusal

const notFoundMessage = (stream: string): streams.ReadResp => {
  const notFound = new streams.ReadResp.StreamNotFound()
  notFound.setStreamIdentifier(streamIdentifier(stream))
  const message = new streams.ReadResp()
  message.setStreamNotFound(notFound)
  return message
}
