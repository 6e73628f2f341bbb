import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { EventLogReader, ReadError, RecordedEvent } from '../ports/event-log.js'
import { tombstoneEventType } from '../ports/reserved-names.js'
import { createBell } from './bell.js'
import { leaveLinks, resolveLinks } from './links.js'
import { refusalOf } from './log-refusal.js'
import type { Outlet } from './outlet.js'
import { streams } from './protocol.js'
import { inStream } from './read.js'
import type { ReadRequest } from './read-request.js'
import { eventMessage } from './recorded-message.js'
import type { Refusal } from './refusal.js'
import type { StreamNews } from './stream-news.js'
import type { ReadAnswer } from './streams-service.js'
import { nextTurn, turnClock } from './turn.js'

export interface SubscribeDeps {
  readonly eventLog: Pick<EventLogReader, 'readStream' | 'head' | 'follow'>
  readonly news: StreamNews
}

const batchEvents = 256

/**
 * Sends a confirmation, the events after the given place, `caughtUp` once what was there is sent, then what is stored, for as long as the client listens.
 * A slow client is waited for: it reads on from where it is, and is not told that it fell behind (as it is not by EventStoreDB 24.6).
 */
export const answerSubscription = async (
  deps: SubscribeDeps,
  request: ReadRequest,
  outlet: Outlet<ReadAnswer>,
): Promise<void> => {
  try {
    await (request.stream === undefined
      ? followAll(deps, request, outlet)
      : followStream(deps, request.stream, request, outlet))
  } catch (error) {
    outlet.fail(lostLog(error))
  }
}

const followAll = async (
  { eventLog }: SubscribeDeps,
  { from, filter, resolvesLinks, structuredIds }: ReadRequest,
  outlet: Outlet<ReadAnswer>,
): Promise<void> => {
  const resolve = resolvesLinks ? resolveLinks(eventLog) : leaveLinks
  const head = await eventLog.head()()
  if (E.isLeft(head)) {
    outlet.fail(refusalOf(head.left))
    return
  }
  const after = from === 'end' ? head.right : from === 'start' ? -1 : from
  if (!(await outlet.send(confirmation()))) return
  const isLong = turnClock()
  let scanned = 0
  let saidCaughtUp = false
  for await (const batch of eventLog.follow({ after, maxBatchEvents: batchEvents, signal: outlet.signal })) {
    for (const event of batch.events) {
      if (filter?.matches(event) !== false) {
        if (!(await outlet.send(eventMessage(await resolve(event), structuredIds)))) return
      }
      if (filter !== undefined && isLong()) await nextTurn()
      scanned += 1
      if (filter === undefined || scanned % filter.checkpointEvents !== 0) continue
      if (!(await outlet.send(checkpoint(event.position)))) return
    }
    if (batch.caughtUp && !saidCaughtUp) {
      saidCaughtUp = true
      if (!(await outlet.send(caughtUp()))) return
    }
  }
}

const followStream = async (
  { eventLog, news }: SubscribeDeps,
  stream: string,
  { from, resolvesLinks, structuredIds }: ReadRequest,
  outlet: Outlet<ReadAnswer>,
): Promise<void> => {
  const resolve = resolvesLinks ? resolveLinks(eventLog) : leaveLinks
  const bell = createBell()
  let tombstone: RecordedEvent | undefined
  const endNews = await news.listen(stream, {
    heard: (event) => {
      if (event.type === tombstoneEventType) tombstone = event
      bell.ring()
    },
    lost: (error) => {
      outlet.fail(lostLog(error))
    },
  })
  outlet.signal.addEventListener('abort', bell.ring)
  try {
    let next = from === 'start' ? 0 : from === 'end' ? undefined : Math.min(from + 1, Number.MAX_SAFE_INTEGER)
    if (!(await outlet.send(confirmation()))) return
    let saidCaughtUp = false
    for (;;) {
      bell.reset()
      const read = await eventLog.readStream(stream, {
        direction: next === undefined ? 'backwards' : 'forwards',
        ...(next === undefined ? {} : { fromRevision: next }),
        limit: next === undefined ? 1 : batchEvents,
      })()
      if (E.isLeft(read)) {
        // Where the news of the tombstone has not come yet, its event is left out: the refusal says as much.
        if (tombstone !== undefined)
          await outlet.send(eventMessage({ event: tombstone, link: undefined }, structuredIds))
        outlet.fail(inStream(refusalOf(read.left), stream))
        return
      }
      if (next === undefined) next = read.right.lastRevision + 1
      else {
        for (const event of read.right.events) {
          if (!(await outlet.send(eventMessage(await resolve(event), structuredIds)))) return
          next = event.revision + 1
        }
        if (read.right.events.length > 0) continue
      }
      if (!saidCaughtUp) {
        saidCaughtUp = true
        if (!(await outlet.send(caughtUp()))) return
      }
      if (!outlet.signal.aborted) await bell.rung()
      if (outlet.signal.aborted) return
    }
  } finally {
    outlet.signal.removeEventListener('abort', bell.ring)
    endNews()
  }
}

/** What a log that cannot be followed any more is to a client. */
const lostLog = (error: unknown): Refusal => {
  const cause = (error as Error).cause
  return isReadError(cause) ? refusalOf(cause) : { _tag: 'NotReady', reason: String(error) }
}

const isReadError = (value: unknown): value is ReadError =>
  typeof value === 'object' && value !== null && '_tag' in value

const confirmation = (): streams.ReadResp => {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation()
  confirmed.setSubscriptionId(randomUUID())
  const message = new streams.ReadResp()
  message.setConfirmation(confirmed)
  return message
}

const checkpoint = (position: number): streams.ReadResp => {
  const reached = new streams.ReadResp.Checkpoint()
  reached.setCommitPosition(String(position))
  reached.setPreparePosition(String(position))
  const message = new streams.ReadResp()
  message.setCheckpoint(reached)
  return message
}

const caughtUp = (): streams.ReadResp => {
  const message = new streams.ReadResp()
  message.setCaughtUp(new streams.ReadResp.CaughtUp())
  return message
}
