import type { ColumnType, Projection, TableDefinition } from '../../domain/projection.js'

/** A projection's table as it lies in the file: `tenant` and the defined columns, in this order. */
export interface TableSchema {
  readonly projection: string
  readonly table: string
  /** In the file, to be quoted: `projection.table`. Names have no dot, so no two tables share one. */
  readonly name: string
  readonly columns: readonly ColumnSchema[]
  readonly key: readonly string[]
  readonly indexes: readonly (readonly string[])[]
}

export interface ColumnSchema {
  readonly name: string
  readonly type: ColumnType
  readonly inKey: boolean
}

/** What a projection's tables are, apart from what it does: kept in the file beside the rows. */
export interface ProjectionTables {
  readonly name: string
  readonly version: number
  readonly tables: Readonly<Record<string, TableDefinition>>
  readonly index?: Projection['index']
}

export const tableName = (projection: string, table: string): string => `${projection}.${table}`

export const tableSchemas = (projection: ProjectionTables): readonly TableSchema[] =>
  Object.entries(projection.tables).map(([table, definition]) => ({
    projection: projection.name,
    table,
    name: tableName(projection.name, table),
    columns: Object.entries(definition.columns).map(([name, type]) => ({
      name,
      type,
      inKey: definition.key.includes(name),
    })),
    key: definition.key,
    indexes: definition.indexes ?? [],
  }))

/** Names are checked when a definition is loaded and hold no quote; quoting is for the dots and for SQL's keywords. */
export const quoted = (name: string): string => `"${name}"`

/**
 * The statement that makes a table, without its indexes. The tenant comes first in the key. Rows lie in the key's own tree (WITHOUT ROWID), but
 * for tables with JSON, whose long rows would make that tree deep.
 */
export const createTable = (schema: TableSchema): string => {
  const columns = schema.columns.map(
    ({ name, type, inKey }) => `${quoted(name)} ${sqlTypes[type]}${inKey ? ' NOT NULL' : ''}`,
  )
  const key = ['tenant', ...schema.key].map(quoted).join(', ')
  const options = schema.columns.some(({ type }) => type === 'json') ? 'STRICT' : 'STRICT, WITHOUT ROWID'
  return `CREATE TABLE ${quoted(schema.name)} ("tenant" TEXT NOT NULL, ${columns.join(', ')}, PRIMARY KEY (${key})) ${options}`
}

export const dropTable = (schema: TableSchema): string => `DROP TABLE IF EXISTS ${quoted(schema.name)}`

/** The statements that make those of a table's indexes that are missing. A null in the first column of an index is left out of it. */
export const createIndexes = (schema: TableSchema): readonly string[] =>
  schema.indexes.map((columns) => {
    const first = schema.columns.find(({ name }) => name === columns[0])
    const sparse = first?.type === 'text' && !first.inKey
    return (
      `CREATE INDEX IF NOT EXISTS ${quoted([schema.name, ...columns].join('.'))} ON ${quoted(schema.name)} ` +
      `(${['tenant', ...columns].map(quoted).join(', ')})${sparse ? ` WHERE ${quoted(first.name)} IS NOT NULL` : ''}`
    )
  })

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  json: 'TEXT',
}

/** What makes rows of one definition useless to another: used to see that a definition changed although its version did not. */
export const tablesText = (projection: Pick<Projection, 'tables'>): string =>
  JSON.stringify(
    Object.entries(projection.tables).map(([name, table]) => [
      name,
      Object.entries(table.columns),
      table.key,
      table.indexes ?? [],
    ]),
  )
