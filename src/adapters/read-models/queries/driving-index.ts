import { sql } from 'kysely'
import type { EventFilter } from '../../../ports/read-models.js'
import { all, meets, splitPatterns, within } from './conditions.js'
import type { Part, Range, Sql } from './conditions.js'
import { tables } from './feed-tables.js'
import type { QueryRunner } from './query-runner.js'

/** What the rows are wanted for: a page of them in one order, or all of them in any. */
export type Purpose = 'byTime' | 'byPosition' | 'all'

/** Fields with an index, those first whose values tend to have the fewest events. */
const indexed = ['transactionId', 'subjectId', 'path', 'actorId', 'affects', 'verb'] as const
type Indexed = (typeof indexed)[number]

/** How to get at the rows of the feed. */
export type Driver =
  /** The rows of the range of time, in the order of time; for a page by position, all rows in that order. */
  | { readonly _tag: 'Walk' }
  /** The rows with this value, in the order of time. */
  | { readonly _tag: 'OneValue'; readonly field: Indexed; readonly value: string }
  /** All rows that have one of the values, or are of the range of time; then sorted. The query answers each `position` once. */
  | { readonly _tag: 'Collect'; readonly field: Indexed | 'time'; readonly positions: Sql }

/**
 * Up to so many rows are collected and sorted. Of ten million rows, walking in the order of the page finds the 50 of a page among
 * 50,000 rows where 10,000 match: about what it costs to collect these.
 */
const fewRows = 10_000

/**
 * The field (or the range of time) with the fewest rows, counted as far as they are few. Where none has few: for a page, one
 * value's index in the order of time, else a walk; for all rows, an index that leaves rows out.
 */
export const chooseDriver = (run: QueryRunner, filter: EventFilter, range: Range, purpose: Purpose): Driver => {
  const candidates = candidatesOf(filter, range, purpose)
  let best: Candidate | undefined
  let least = fewRows + 1
  for (const candidate of candidates) {
    const rows = countUpTo(run, candidate.probe, least)
    if (rows < least) [best, least] = [candidate, rows]
  }
  const chosen = best ?? candidates.find(({ useful }) => useful)
  return chosen?.driver ?? { _tag: 'Walk' }
}

interface Candidate {
  readonly driver: Driver
  /** Whether it is better than a walk however many rows it leads to. */
  readonly useful: boolean
  /** A query with as many rows as would have to be looked at. */
  readonly probe: Sql
}

const candidatesOf = (filter: EventFilter, range: Range, purpose: Purpose): readonly Candidate[] => {
  const byField = indexed.flatMap((field): readonly Candidate[] => {
    const anyOf = filter.fields[field]?.anyOf
    return anyOf === undefined ? [] : [ofField(filter.tenant, field, splitPatterns(anyOf), range, purpose)]
  })
  if (isAnyTime(range) || (byField.length === 0 && purpose !== 'byPosition')) return byField
  return [...byField, ofTime(filter.tenant, range, purpose)]
}

const ofField = (tenant: string, field: Indexed, parts: readonly Part[], range: Range, purpose: Purpose): Candidate => {
  const column = sql.id(field)
  const table = field === 'path' ? tables.paths : tables.feed
  const searches = parts.map((part) => search(tenant, table, [meets(column, part)], range))
  // Behind a prefix, an index cannot be searched for the time: all that has the prefix is looked at.
  const looked = parts.map((part) => search(tenant, table, [meets(column, part)], 'values' in part ? range : {}))
  const probe = union(looked, sql` UNION ALL `)
  const seeksTime = isAnyTime(range) || parts.every((part) => 'values' in part)
  const value = onlyValue(parts)
  return value === undefined || purpose === 'byPosition'
    ? {
        driver: { _tag: 'Collect', field, positions: union(searches, sql` UNION `) },
        useful: purpose === 'all' && seeksTime,
        probe,
      }
    : { driver: { _tag: 'OneValue', field, value }, useful: true, probe }
}

const ofTime = (tenant: string, range: Range, purpose: Purpose): Candidate => {
  const probe = search(tenant, tables.feed, [], range)
  return purpose === 'byPosition'
    ? { driver: { _tag: 'Collect', field: 'time', positions: probe }, useful: false, probe }
    : { driver: { _tag: 'Walk' }, useful: false, probe }
}

const isAnyTime = ({ least, end }: Range): boolean => least === undefined && end === undefined

const onlyValue = (parts: readonly Part[]): string | undefined => {
  const [part] = parts
  return parts.length === 1 && part !== undefined && 'values' in part && part.values.length === 1
    ? part.values[0]
    : undefined
}

/** The plus keeps SQLite from reading a whole table in the order of its positions, which the UNION of searches would like. */
const search = (tenant: string, table: Sql, found: readonly Sql[], range: Range): Sql =>
  sql`SELECT +"position" AS "position" FROM ${table} WHERE ${all([sql`"tenant" = ${tenant}`, ...found, ...within(sql`"occurredAt"`, range)])}`

/** UNION, unlike UNION ALL, answers a position once, also one that several paths of an event lead to. */
const union = (searches: readonly Sql[], operator: Sql): Sql =>
  sql.join([...searches, sql`SELECT 0 AS "position" WHERE 0`], operator)

const countUpTo = (run: QueryRunner, probe: Sql, limit: number): number =>
  run.first(sql<{ readonly n: number }>`SELECT count(*) AS n FROM (SELECT 1 FROM (${probe}) LIMIT ${limit})`)?.n ?? 0
