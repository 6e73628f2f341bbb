import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { EventFilter, FieldFilter, FilterField, Pattern } from '../../../ports/read-models.js'
import { prefixEnd } from './prefix-end.js'

/** A part of a query. */
export type Sql = RawBuilder<unknown>

export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `)

/** That a column (never null where it counts) has one of the values or begins with one of the prefixes. */
export const meetsAny = (column: Sql, patterns: readonly Pattern[]): Sql => {
  const parts = splitPatterns(patterns).map((part) => meets(column, part))
  return parts.length === 0 ? sql`0` : sql`(${sql.join(parts, sql` OR `)})`
}

/** What one index can be searched for at once: a list of values, or one prefix. */
export type Part = { readonly values: readonly string[] } | { readonly prefix: string }

/** Texts with a lone surrogate are left out: no stored text has one, and SQLite would read another character. */
export const splitPatterns = (patterns: readonly Pattern[]): readonly Part[] => {
  const possible = patterns.filter(({ value }) => value.isWellFormed())
  const values = possible.filter(({ prefix }) => !prefix).map(({ value }) => value)
  const prefixes = possible.filter(({ prefix }) => prefix).map(({ value }) => ({ prefix: value }))
  return values.length === 0 ? prefixes : [{ values }, ...prefixes]
}

export const meets = (column: Sql, part: Part): Sql => {
  if ('values' in part) {
    const [only, ...more] = part.values
    return more.length === 0 ? sql`${column} = ${only}` : sql`${column} IN (${sql.join(part.values)})`
  }
  const end = prefixEnd(part.prefix)
  return end === undefined
    ? sql`${column} >= ${part.prefix}`
    : sql`(${column} >= ${part.prefix} AND ${column} < ${end})`
}

/** Both sides of a field's filter on a column that is null where an event lacks the field. */
export const meetsField = (column: Sql, { anyOf, noneOf }: FieldFilter): readonly Sql[] => [
  ...(anyOf === undefined ? [] : [meetsAny(column, anyOf)]),
  ...(noneOf === undefined || noneOf.length === 0 ? [] : [sql`(${column} IS NULL OR NOT ${meetsAny(column, noneOf)})`]),
]

/** Fields and what is asked of them, those alone that are asked for. */
export const askedFields = (filter: EventFilter): readonly (readonly [FilterField, FieldFilter])[] =>
  (Object.entries(filter.fields) as [FilterField, FieldFilter | undefined][]).flatMap(([field, asked]) =>
    asked === undefined ? [] : [[field, asked] as const],
  )

/** `least` inclusive, `end` exclusive; either may be left open. */
export interface Range {
  readonly least?: number | undefined
  readonly end?: number | undefined
}

export const within = (column: Sql, { least, end }: Range): readonly Sql[] => [
  ...(least === undefined ? [] : [sql`${column} >= ${least}`]),
  ...(end === undefined ? [] : [sql`${column} < ${end}`]),
]
