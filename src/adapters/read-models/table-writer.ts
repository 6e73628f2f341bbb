import type { Database, Statement } from 'better-sqlite3'
import type { Row, RowOperation } from '../../domain/projection.js'
import { toCell } from './cells.js'
import type { Cell, KnownJson } from './cells.js'
import { rowBatch } from './row-batch.js'
import { quoted } from './table-schema.js'
import type { ColumnSchema, TableSchema } from './table-schema.js'
import { fillShape, mergeCells, shapeOf } from './upsert-shape.js'
import type { Upsert, UpsertShape } from './upsert-shape.js'

/**
 * Writes the rows of one table within the transaction that its user holds. Rows wait until `flush`, the upserts of one key made one, as far as
 * that gives the same rows as writing each in turn.
 */
export interface TableWriter {
  /** Throws an Error that says what is wrong with the operation; what came before it stays. `known` saves making a value's JSON again. */
  readonly apply: (tenant: string, operation: RowOperation, known?: KnownJson) => void
  readonly flush: () => void
  /** Forgets what waits: the transaction was rolled back. */
  readonly clear: () => void
}

interface Waiting {
  readonly shape: UpsertShape
  readonly cells: Cell[]
}

export const tableWriter = (db: Database, schema: TableSchema): TableWriter => {
  const names = ['tenant', ...schema.columns.map(({ name }) => name)]
  const inserts = rowBatch(
    db,
    names.length,
    (values) =>
      `INSERT INTO ${quoted(schema.name)} (${names.map(quoted).join(', ')}) VALUES ${values} ON CONFLICT DO NOTHING`,
  )
  const keyColumns = schema.key.map((name) => columnOf(schema, name))
  const insertKeyPlaces = keyColumns.map((column) => 1 + schema.columns.indexOf(column))
  const insertCells: Cell[] = names.map(() => null)
  const keyPlaces = keyColumns.map((_, i) => i + 1)
  const waiting = new Map<string, Waiting>()
  const shapes: UpsertShape[] = []
  /** The cells last written by a key's upsert, as long as nothing but one shape of `set` is ever done to the table. */
  const known = new Map<string, readonly Cell[]>()
  const deletes = new Map<string, Statement<[readonly Cell[]]>>()

  const insert = (tenant: string, row: Row, known: KnownJson | undefined): void => {
    insertCells[0] = tenant
    fillRow(schema, row, insertCells, known)
    if (waiting.size > 0 && waiting.has(keyText(insertCells, insertKeyPlaces))) return
    inserts.add(insertCells)
  }

  const upsert = (tenant: string, operation: Upsert): void => {
    const cells: Cell[] = [tenant]
    fillKey(schema, keyColumns, operation.key, cells)
    const shape = shapeFor(operation, cells)
    const key = keyText(cells, keyPlaces)
    if (isKnown(shape, key, cells)) return
    const earlier = waiting.get(key)
    if (earlier === undefined) {
      waiting.set(key, { shape, cells })
    } else if (earlier.shape !== shape || !mergeCells(shape, keyColumns.length, earlier.cells, cells)) {
      inserts.flush()
      earlier.shape.rows.add(earlier.cells)
      earlier.shape.rows.flush()
      waiting.set(key, { shape, cells })
    }
  }

  /** Names and the like are set over and over to what they are: that need not be written. */
  const isKnown = (shape: UpsertShape, key: string, cells: readonly Cell[]): boolean => {
    if (!shape.onlySets || shapes.length > 1) return false
    const last = known.get(key)
    if (last !== undefined && cells.every((cell, i) => cell === last[i])) return true
    if (known.size >= maxKnown) known.clear()
    known.set(key, cells)
    return false
  }

  const shapeFor = (operation: Upsert, cells: Cell[]): UpsertShape => {
    const at = 1 + keyColumns.length
    for (const shape of shapes) if (fillShape(shape, operation, cells, at)) return shape
    const shape = shapeOf(db, schema, operation)
    if (!fillShape(shape, operation, cells, at)) throw new Error('a value is undefined (null says that there is none)')
    if (shapes.length >= maxShapes) shapes.shift()
    shapes.push(shape)
    return shape
  }

  const remove = (tenant: string, key: Row): void => {
    const columns = Object.keys(key).map((name) => columnOf(schema, name))
    const stray = columns.find(({ inKey }) => !inKey)
    if (stray !== undefined) throw new Error(`column ${stray.name} is not in the key of ${schema.table}`)
    const cells = [tenant, ...columns.map((column) => toCell(column, key[column.name]))]
    flush()
    known.clear()
    const where = ['tenant', ...columns.map(({ name }) => name)].map((name) => `${quoted(name)} = ?`).join(' AND ')
    let statement = deletes.get(where)
    if (statement === undefined) {
      statement = db.prepare(`DELETE FROM ${quoted(schema.name)} WHERE ${where}`)
      deletes.set(where, statement)
    }
    statement.run(cells)
  }

  /** An insert that waits came before any upsert of its key that waits. */
  const flush = (): void => {
    inserts.flush()
    if (waiting.size === 0) return
    for (const { shape, cells } of waiting.values()) shape.rows.add(cells)
    for (const shape of new Set(Array.from(waiting.values(), (each) => each.shape))) shape.rows.flush()
    waiting.clear()
  }

  return {
    apply: (tenant, operation, known) => {
      if (operation.op === 'insert') insert(tenant, operation.row, known)
      else if (operation.op === 'upsert') upsert(tenant, operation)
      else if ((operation.op as unknown) === 'delete') remove(tenant, operation.key)
      else throw new Error(`"${String((operation as { op?: unknown }).op)}" is no row operation`)
    },
    flush,
    clear: () => {
      inserts.clear()
      for (const { shape } of waiting.values()) shape.rows.clear()
      waiting.clear()
      known.clear()
    },
  }
}

