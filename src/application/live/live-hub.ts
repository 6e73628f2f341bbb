import type { AnnalsError } from '../../domain/errors.js'
import { parseStream } from '../../domain/stream-name.js'
import type { EventLogReader, FollowBatch, ReadError, RecordedEvent } from '../../ports/event-log.js'
import type { EventFilter } from '../../ports/read-models.js'
import { fromReadError } from '../error-mapping.js'
import type { EventPredicate } from '../event-predicate.js'
import { nextTurn } from '../next-turn.js'
import { readLive } from './live-event.js'
import type { LiveInbox } from './live-inbox.js'
import type { LiveBatch } from './live-stream.js'

/** The one follower of the log that all live streams share: it runs while there are any. */
export interface LiveHub {
  /**
   * The position that a stream must have reached by itself to be told the rest; undefined while nobody follows, when it should have
   * reached the end of the log.
   */
  readonly position: () => number | undefined
  /** From here on the inbox gets what the filter lets through behind `after`. `logEnd` is where to begin to follow if nobody does. @returns how to leave. */
  readonly join: (member: LiveMember, logEnd: number) => () => void
  readonly isClosed: () => boolean
}

export interface LiveMember {
  readonly filter: EventFilter
  readonly meets: EventPredicate
  readonly after: number
  readonly inbox: LiveInbox
}

/** Streams with the same filter: it is asked once for all of them. */
interface Group {
  readonly meets: EventPredicate
  readonly members: Set<LiveMember>
}

interface Following {
  position: number
  readonly stop: AbortController
}

const isStopped = ({ stop }: Following): boolean => stop.signal.aborted

const maxBatchEvents = 256
/** For how long, in ms, others on this thread may have to wait. */
const turnMs = 8

export const createLiveHub = (eventLog: Pick<EventLogReader, 'follow'>, closing?: AbortSignal): LiveHub => {
  const groupsByTenant = new Map<string, Map<string, Group>>()
  let following: Following | undefined

  const endAll = (last: LiveBatch): void => {
    for (const groups of groupsByTenant.values())
      for (const { members } of groups.values()) for (const { inbox } of members) inbox.end(last)
    groupsByTenant.clear()
    following?.stop.abort()
    following = undefined
  }
  closing?.addEventListener('abort', () => endAll({ _tag: 'Closing' }), { once: true })

  const deliver = (recorded: RecordedEvent): void => {
    const tenant = parseStream(recorded.stream)?.tenant
    const groups = tenant === undefined ? undefined : groupsByTenant.get(tenant)
    const read = groups === undefined ? undefined : readLive(recorded)
    if (groups === undefined || read === undefined) return
    for (const { meets, members } of groups.values()) {
      if (!meets(read.event)) continue
      for (const { after, inbox } of members) if (recorded.position > after) inbox.offer(read.live())
    }
  }

  const deliverAll = async (run: Following, { events, position }: FollowBatch): Promise<void> => {
    // It may have been stopped after this was read, and another may have begun: that one tells it all.
    if (isStopped(run)) return
    let startedAt = performance.now()
    for (const event of events) {
      deliver(event)
      run.position = event.position
      if (performance.now() - startedAt < turnMs) continue
      await nextTurn()
      if (isStopped(run)) return
      startedAt = performance.now()
    }
    run.position = position
  }

  const follow = async (run: Following): Promise<void> => {
    const { signal } = run.stop
    try {
      for await (const batch of eventLog.follow({ after: run.position, maxBatchEvents, signal }))
        await deliverAll(run, batch)
    } catch (error) {
      if (run === following) endAll({ _tag: 'Failed', error: errorOf(error) })
    }
  }

  const begin = (position: number): void => {
    following = { position, stop: new AbortController() }
    void follow(following)
  }

  const leave = (tenant: string, key: string, member: LiveMember): void => {
    const groups = groupsByTenant.get(tenant)
    const group = groups?.get(key)
    if (groups === undefined || group?.members.delete(member) !== true) return
    if (group.members.size === 0) groups.delete(key)
    if (groups.size === 0) groupsByTenant.delete(tenant)
    if (groupsByTenant.size > 0) return
    following?.stop.abort()
    following = undefined
  }

  return {
    position: () => following?.position,
    join: (member, logEnd) => {
      const { filter, meets } = member
      const key = JSON.stringify([filter.fields, filter.since, filter.until])
      const groups = groupsByTenant.get(filter.tenant) ?? new Map<string, Group>()
      groupsByTenant.set(filter.tenant, groups)
      const group = groups.get(key) ?? { meets, members: new Set<LiveMember>() }
      groups.set(key, group)
      group.members.add(member)
      if (following === undefined) begin(logEnd)
      return () => leave(filter.tenant, key, member)
    },
    isClosed: () => closing?.aborted === true,
  }
}

/** What a follower of the log throws carries a ReadError as its cause; anything else is a mistake of ours, and nobody is told what. */
const errorOf = (error: unknown): AnnalsError => {
  const cause = error instanceof Error ? (error.cause as Partial<ReadError> | undefined) : undefined
  return cause?._tag === undefined
    ? { _tag: 'Unavailable', reason: 'the log cannot be followed', retryAfterSeconds: 5 }
    : fromReadError(cause as ReadError)
}
