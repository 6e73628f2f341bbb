import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { FollowBatch, RecordedEvent } from '../../ports/event-log.js'
import type { Connection } from './connection.js'
import { toReadError } from './failure.js'
import { AnotherLogError } from './log-identity.js'
import { subscribe } from './read-call.js'
import { positionOf, toRecorded } from './recorded-event.js'
import { withTimeout } from './with-timeout.js'

export interface FollowSource {
  readonly connection: Connection
  /** Rejects where the log is another one, or cannot be reached. */
  readonly identify: () => Promise<void>
  /** The position of the last event that a follower can see. */
  readonly head: () => Promise<number>
  /** How long a subscription may say nothing before the log's end is looked at. */
  readonly silenceMs: number
}

interface FollowOptions {
  readonly after: number
  readonly maxBatchEvents: number
  readonly signal: AbortSignal
}

/** What waits for the consumer at most; the server waits behind it. */
const bufferedBytesMax = 8 * 1024 * 1024

/**
 * One catch-up subscription to everything. It ends when the signal aborts and throws when it drops, whatever the way: the consumer goes on from what
 * it has handled. A subscription that is silent while the log moves on is dropped too. See EventLogReader.follow.
 */
export async function* followLog(
  { connection, identify, head, silenceMs }: FollowSource,
  { after, maxBatchEvents, signal }: FollowOptions,
): AsyncGenerator<FollowBatch, void, undefined> {
  if (signal.aborted) return
  await identify().catch(fail)
  const session = await connection.session().catch(fail)
  const inbox = createInbox(after, maxBatchEvents, session.names.fromServer)
  const call = subscribe(session, after)
  call.on('data', (response: ReadResp) => {
    inbox.take(response)
    if (inbox.isFull()) call.pause()
  })
  call.on('error', (error: Error) => {
    if (!signal.aborted) session.failed(error)
    inbox.end(error)
  })
  call.on('end', () => inbox.end(new Error('the server ended the subscription')))
  signal.addEventListener('abort', inbox.ring)
  const watch = watchSilence(inbox, head, silenceMs)
  const ended = (): boolean => signal.aborted
  try {
    while (!ended()) {
      const batch = inbox.batch()
      if (batch !== undefined) {
        if (!inbox.isFull()) call.resume()
        yield batch
        continue
      }
      const failure = inbox.failure()
      if (failure !== undefined) fail(failure)
      await inbox.rung()
    }
  } finally {
    watch.stop()
    signal.removeEventListener('abort', inbox.ring)
    call.cancel()
  }
}

const fail = (error: unknown): never => {
  if (error instanceof AnotherLogError) throw new Error(error.message, { cause: toReadError(error) })
  const cause = toReadError(error)
  throw new Error(`the log cannot be read: ${cause._tag === 'LogUnavailable' ? cause.reason : cause._tag}`, { cause })
}

type Inbox = ReturnType<typeof createInbox>

/** What the server has sent and the consumer has not taken. */
const createInbox = (start: number, maxBatchEvents: number, nameOf: (serverName: string) => string | undefined) => {
  let events: RecordedEvent[] = []
  let bytes = 0
  let [received, delivered] = [start, start]
  let [caughtUp, saidCaughtUp] = [false, false]
  let failure: Error | undefined
  let wake: (() => void) | undefined
  let lastHeardAt = performance.now()
  const ring = (): void => wake?.()
  return {
    ring,
    rung: () =>
      new Promise<void>((resolve) => {
        wake = resolve
      }),
    take: (response: ReadResp): void => {
      lastHeardAt = performance.now()
      try {
        const resolved = response.getEvent()
        const event = resolved && toRecorded(resolved, nameOf)
        const checkpoint = response.getCheckpoint()
        // A resumed subscription may repeat what it was resumed from.
        if (event !== undefined && event.position > received) {
          events.push(event)
          bytes += event.data.byteLength + event.metadata.byteLength
          received = event.position
        } else if (checkpoint !== undefined) received = Math.max(received, positionOf(checkpoint.getCommitPosition()))
        else if (response.hasCaughtUp()) caughtUp = true
      } catch (error) {
        failure ??= error as Error
      }
      ring()
    },
    end: (error: Error): void => {
      failure ??= error
      ring()
    },
    failure: (): Error | undefined => failure,
    isFull: (): boolean => events.length >= maxBatchEvents || bytes >= bufferedBytesMax,
    /** Everything up to a position was received; what is said of it is taken on. */
    reached: (position: number): void => {
      if (position > received || caughtUp) return
      caughtUp = true
      ring()
    },
    received: (): number => received,
    silentMs: (): number => performance.now() - lastHeardAt,
    batch: (): FollowBatch | undefined => {
      if (events.length === 0 && received === delivered && (saidCaughtUp || !caughtUp)) return undefined
      const taken = events.slice(0, maxBatchEvents)
      events = events.slice(maxBatchEvents)
      bytes = events.reduce((sum, { data, metadata }) => sum + data.byteLength + metadata.byteLength, 0)
      // With events still waiting, the checkpoint behind them has to wait too.
      delivered = events.length === 0 ? received : (taken.at(-1)?.position ?? delivered)
      saidCaughtUp = caughtUp && events.length === 0
      return { events: taken, position: delivered, caughtUp: saidCaughtUp }
    },
  }
}

/** How long a look at the log's end is waited for, at least: where that hangs too, there is no server. */
const lookMs = 2_000

/** Compares a silent subscription with the log's end; twice behind without a word in between, it is dropped. */
const watchSilence = (inbox: Inbox, head: () => Promise<number>, silenceMs: number) => {
  let suspect: number | undefined
  let looking = false
  const look = async (): Promise<void> => {
    if (looking || inbox.silentMs() < silenceMs) return
    looking = true
    try {
      const end = await withTimeout(head(), Math.max(silenceMs, lookMs), 'the end of the log was not read')
      const received = inbox.received()
      if (end <= received) inbox.reached(end)
      else if (suspect === received && inbox.silentMs() >= silenceMs && !inbox.isFull())
        inbox.end(new Error('the subscription is silent while the log moves on'))
      suspect = received
    } catch (error) {
      if (inbox.silentMs() >= 2 * silenceMs) inbox.end(error as Error)
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), silenceMs)
  return { stop: () => clearInterval(timer) }
}
