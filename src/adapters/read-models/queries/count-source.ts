import { sql } from 'kysely'
import type { EventFilter, StatsField, StatsQuery } from '../../../ports/read-models.js'
import { all, askedFields, meetsField, within } from './conditions.js'
import type { Range, Sql } from './conditions.js'
import { feedSource } from './feed-source.js'
import { tables } from './feed-tables.js'
import type { Slots } from './intervals.js'
import type { QueryRunner } from './query-runner.js'

/** How many events there are in one slot with these values (`c0` … in the order of `groupBy`, two for an actor: type and id). */
export interface CountRow {
  readonly slot: number
  readonly count: number
  readonly c0?: string | null
  readonly c1?: string | null
  readonly c2?: string | null
  readonly c3?: string | null
}

/** Where counts can be had from. */
export interface CountSource {
  /** In the order of the slots; without slots, all in slot 0. */
  readonly count: (range: Range, slots?: Slots) => Iterable<CountRow>
  /** The first or the last time of the range that has matching events: exact, or the quarter-hour's start. */
  readonly edge: (which: 'first' | 'last', range: Range) => number | undefined
  /** The first time from `least` on that the tenant has any events at. */
  readonly nextFrom: (least: number) => number | undefined
}

/** From the events themselves: exact, at the price of looking at each one that the best index leads to. */
export const eventCounts = (run: QueryRunner, query: StatsQuery): CountSource => {
  const time = sql`f."occurredAt"`
  const columns = query.groupBy.flatMap((field) => columnsOf[field].map((column) => sql`f.${sql.id(column)}`))
  return {
    count: (part, slots) =>
      run.each(grouped(time, sql`count(*)`, columns, slots, feedSource(run, query, part, 'all').rows)),
    edge: (which, part) => {
      const direction = which === 'first' ? sql`ASC` : sql`DESC`
      const { rows, orderBy } = feedSource(run, query, part, 'byTime')
      const order = sql`ORDER BY ${orderBy}."occurredAt" ${direction}, ${orderBy}."position" ${direction}`
      return run.first(sql<{ readonly at: number }>`SELECT ${time} AS at ${rows} ${order} LIMIT 1`)?.at
    },
    nextFrom: (least) =>
      run.first(sql<{
        readonly at: number
      }>`SELECT "occurredAt" AS at FROM ${tables.feed} WHERE "tenant" = ${query.tenant} AND "occurredAt" >= ${least}
          ORDER BY "occurredAt" LIMIT 1`)?.at,
  }
}

/** From the counts by quarter-hour: for ranges of whole ones, and filters that ask for fields with few values alone. */
export const rollupCounts = (run: QueryRunner, query: StatsQuery): CountSource => {
  const table = query.groupBy.includes('actor') ? tables.actorCounts : tables.counts
  const columns = query.groupBy.flatMap((field) => columnsOf[field].map(rollupColumn))
  const conditions = rollupConditions(query)
  const tenant = sql`"tenant" = ${query.tenant}`
  const bucket = sql`"bucket"`
  const rows = (range: Range): Sql => sql`FROM ${table} WHERE ${all([tenant, ...within(bucket, range), ...conditions])}`
  return {
    count: (range, slots) => run.each(grouped(bucket, sql`sum("count")`, columns, slots, rows(range))),
    edge: (which, range) => {
      const order = which === 'first' ? sql`ASC` : sql`DESC`
      return run.first(
        sql<{ readonly at: number }>`SELECT ${bucket} AS at ${rows(range)} ORDER BY ${bucket} ${order} LIMIT 1`,
      )?.at
    },
    nextFrom: (least) =>
      run.first(
        sql<{
          readonly at: number
        }>`SELECT ${bucket} AS at FROM ${tables.counts} WHERE ${tenant} AND ${bucket} >= ${least} ORDER BY ${bucket} LIMIT 1`,
      )?.at,
  }
}

/** Whether the rollups know all fields that the filter asks for. */
export const rollupsAnswer = (filter: EventFilter): boolean =>
  askedFields(filter).every(([field]) => rolledUp.has(field))

const rolledUp: ReadonlySet<string> = new Set(['subjectType', 'actorType', 'verb', 'channel', 'org', 'outcome', 'kind'])

const columnsOf: Readonly<Record<StatsField, readonly string[]>> = {
  verb: ['verb'],
  actor: ['actorType', 'actorId'],
  channel: ['channel'],
  subjectType: ['subjectType'],
  outcome: ['outcome'],
}

/** What an event lacks is '' there. */
const rollupColumn = (name: string): Sql =>
  name === 'channel' || name === 'org' ? sql`nullif(${sql.id(name)}, '')` : sql`${sql.id(name)}`

const rollupConditions = (filter: EventFilter): readonly Sql[] =>
  askedFields(filter).flatMap(([field, asked]) => meetsField(rollupColumn(field), asked))

/** The casts are there because better-sqlite3 binds numbers as doubles, and slots need a division of integers. */
const grouped = (time: Sql, count: Sql, columns: readonly Sql[], slots: Slots | undefined, rows: Sql) => {
  const slot =
    slots === undefined ? sql`0` : sql`(${time} - CAST(${slots.base} AS INTEGER)) / CAST(${slots.lengthMs} AS INTEGER)`
  const named = columns.map((column, i) => sql`${column} AS ${sql.id(`c${i}`)}`)
  const keys = [sql`slot`, ...columns.map((_, i) => sql.id(`c${i}`))]
  return sql<CountRow>`SELECT ${sql.join([sql`${slot} AS slot`, sql`${count} AS count`, ...named])} ${rows}
    GROUP BY ${sql.join(keys)} HAVING count(*) > 0 ORDER BY slot`
}
