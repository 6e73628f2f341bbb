import type { StoredEvent } from '../../../src/domain/event.js'
import type {
  ActivityQuery,
  EventFilter,
  FacetsQuery,
  FacetValue,
  FeedPlace,
  FilterField,
  Page,
  Pattern,
  StatsAnswer,
  StatsField,
  StatsItem,
  StatsQuery,
} from '../../../src/ports/read-models.js'
import { naiveInterval, usualMs } from './naive-intervals.js'

/* What the feed must answer, from an array of events, written to be read and not to be fast. */

const valuesOf: Record<FilterField, (event: StoredEvent) => readonly (string | undefined)[]> = {
  subjectType: (event) => [event.subject.type],
  subjectId: (event) => [event.subject.id],
  actorType: (event) => [event.actor.type],
  actorId: (event) => [event.actor.id],
  affects: (event) => [event.affects?.id],
  verb: (event) => [event.verb],
  channel: (event) => [event.channel],
  org: (event) => [event.org],
  outcome: (event) => [event.outcome.status],
  kind: (event) => [event.kind],
  transactionId: (event) => [event.transactionId],
  path: (event) => event.changedPaths ?? [],
}

const meets = (event: StoredEvent, filter: EventFilter): boolean => {
  const at = Date.parse(event.occurredAt)
  if (event.tenant !== filter.tenant) return false
  if (filter.since !== undefined && at < filter.since) return false
  if (filter.until !== undefined && at >= filter.until) return false
  return Object.entries(filter.fields).every(([field, { anyOf, noneOf = [] }]) => {
    const values = valuesOf[field as FilterField](event)
    const hasOneOf = (patterns: readonly Pattern[]) =>
      values.some(
        (value) =>
          value !== undefined && patterns.some((p) => (p.prefix ? value.startsWith(p.value) : value === p.value)),
      )
    return (anyOf === undefined || hasOneOf(anyOf)) && !hasOneOf(noneOf)
  })
}

const placeOf = (event: StoredEvent): FeedPlace => ({
  occurredAt: Date.parse(event.occurredAt),
  position: Number(event.position),
})

/** All values with their counts, the largest first, ties by code point. */
export const naiveFacets = (events: readonly StoredEvent[], query: FacetsQuery): readonly FacetValue[] => {
  const counts = new Map<string, number>()
  for (const event of events.filter((each) => meets(each, query))) {
    for (const value of valuesOf[query.field](event)) {
      if (value?.startsWith(query.prefix) === true) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  }
  return Array.from(counts, ([value, count]) => ({ value, count })).sort(
    (a, b) => b.count - a.count || compareTexts(a.value, b.value),
  )
}

export const naivePage = (events: readonly StoredEvent[], query: ActivityQuery): Page<StoredEvent, FeedPlace> => {
  const sign = query.order === 'asc' ? 1 : -1
  const compare = (a: FeedPlace, b: FeedPlace): number =>
    sign * ((query.sort === 'position' ? 0 : a.occurredAt - b.occurredAt) || a.position - b.position)
  const { from } = query
  const behind = events
    .filter((event) => meets(event, query) && (from === undefined || compare(placeOf(event), from) > 0))
    .sort((a, b) => compare(placeOf(a), placeOf(b)))
  const items = behind.slice(0, query.limit)
  const last = items.at(-1)
  return behind.length > items.length && last !== undefined ? { items, next: placeOf(last) } : { items }
}

/** `too expensive` where there are more than 100,000 intervals in the range: `since`, or the first event, to `until`, or the last event. */
export const naiveStats = (events: readonly StoredEvent[], query: StatsQuery): StatsAnswer | 'too expensive' => {
  const found = events.filter((event) => meets(event, query))
  const times = found.map((event) => Date.parse(event.occurredAt))
  const span = (query.until ?? Math.max(...times)) - (query.since ?? Math.min(...times))
  if (query.interval !== undefined && span / usualMs[query.interval] > 100_000) return 'too expensive'
  const groups = new Map<string, { readonly item: StatsItem; count: number }>()
  for (const event of found) {
    const item = itemOf(events, event, query)
    const group = groups.get(JSON.stringify(item))
    if (group === undefined) groups.set(JSON.stringify(item), { item, count: 1 })
    else group.count++
  }
  const items = [...groups.values()]
    .map(({ item, count }) => ({ ...item, count }))
    .sort((a, b) => compareTexts(a.from, b.from) || b.count - a.count || compareGroups(query.groupBy, a, b))
  const answer = { items: items.slice(0, query.limit), total: found.length }
  return items.length > query.limit ? { ...answer, truncated: true } : answer
}

const itemOf = (events: readonly StoredEvent[], event: StoredEvent, query: StatsQuery): StatsItem => {
  const value: Record<StatsField, () => unknown> = {
    verb: () => event.verb,
    actor: () => namedActor(events, event),
    channel: () => event.channel ?? null,
    subjectType: () => event.subject.type,
    outcome: () => event.outcome.status,
  }
  const fields = query.groupBy.map((field) => [field, value[field]()] as const)
  const times =
    query.interval === undefined ? {} : naiveInterval(query.timeZone, query.interval, Date.parse(event.occurredAt))
  return { ...(Object.fromEntries(fields) as Omit<StatsItem, 'count'>), ...times, count: 0 }
}

/** With the name that an event of the tenant, the last one in the log that has one, gave the actor. */
const namedActor = (events: readonly StoredEvent[], { tenant, actor: { type, id } }: StoredEvent): unknown => {
  const named = events
    .filter((event) => event.tenant === tenant && event.actor.type === type && event.actor.id === id)
    .filter((event) => event.actor.name !== undefined)
    .sort((a, b) => Number(a.position) - Number(b.position))
    .at(-1)
  return named?.actor.name === undefined ? { type, id } : { type, id, name: named.actor.name }
}

const compareGroups = (groupBy: readonly StatsField[], a: StatsItem, b: StatsItem): number => {
  for (const field of groupBy) {
    const order =
      field === 'actor'
        ? compareTexts(a.actor?.type, b.actor?.type) || compareTexts(a.actor?.id, b.actor?.id)
        : compareTexts(a[field], b[field])
    if (order !== 0) return order
  }
  return 0
}

/** By code points, which is how their UTF-8 bytes compare; nothing comes before everything. */
const compareTexts = (a: string | null | undefined, b: string | null | undefined): number =>
  Buffer.compare(Buffer.from(a ?? ''), Buffer.from(b ?? ''))
