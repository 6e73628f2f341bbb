import { sql } from 'kysely'
import type { EventFilter, FieldFilter, FilterField } from '../../../ports/read-models.js'
import { askedFields, meetsAny, meetsField } from './conditions.js'
import type { Sql } from './conditions.js'
import { tables } from './feed-tables.js'

/**
 * What a row of the feed (`f`) must meet, but for the range of time, and for the wanted values of `driver`, whose index led to the
 * row.
 */
export const filterConditions = (filter: EventFilter, driver: FilterField | 'time' | undefined): readonly Sql[] =>
  askedFields(filter).flatMap(([field, asked]) => {
    const open = field === driver ? withoutAnyOf(asked) : asked
    return field === 'path' ? meetsPath(filter.tenant, open) : meetsField(sql`+f.${sql.id(field)}`, open)
  })

const withoutAnyOf = ({ noneOf }: FieldFilter): FieldFilter => (noneOf === undefined ? {} : { noneOf })

const meetsPath = (tenant: string, { anyOf, noneOf }: FieldFilter): readonly Sql[] => {
  const pathsOfRow = sql`SELECT 1 FROM ${tables.paths} AS p WHERE p."tenant" = ${tenant} AND p."position" = f."position"`
  return [
    ...(anyOf === undefined ? [] : [sql`EXISTS (${pathsOfRow} AND ${meetsAny(sql`p."path"`, anyOf)})`]),
    ...(noneOf === undefined || noneOf.length === 0
      ? []
      : [sql`NOT EXISTS (${pathsOfRow} AND ${meetsAny(sql`p."path"`, noneOf)})`]),
  ]
}
