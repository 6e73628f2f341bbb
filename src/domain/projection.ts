import type { StoredEvent } from './event.js'

/**
 * A projection: a pure function from one event to the rows it makes. The store keeps a row's tenant itself (a hidden
 * first key column), applies a batch of operations and the checkpoint in one transaction, and can rebuild all rows at any time.
 */
export interface Projection {
  /** `[a-z][a-z0-9_]{0,39}`: in URLs and in table names. */
  readonly name: string
  /** Raise it when `tables` or `apply` change: the rows are rebuilt at the next start. */
  readonly version: number
  /** By name (`[a-z][a-z0-9_]{0,39}`). The first one is what `GET /v1/projections/{name}/rows` answers by default. */
  readonly tables: Readonly<Record<string, TableDefinition>>
  /** The store's own: its events are also entered into the index that feed and statistics are answered from, with the same checkpoint. */
  readonly index?: 'feed'
  readonly apply: (event: StoredEvent) => readonly RowOperation[]
}

/** `json` columns take any JSON value, stored as text; `real` numbers are doubles, `integer` safe integers. */
export type ColumnType = 'text' | 'integer' | 'real' | 'json'
export interface TableDefinition {
  readonly columns: Readonly<Record<string, ColumnType>>
  /** The columns that identify a row within its tenant; never null. */
  readonly key: readonly string[]
  /** Further indexes, each a list of columns; the tenant is put in front of each. */
  readonly indexes?: readonly (readonly string[])[]
}

export type CellValue = string | number | boolean | null | object
export type Row = Readonly<Record<string, CellValue>>

/**
 * `insert` adds a row (a row with that key already there is left alone).
 * `upsert` adds the row `{ ...key, ...insert, ...set, ...add, ...min, ...max }`, or where there is one with that key: assigns `set`, adds
 * `add`, keeps the smaller (larger) of the stored and the given value for `min` (`max`), and leaves `insert` as it is.
 * `delete` removes all rows that match `key` (which may be a part of the key).
 */
export type RowOperation =
  | { readonly op: 'insert'; readonly table: string; readonly row: Row }
  | {
      readonly op: 'upsert'
      readonly table: string
      readonly key: Row
      readonly insert?: Row
      readonly set?: Row
      readonly add?: Readonly<Record<string, number>>
      readonly min?: Readonly<Record<string, string | number>>
      readonly max?: Readonly<Record<string, string | number>>
    }
  | { readonly op: 'delete'; readonly table: string; readonly key: Row }

/** Checks nothing at run time: it is there so that a projection's own file is type-checked where it is written. */
export const defineProjection = (projection: Projection): Projection => projection
