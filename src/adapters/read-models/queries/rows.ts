import * as E from 'fp-ts/lib/Either.js'
import { sql } from 'kysely'
import type { Json } from '../../../domain/json.js'
import type { Page, QueryError, RowsQuery } from '../../../ports/read-models.js'
import { tableSchemas } from '../table-schema.js'
import type { ColumnSchema, ProjectionTables, TableSchema } from '../table-schema.js'
import { decodePlace, encodePlace } from './opaque-place.js'
import { compiler } from './query-runner.js'
import type { QueryRunner } from './query-runner.js'

type Cell = string | number | null
type StoredRow = Readonly<Record<string, Cell>>

/** A page ends before the row whose texts would take it beyond this. */
const maxPageBytes = 16 * 1024 * 1024

/**
 * Any projection's rows, of its first table where none is named, in the order of the key. A value that is none of its column's type
 * equals nothing; json columns cannot be asked for.
 */
export const rowsPage = (
  run: QueryRunner,
  definitions: readonly ProjectionTables[],
  query: RowsQuery,
): E.Either<QueryError, Page<Readonly<Record<string, Json>>>> => {
  const schema = schemaOf(definitions, query)
  if (E.isLeft(schema)) return schema
  const asked = askedCells(schema.right, query.where)
  if (E.isLeft(asked)) return asked
  const place = query.from === undefined ? [] : decodePlace(query.from, keyColumns(schema.right).map(cellType))
  if (place === undefined) return E.left({ _tag: 'BadPlace' })
  if (asked.right === 'nothing') return E.right({ items: [] })
  return E.right(readPage(run, schema.right, query, asked.right, place))
}

const schemaOf = (
  definitions: readonly ProjectionTables[],
  { projection, table }: RowsQuery,
): E.Either<QueryError, TableSchema> => {
  const definition = definitions.find(({ name }) => name === projection)
  if (definition === undefined) return E.left({ _tag: 'UnknownProjection', projection })
  const schemas = tableSchemas(definition)
  const schema = table === undefined ? schemas[0] : schemas.find((candidate) => candidate.table === table)
  return schema === undefined ? E.left({ _tag: 'UnknownTable', table: table ?? '' }) : E.right(schema)
}

type AskedCells = readonly (readonly [string, string | number])[] | 'nothing'

const askedCells = (schema: TableSchema, where: RowsQuery['where']): E.Either<QueryError, AskedCells> => {
  const asked: (readonly [string, string | number])[] = []
  let possible = true
  for (const [name, text] of Object.entries(where)) {
    const column = schema.columns.find((candidate) => candidate.name === name)
    if (column === undefined || column.type === 'json') return E.left({ _tag: 'UnknownColumn', column: name })
    const cell = cellOf(column, text)
    if (cell === undefined) possible = false
    else asked.push([name, cell])
  }
  return E.right(possible ? asked : 'nothing')
}

const cellOf = ({ type }: ColumnSchema, text: string): string | number | undefined => {
  if (type === 'text') return text
  const number = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  return (type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number)) ? number : undefined
}

const readPage = (
  run: QueryRunner,
  schema: TableSchema,
  { tenant, limit }: RowsQuery,
  asked: Exclude<AskedCells, 'nothing'>,
  place: readonly (string | number)[],
): Page<Readonly<Record<string, Json>>> => {
  let query = compiler
    .selectFrom(sql<Record<string, unknown>>`${sql.id(schema.name)}`.as('rows'))
    .select(schema.columns.map(({ name }) => sql.ref<Cell>(name).as(name)))
    .where(sql.ref('tenant'), '=', tenant)
    .limit(limit + 1)
  for (const [name, cell] of asked) query = query.where(sql.ref(name), '=', cell)
  for (const name of schema.key) query = query.orderBy(sql.ref(name))
  if (place.length > 0) {
    query = query.where(sql<boolean>`(${sql.join(schema.key.map((name) => sql.id(name)))}) > (${sql.join(place)})`)
  }
  const items: Readonly<Record<string, Json>>[] = []
  let last: StoredRow | undefined
  let bytes = 0
  for (const row of run.each(query)) {
    bytes += textBytes(row)
    if (last !== undefined && (items.length === limit || bytes > maxPageBytes)) {
      return { items, next: encodePlace(schema.key.map((name) => last?.[name] ?? '')) }
    }
    items.push(jsonRow(schema, row))
    last = row
  }
  return { items }
}

const textBytes = (row: StoredRow): number =>
  Object.values(row).reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? Buffer.byteLength(cell) : 8), 0)

const jsonRow = (schema: TableSchema, row: StoredRow): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    schema.columns.map(({ name, type }) => {
      const cell = row[name] ?? null
      return [name, type === 'json' && typeof cell === 'string' ? (JSON.parse(cell) as Json) : cell]
    }),
  )

const keyColumns = (schema: TableSchema): readonly ColumnSchema[] =>
  schema.key.flatMap((name) => schema.columns.filter((column) => column.name === name))

const cellType = ({ type }: ColumnSchema): 'string' | 'number' => (type === 'text' ? 'string' : 'number')
