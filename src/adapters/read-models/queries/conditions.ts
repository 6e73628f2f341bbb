import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { EventFilter, FieldFilter, FilterField } from '../../../ports/read-models.js'

/** A part of a query. */
export type Sql = RawBuilder<unknown>

export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `)

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
