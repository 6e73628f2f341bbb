import * as E from 'fp-ts/lib/Either.js'
import { invalidInput } from '../../domain/errors.js'
import type { EventLogReader } from '../../ports/event-log.js'
import { filterTooLarge } from '../../ports/read-models.js'
import { fromReadError } from '../error-mapping.js'
import { eventPredicate } from '../event-predicate.js'
import { nextTurn } from '../next-turn.js'
import type { Operations } from '../operations.js'
import { catchUp } from './catch-up.js'
import type { CatchUpPorts } from './catch-up.js'
import { createLiveHub } from './live-hub.js'
import type { LiveHub, LiveMember } from './live-hub.js'
import { createInbox } from './live-inbox.js'
import type { LiveBatch, LiveBounds, LiveQuery } from './live-stream.js'

export interface LivePorts extends CatchUpPorts {
  readonly eventLog: Pick<EventLogReader, 'readAll' | 'head' | 'follow'>
  /** Aborted when the store closes. */
  readonly closing?: AbortSignal
}

const defaultBounds: LiveBounds = { unreadEvents: 4_096, unreadBytes: 4 * 1024 * 1024 }
/** A follower that is to begin does so at most this far behind the end of the log: there is nobody that it could overrun. */
const nearEnd = 256

/**
 * The events that a filter lets through as they are stored, in the order of the log. History is read at the consumer's pace; once it has
 * reached the follower that all live streams share, what follows is handed over by that one.
 */
export const live = (ports: LivePorts): Operations['live'] => {
  const hub = createLiveHub(ports.eventLog, ports.closing)
  return (query) => async () => {
    const tooLarge = filterTooLarge(query)
    if (tooLarge !== undefined) return E.left(invalidInput('', tooLarge))
    const head = await ports.eventLog.head()()
    if (E.isLeft(head)) return E.left(fromReadError(head.left))
    const position = query.after ?? head.right
    return E.right({ position, end: head.right, batches: batches(ports, hub, query, position, head.right) })
  }
}

async function* batches(
  ports: LivePorts,
  hub: LiveHub,
  query: LiveQuery,
  start: number,
  head: number,
): AsyncGenerator<LiveBatch, void, undefined> {
  const meets = eventPredicate(query)
  const readOn = catchUp(ports, query, meets)
  let position = start
  let logEnd = head
  // Between this look and joining nothing is awaited, so that no event falls between the two.
  while (position < (hub.position() ?? logEnd)) {
    if (query.signal.aborted) return
    if (hub.isClosed()) return yield { _tag: 'Closing' }
    const read = await readOn(position, Math.max(hub.position() ?? -1, logEnd))
    if (E.isLeft(read)) return yield { _tag: 'Failed', error: read.left }
    position = Math.max(position, read.right.position)
    if (read.right.events.length > 0) yield { _tag: 'Events', events: read.right.events }
    else await nextTurn()
    if (position >= logEnd) logEnd = await endToReach(ports, position)
  }
  if (hub.isClosed()) return yield { _tag: 'Closing' }
  yield* joined(hub, query, { filter: query, meets, after: position }, Math.min(position, logEnd))
}

/** The end of the log, where it is so far on that the follower would run over whom it tells; else the position itself. */
const endToReach = async ({ eventLog }: LivePorts, position: number): Promise<number> => {
  const head = await eventLog.head()()
  return E.isRight(head) && head.right - position > nearEnd ? head.right : position
}

async function* joined(
  hub: LiveHub,
  { signal, bounds = defaultBounds }: LiveQuery,
  member: Omit<LiveMember, 'inbox'>,
  logEnd: number,
): AsyncGenerator<LiveBatch, void, undefined> {
  const inbox = createInbox(bounds, signal)
  const leave = hub.join({ ...member, inbox }, logEnd)
  try {
    for (;;) {
      const batch = await inbox.take()
      if (batch === undefined) return
      yield batch
      if (batch._tag !== 'Events') return
    }
  } finally {
    leave()
  }
}
