import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../../domain/errors.js'
import type { EventLogReader } from '../../ports/event-log.js'
import type { EventFilter, ReadModels } from '../../ports/read-models.js'
import { fromReadError } from '../error-mapping.js'
import type { EventPredicate } from '../event-predicate.js'
import { feedReached } from '../feed-reached.js'
import { fromFeed, liveEventsOf } from './live-event.js'
import type { LiveEvent } from './live-stream.js'

export interface CatchUpPorts {
  readonly eventLog: Pick<EventLogReader, 'readAll'>
  readonly readModels: Pick<ReadModels, 'activity' | 'status'>
}

/** All that the filter lets through up to and including `position`. */
export interface CaughtUp {
  readonly events: readonly LiveEvent[]
  readonly position: number
}

/** So much of the log is read rather than asked of the feed. */
const nearPositions = 1_000
const batchEvents = 256

/**
 * Reads on, a piece at a time, behind a position: from the feed, which finds what the filter lets through among any number of others, as
 * far as it is known to be complete; from the log itself beyond that, or where the feed does not answer.
 */
export const catchUp = (ports: CatchUpPorts, filter: EventFilter, meets: EventPredicate) => {
  let feed: { readonly reached: number } | undefined = { reached: -1 }

  const fromLog = async (position: number): Promise<Either<AnnalsError, CaughtUp>> => {
    const read = await ports.eventLog.readAll({
      direction: 'forwards',
      fromPosition: position + 1,
      limit: batchEvents,
    })()
    if (E.isLeft(read)) return E.left(fromReadError(read.left))
    return E.right({ events: liveEventsOf(read.right, meets), position: read.right.at(-1)?.position ?? position })
  }

  const fromIndex = async (position: number, reached: number): Promise<CaughtUp | undefined> => {
    const from = position < 0 ? {} : { from: { occurredAt: 0, position } }
    const page = await ports.readModels.activity({
      ...filter,
      ...from,
      sort: 'position',
      order: 'asc',
      limit: batchEvents,
    })()
    if (E.isLeft(page)) return undefined
    const events = page.right.items.map(fromFeed)
    const last = events.at(-1)?.position ?? position
    return { events, position: page.right.next === undefined ? Math.max(last, reached) : last }
  }

  return async (position: number, logEnd: number): Promise<Either<AnnalsError, CaughtUp>> => {
    if (feed === undefined || logEnd - position <= nearPositions) return fromLog(position)
    // Asked before the page is: what the feed has by then, the page cannot miss.
    if (position >= feed.reached) feed = { reached: feedReached(ports.readModels) }
    if (feed.reached <= position) return fromLog(position)
    const page = await fromIndex(position, feed.reached)
    if (page !== undefined) return E.right(page)
    feed = undefined
    return fromLog(position)
  }
}