/** A projection's upserts have a handful of shapes; more than this many are prepared anew in turn. */
const maxShapes = 32
/** Keys whose cells are remembered in one table. */
const maxKnown = 20_000

const columnOf = (schema: TableSchema, name: string): ColumnSchema => {
  const column = schema.columns.find((candidate) => candidate.name === name)
  if (column === undefined) throw new Error(`table ${schema.table} has no column ${name}`)
  return column
}

/** A column that the row does not name is null. */
const fillRow = (schema: TableSchema, row: Row, cells: Cell[], known: KnownJson | undefined): void => {
  if ((row as unknown) === undefined) throw new Error('an insert needs a row')
  let found = 0
  for (let i = 0; i < schema.columns.length; i++) {
    const column = schema.columns[i] as ColumnSchema
    const value = row[column.name]
    if (value !== undefined) found++
    cells[i + 1] = toCell(column, value === undefined ? null : value, known)
  }
  assertNoOther(schema, row, found)
}

const fillKey = (schema: TableSchema, keyColumns: readonly ColumnSchema[], key: Row, cells: Cell[]): void => {
  if ((key as unknown) === undefined) throw new Error('an upsert needs a key')
  for (const column of keyColumns) cells.push(toCell(column, key[column.name]))
  assertNoOther(schema, key, keyColumns.length, 'key column')
}

const assertNoOther = (schema: TableSchema, row: Row, expected: number, what = 'column'): void => {
  let count = 0
  for (const name in row) if (Object.hasOwn(row, name)) count++
  if (count === expected) return
  const known = new Set(schema.columns.map(({ name }) => name))
  const wrong = Object.keys(row).find((name) => !known.has(name) || row[name] === undefined)
  throw new Error(
    wrong === undefined
      ? `the key of ${schema.table} is ${schema.key.join(', ')}`
      : known.has(wrong)
        ? `column ${wrong} is undefined (null says that there is none)`
        : `table ${schema.table} has no ${what} ${wrong}`,
  )
}

/** A text that two different keys never share: no part but one with a U+0000 of its own holds the separator. */
const keyText = (cells: readonly Cell[], places: readonly number[]): string => {
  let text = cells[0] as string
  for (const place of places) {
    const cell = cells[place]
    if (typeof cell === 'string' && cell.includes('\u0000')) {
      return `\u0000${JSON.stringify([cells[0], ...places.map((at) => cells[at])])}`
    }
    text += `\u0000${String(cell)}`
  }
  return text
}
