import * as E from 'fp-ts/lib/Either.js'
import { sql } from 'kysely'
import type { FeedIndex } from '../feed-index/feed-index.js'
import type { CountSource } from '../feed-index/index-counts.js'
import type { QueryError, StatsAnswer, StatsInterval, StatsQuery } from '../../../ports/read-models.js'
import type { Range } from './conditions.js'
import { partAt, usualMs } from './intervals.js'
import type { Interval, Part } from './intervals.js'
import type { QueryRunner } from './query-runner.js'
import { statsItem, tally } from './tally.js'
import type { Group, Tally } from './tally.js'
import { tables } from './tables.js'
import { timeZone } from './time-zone.js'
import { weekCycle } from './week-cycle.js'

/** From the first to the last event that is looked at, whether they have events or not. */
const maxIntervals = 100_000

/** Counts by group, and by interval where one is asked for. */
export const statsAnswer = (run: QueryRunner, index: FeedIndex, query: StatsQuery): E.Either<QueryError, StatsAnswer> =>
  run.snapshot(() => {
    if (query.cycle !== undefined) return weekAnswer(index, query)
    const sums = tally(query.limit)
    const tooMany = fill(index, query, sums)
    return tooMany === undefined ? E.right(answerOf(run, query, sums)) : E.left(tooMany)
  })

/** Hours one after another, folded into a week. */
const weekAnswer = (index: FeedIndex, query: StatsQuery): E.Either<QueryError, StatsAnswer> => {
  const week = weekCycle(query.timeZone)
  const range = rangeOf(query)
  const hours = { interval: 'hour', askedBy: 'cycle' } as const
  const tooMany = range && fillIntervals(index.counts({ ...query, groupBy: [] }), query, hours, range, week)
  return tooMany === undefined ? E.right(week.answer(query.limit)) : E.left(tooMany)
}

const answerOf = (run: QueryRunner, query: StatsQuery, sums: Tally): StatsAnswer => {
  const { groups, truncated } = sums.groups()
  const nameOf = query.groupBy.includes('actor') ? actorNames(run, query, groups) : () => undefined
  const items = groups.map((group) => statsItem(query.groupBy, group, nameOf))
  return { items, total: sums.total(), ...(truncated ? { truncated: true } : {}) }
}

/** The names of all actors of an answer, looked up at once. */
const actorNames = (run: QueryRunner, { tenant, groupBy }: StatsQuery, groups: readonly Group[]) => {
  const at = groupBy.indexOf('actor')
  const asked = [...new Set(groups.map(({ values }) => JSON.stringify(values.slice(at, at + 2))))]
  const found = run.all(
    sql<ActorName>`SELECT "actorType", "actorId", "name" FROM json_each(${`[${asked.join(',')}]`}) AS asked
      JOIN ${tables.actors} ON "tenant" = ${tenant} AND "actorType" = json_extract(asked."value", '$[0]')
        AND "actorId" = json_extract(asked."value", '$[1]')`,
  )
  const names = new Map(found.map(({ actorType, actorId, name }) => [JSON.stringify([actorType, actorId]), name]))
  return (type: string, id: string): string | undefined => names.get(JSON.stringify([type, id]))
}

interface ActorName {
  readonly actorType: string
  readonly actorId: string
  readonly name: string
}

const fill = (index: FeedIndex, query: StatsQuery, sums: Tally): QueryError | undefined => {
  const range = rangeOf(query)
  if (range === undefined) return undefined
  const counter = index.counts(query)
  const { interval } = query
  if (interval !== undefined) return fillIntervals(counter, query, { interval, askedBy: 'interval' }, range, sums)
  const { rows, others } = counter.groups(range, query.limit)
  for (const row of rows) sums.add(row, undefined)
  sums.addOthers(others)
  return undefined
}

/** Undefined where nothing lies between its ends. */
const rangeOf = ({ since, until }: StatsQuery): Range | undefined =>
  since !== undefined && until !== undefined && since >= until ? undefined : { least: since, end: until }

/** Intervals, and the field of the query that asks for them. */
interface Steps {
  readonly interval: StatsInterval
  readonly askedBy: 'interval' | 'cycle'
}

/** Goes from one part of time to the next, over those alone that have events. */
const fillIntervals = (
  counter: CountSource,
  query: StatsQuery,
  { interval, askedBy }: Steps,
  range: Range,
  sums: Pick<Tally, 'add'>,
): QueryError | undefined => {
  const least = range.least ?? counter.edge('first', range)
  const end = range.end ?? endOf(counter.edge('last', range))
  if (least === undefined || end === undefined) return undefined
  const intervals = (end - least) / usualMs[interval]
  if (intervals > maxIntervals) return tooManyIntervals({ interval, askedBy }, intervals)
  const zone = timeZone(query.timeZone)
  for (let at = least; at < end;) {
    const next = counter.nextFrom(at)
    if (next === undefined || next >= end) break
    at = Math.max(at, next)
    const part = partAt(zone, interval, at)
    const to = Math.min(part.to, end)
    const intervalOf = remembered(part.intervalOf)
    counter.bySlot({ least: at, end: to }, part.slots, (row) => sums.add(row, intervalOf(row.slot)))
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

/** Behind the last event. */
const endOf = (last: number | undefined): number | undefined => (last === undefined ? undefined : last + 1)

const tooManyIntervals = ({ interval, askedBy }: Steps, intervals: number): QueryError => ({
  _tag: 'TooExpensive',
  field: askedBy,
  detail: `there are about ${Math.round(intervals)} intervals of a ${interval} in the range: at most ${maxIntervals} are looked at`,
})
