import * as E from 'fp-ts/lib/Either.js'
import { sql } from 'kysely'
import type { QueryError, StatsAnswer, StatsInterval, StatsQuery } from '../../../ports/read-models.js'
import type { Range } from './conditions.js'
import type { CountSource } from './count-source.js'
import { exactCounts, quarterHourMs } from './exact-counts.js'
import { tables } from './feed-tables.js'
import { checkFilter } from './filter-size.js'
import { partAt, usualMs } from './intervals.js'
import type { Interval, Part } from './intervals.js'
import type { QueryRunner } from './query-runner.js'
import { statsItem, tally } from './tally.js'
import type { Tally } from './tally.js'
import { timeZone } from './time-zone.js'

/** From the first to the last event that is looked at, whether they have events or not. */
const maxIntervals = 100_000

/** Counts by group, and by interval where one is asked for; both as `exactCounts` gives them. */
export const statsAnswer = (run: QueryRunner, query: StatsQuery): E.Either<QueryError, StatsAnswer> => {
  const tooLarge = checkFilter(query)
  if (tooLarge !== undefined) return E.left(tooLarge)
  return run.snapshot(() => {
    const sums = tally(query.groupBy.length + (query.groupBy.includes('actor') ? 1 : 0), query.limit)
    const tooMany = fill(run, query, sums)
    return tooMany === undefined ? E.right(answerOf(run, query, sums)) : E.left(tooMany)
  })
}

const answerOf = (run: QueryRunner, query: StatsQuery, sums: Tally): StatsAnswer => {
  const { groups, truncated } = sums.groups()
  const nameOf = (type: string, id: string) => actorName(run, query.tenant, type, id)
  const items = groups.map((group) => statsItem(query.groupBy, group, nameOf))
  return { items, total: sums.total(), ...(truncated ? { truncated: true } : {}) }
}

const actorName = (run: QueryRunner, tenant: string, type: string, id: string): string | undefined =>
  run.first(
    sql<{
      readonly name: string
    }>`SELECT "name" FROM ${tables.actors} WHERE "tenant" = ${tenant} AND "actorType" = ${type} AND "actorId" = ${id}`,
  )?.name

const fill = (run: QueryRunner, query: StatsQuery, sums: Tally): QueryError | undefined => {
  const range: Range = { least: query.since, end: query.until }
  if (range.least !== undefined && range.end !== undefined && range.least >= range.end) return undefined
  const counter = exactCounts(run, query)
  if (query.interval !== undefined) return fillIntervals(counter, query, query.interval, range, sums)
  for (const row of counter.count(range)) sums.add(row, undefined)
  return undefined
}

/** Goes from one part of time to the next, over those alone that have events. */
const fillIntervals = (
  counter: CountSource,
  query: StatsQuery,
  interval: StatsInterval,
  range: Range,
  sums: Tally,
): QueryError | undefined => {
  const least = range.least ?? counter.edge('first', range)
  const end = range.end ?? endOf(counter.edge('last', range))
  if (least === undefined || end === undefined) return undefined
  const intervals = (end - least) / usualMs[interval]
  if (intervals > maxIntervals) return tooManyIntervals(interval, intervals)
  const zone = timeZone(query.timeZone)
  for (let at = least; at < end;) {
    const next = counter.nextFrom(at)
    if (next === undefined || next >= end) break
    at = Math.max(at, next)
    const part = partAt(zone, interval, at)
    const to = Math.min(part.to, end)
    const intervalOf = remembered(part.intervalOf)
    for (const row of counter.count({ least: at, end: to }, part.slots)) sums.add(row, intervalOf(row.slot))
    at = to
  }
  return undefined
}

/** Rows of one slot follow one another. */
const remembered = (intervalOf: Part['intervalOf']): Part['intervalOf'] => {
  let last: { readonly slot: number; readonly interval: Interval } | undefined
  return (slot) => {
    if (last?.slot !== slot) last = { slot, interval: intervalOf(slot) }
    return last.interval
  }
}

/** Behind the last event, or the quarter-hour that it is in. */
const endOf = (last: number | undefined): number | undefined => (last === undefined ? undefined : last + quarterHourMs)

const tooManyIntervals = (interval: StatsInterval, intervals: number): QueryError => ({
  _tag: 'TooExpensive',
  detail: `there are about ${Math.round(intervals)} intervals of a ${interval} in the range: at most ${maxIntervals} are looked at`,
})
