import * as E from 'fp-ts/lib/Either.js'
import { sql } from 'kysely'
import type { CallDurations, CallsAnswer, CallsItem, CallsQuery, QueryError } from '../../../ports/read-models.js'
import type { Sql } from './conditions.js'
import type { QueryRunner } from './query-runner.js'
import { tables } from './tables.js'

/** Rows of the histograms of days that are added up for one answer. */
const maxRows = 500_000

/** Calls by what was called over a range of days, and percentiles of how long they took, from the histograms of the days. */
export const callsAnswer = (run: QueryRunner, query: CallsQuery): E.Either<QueryError, CallsAnswer> =>
  run.snapshot(() => {
    const where = conditionOf(query)
    if (isTooMany(run, where)) return E.left(tooManyRows)
    const groups = run.all(
      sql<Group>`SELECT "direction", "service", "operation", sum("count") AS "count", sum("errors") AS "errors",
          max("day") AS "lastDay", "lastVerb" FROM ${tables.callDays} WHERE ${where}
        GROUP BY "direction", "service", "operation" ORDER BY "count" DESC, "direction", "service", "operation"`,
    )
    const kept = groups.slice(0, query.limit)
    const durations = durationsOf(run, where, new Set(kept.map(keyOf)))
    const items = kept.map((group) => itemOf(group, durations.get(keyOf(group))))
    const total = groups.reduce((sum, { count }) => sum + count, 0)
    return E.right({ items, total, ...(groups.length > kept.length ? { truncated: true } : {}) })
  })

interface Called {
  readonly direction: 'in' | 'out'
  readonly service: string
  readonly operation: string
}
interface Group extends Called {
  readonly count: number
  readonly errors: number
  readonly lastVerb: string
}
interface Bucket extends Called {
  readonly atMostMs: number
  readonly count: number
}
type Buckets = readonly Pick<Bucket, 'atMostMs' | 'count'>[]

const conditionOf = ({ tenant, sinceDay, untilDay, direction, service, operation }: CallsQuery): Sql => {
  const conditions = [
    sql`"tenant" = ${tenant}`,
    ...(sinceDay === undefined ? [] : [sql`"day" >= ${sinceDay}`]),
    ...(untilDay === undefined ? [] : [sql`"day" < ${untilDay}`]),
    ...(direction === undefined ? [] : [sql`"direction" = ${direction}`]),
    ...(service === undefined ? [] : [sql`"service" = ${service}`]),
    ...(operation === undefined ? [] : [sql`"operation" = ${operation}`]),
  ]
  return sql.join(conditions, sql` AND `)
}

const isTooMany = (run: QueryRunner, where: Sql): boolean =>
  [tables.callDays, tables.callDayDurations].some((table) => {
    const found = run.first(
      sql<{ n: number }>`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${where} LIMIT ${maxRows + 1})`,
    )
    return (found?.n ?? 0) > maxRows
  })

const tooManyRows: QueryError = {
  _tag: 'TooExpensive',
  field: 'since',
  detail: `more than ${maxRows} rows would have to be added up: ask for a shorter time, or for one service`,
}

/** By what was called; the bounds in their order. */
const durationsOf = (run: QueryRunner, where: Sql, wanted: ReadonlySet<string>): ReadonlyMap<string, Buckets> => {
  const found = new Map<string, Pick<Bucket, 'atMostMs' | 'count'>[]>()
  const rows = run.each(
    sql<Bucket>`SELECT "direction", "service", "operation", "atMostMs", sum("count") AS "count"
      FROM ${tables.callDayDurations} WHERE ${where}
      GROUP BY "direction", "service", "operation", "atMostMs" ORDER BY "direction", "service", "operation", "atMostMs"`,
  )
  for (const row of rows) {
    const key = keyOf(row)
    if (!wanted.has(key)) continue
    const buckets = found.get(key)
    if (buckets === undefined) found.set(key, [row])
    else buckets.push(row)
  }
  return found
}

const keyOf = ({ direction, service, operation }: Called): string => JSON.stringify([direction, service, operation])

const itemOf = (
  { direction, service, operation, count, errors, lastVerb }: Group,
  buckets: Buckets | undefined,
): CallsItem => ({
  direction,
  service,
  operation,
  count,
  errors,
  lastVerb,
  ...(buckets === undefined ? {} : { duration: percentiles(buckets) }),
})

const percentiles = (buckets: Buckets): CallDurations => {
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0)
  const at = (share: number): number => {
    let left = Math.ceil((count * share) / 100)
    return buckets.find((bucket) => (left -= bucket.count) <= 0)?.atMostMs ?? 0
  }
  return { count, p50: at(50), p95: at(95), p99: at(99) }
}
