import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import { invalidInput } from '../domain/errors.js'
import type { StoredEvent } from '../domain/event.js'
import { limits } from '../domain/limits.js'
import { decodeRecorded } from '../domain/stored-event.js'
import { activityStream, changeStream } from '../domain/stream-name.js'
import type { EventLogReader } from '../ports/event-log.js'
import { fromReadError } from './error-mapping.js'
import type { HistoryQuery, Operations } from './operations.js'

export interface HistoryPorts {
  readonly eventLog: Pick<EventLogReader, 'readStream'>
}

/** One subject's changes, or changes and activities in the order of the log, straight from its streams. */
export const history =
  (ports: HistoryPorts): Operations['history'] =>
  (tenant, subject, query) =>
  async () => {
    if (!Number.isSafeInteger(query.limit) || query.limit < 1 || query.limit > limits.maxPageSize) {
      return E.left(invalidInput('limit', `must be 1 to ${limits.maxPageSize}`))
    }
    const places = parsePlaces(query.from)
    if (places === undefined)
      return E.left({ _tag: 'InvalidInput', issues: [{ field: 'cursor', message: 'is not a cursor of this list' }] })
    const changes = await readSource(ports, changeStream(tenant, subject), places.changes, query)
    if (E.isLeft(changes)) return changes
    const wantsActivities = query.include === 'all' || changes.right.lastRevision < 0
    const activities = wantsActivities
      ? await readSource(ports, activityStream(tenant, subject), places.activities, query)
      : E.right(nothingThere)
    if (E.isLeft(activities)) return activities
    if (changes.right.lastRevision < 0 && activities.right.lastRevision < 0)
      return E.left({ _tag: 'SubjectNotFound', subject })
    const sources = query.include === 'all' ? [changes.right, activities.right] : [changes.right, nothingThere]
    return E.right(merge(sources[0] ?? nothingThere, sources[1] ?? nothingThere, query))
  }

/** Where to go on in a stream: a revision, from the beginning (in the wanted order), or nowhere. */
type Place = number | 'start' | 'end'

interface Source {
  readonly events: readonly {
    readonly event: StoredEvent | undefined
    readonly revision: number
    readonly position: number
  }[]
  readonly lastRevision: number
  /** Nothing comes behind what was read. */
  readonly complete: boolean
}

const nothingThere: Source = { events: [], lastRevision: -1, complete: true }

const readSource = async (
  ports: HistoryPorts,
  stream: string,
  place: Place,
  query: HistoryQuery,
): Promise<Either<AnnalsError, Source>> => {
  const direction = query.order === 'asc' ? 'forwards' : 'backwards'
  const from = typeof place === 'number' ? { fromRevision: place } : {}
  const read = await ports.eventLog.readStream(stream, { direction, limit: query.limit, ...from })()
  if (E.isLeft(read)) return E.left(fromReadError(read.left))
  if (place === 'end') return E.right({ ...nothingThere, lastRevision: read.right.lastRevision })
  const events = read.right.events.map((recorded) => {
    const decoded = decodeRecorded(recorded)
    return {
      event: decoded._tag === 'Event' ? decoded.event : undefined,
      revision: recorded.revision,
      position: recorded.position,
    }
  })
  const last = events.at(-1)?.revision
  const end = query.order === 'asc' ? read.right.lastRevision : read.right.firstRevision
  return E.right({ events, lastRevision: read.right.lastRevision, complete: last === undefined || last === end })
}

const merge = (changes: Source, activities: Source, query: HistoryQuery): { items: StoredEvent[]; next?: string } => {
  const items: StoredEvent[] = []
  const sign = query.order === 'asc' ? 1 : -1
  let [c, a] = [0, 0]
  // A source that was not read to its end may hold more before the other one's next event: the page ends there.
  while (c + a < query.limit) {
    const change = changes.events[c]
    const activity = activities.events[a]
    if (change === undefined && (activity === undefined || !changes.complete)) break
    if (activity === undefined && !activities.complete) break
    const takeChange =
      activity === undefined || (change !== undefined && (change.position - activity.position) * sign < 0)
    const taken = takeChange ? change : activity
    if (takeChange) c += 1
    else a += 1
    if (taken?.event !== undefined) items.push(taken.event)
  }
  if (isDone(changes, c) && isDone(activities, a)) return { items }
  return {
    items,
    next: formatPlaces({ changes: placeAfter(changes, c, sign), activities: placeAfter(activities, a, sign) }),
  }
}

const isDone = (source: Source, taken: number): boolean => source.complete && taken === source.events.length

/** Oldest first, a source goes on growing: it is never at its end while the other one is still read. */
const placeAfter = (source: Source, taken: number, sign: number): Place => {
  const upcoming = source.events[taken]
  if (upcoming !== undefined) return upcoming.revision
  if (source.complete) return sign > 0 ? source.lastRevision + 1 : 'end'
  return (source.events.at(-1)?.revision ?? source.lastRevision) + sign
}

const formatPlaces = (places: { readonly changes: Place; readonly activities: Place }): string =>
  `${places.changes}.${places.activities}`

const parsePlaces = (text: string | undefined): { readonly changes: Place; readonly activities: Place } | undefined => {
  if (text === undefined) return { changes: 'start', activities: 'start' }
  const [changes, activities, ...rest] = text.split('.').map(parsePlace)
  return changes === undefined || activities === undefined || rest.length > 0 ? undefined : { changes, activities }
}

const parsePlace = (text: string): Place | undefined => {
  if (text === 'start' || text === 'end') return text
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
