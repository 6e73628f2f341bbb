import type { Database } from 'better-sqlite3'
import type { RowOperation } from '../../domain/projection.js'
import { isLess, toCell } from './cells.js'
import type { Cell } from './cells.js'
import { rowBatch } from './row-batch.js'
import type { RowBatch } from './row-batch.js'
import { quoted } from './table-schema.js'
import type { ColumnSchema, TableSchema } from './table-schema.js'

export type Upsert = Extract<RowOperation, { readonly op: 'upsert' }>

/**
 * All upserts that name the same columns in the same parts have one shape, and so one prepared statement, and two of them with one key can be made
 * one. The cells of an upsert are: tenant, key, insert, set, add, min, max.
 */
export interface UpsertShape {
  readonly parts: Readonly<Record<Part, readonly ColumnSchema[]>>
  /** It only sets, so that the same upsert twice in a row is one. */
  readonly onlySets: boolean
  /** It adds integers alone: a sum of doubles depends on the order they are added in, so each is added in its turn. */
  readonly merges: boolean
  readonly rows: RowBatch
}

const partNames = ['insert', 'set', 'add', 'min', 'max'] as const
type Part = (typeof partNames)[number]
const known: ReadonlySet<string> = new Set(['op', 'table', 'key', ...partNames])

/** The shape of an upsert on this table; throws an Error where it names columns that it may not. */
export const shapeOf = (db: Database, schema: TableSchema, upsert: Upsert): UpsertShape => {
  const byName = new Map(schema.columns.map((column) => [column.name, column]))
  const seen = new Set<string>(schema.key)
  const columnsOf = (part: Part): readonly ColumnSchema[] =>
    Object.keys(upsert[part] ?? {}).map((name) => {
      const column = byName.get(name)
      if (column === undefined) throw new Error(`table ${schema.table} has no column ${name}`)
      if (seen.has(name)) throw new Error(`column ${name} is in the key or named twice`)
      if (part === 'add' && column.type !== 'integer' && column.type !== 'real') {
        throw new Error(`column ${name} is ${column.type}: nothing can be added to it`)
      }
      seen.add(name)
      return column
    })
  const parts = {
    insert: columnsOf('insert'),
    set: columnsOf('set'),
    add: columnsOf('add'),
    min: columnsOf('min'),
    max: columnsOf('max'),
  }
  const onlySets = partNames.every((part) => part === 'set' || parts[part].length === 0)
  const merges = parts.add.every(({ type }) => type === 'integer')
  const names = ['tenant', ...schema.key, ...partNames.flatMap((part) => parts[part].map(({ name }) => name))]
  return {
    parts,
    onlySets,
    merges,
    rows: rowBatch(db, names.length, (values) => upsertSql(schema, parts, names, values)),
  }
}

/**
 * Writes the upsert's cells behind the tenant and the key, from `at` on. False where it is of another shape; throws an
 * Error where a value is not what its column takes.
 */
export const fillShape = (shape: UpsertShape, upsert: Upsert, cells: Cell[], at: number): boolean => {
  for (const name in upsert) if (!known.has(name)) throw new Error(`an upsert has no part "${name}"`)
  let next = at
  for (const part of partNames) {
    const columns = shape.parts[part]
    const values = upsert[part]
    if (values === undefined) {
      if (columns.length > 0) return false
      continue
    }
    let count = 0
    for (const name in values) if (Object.hasOwn(values, name)) count++
    if (count !== columns.length) return false
    for (const column of columns) {
      const value = values[column.name]
      if (value === undefined) return false
      cells[next++] = part === 'insert' || part === 'set' ? toCell(column, value) : toNumberOrText(column, value)
    }
  }
  cells.length = next
  return true
}

/** Makes the first of two upserts of one shape and key what both together do; false, with neither changed, where that is not exact. */
export const mergeCells = (shape: UpsertShape, keySize: number, into: Cell[], later: readonly Cell[]): boolean => {
  if (!shape.merges) return false
  const { insert, set, add, min, max } = shape.parts
  let at = 1 + keySize + insert.length
  for (let i = at + set.length; i < at + set.length + add.length; i++) {
    if (!Number.isSafeInteger((into[i] as number) + (later[i] as number))) return false
  }
  for (let i = 0; i < set.length; i++, at++) into[at] = later[at] ?? null
  for (let i = 0; i < add.length; i++, at++) into[at] = (into[at] as number) + (later[at] as number)
  for (let i = 0; i < min.length; i++, at++) {
    if (isLess(later[at] ?? null, into[at] ?? null)) into[at] = later[at] ?? null
  }
  for (let i = 0; i < max.length; i++, at++) {
    if (isLess(into[at] ?? null, later[at] ?? null)) into[at] = later[at] ?? null
  }
  return true
}

const toNumberOrText = (column: ColumnSchema, value: Parameters<typeof toCell>[1]): Cell => {
  const cell = toCell(column, value)
  if (cell === null || column.type === 'json') {
    throw new Error(`column ${column.name}: ${cell === null ? 'null' : 'json'} cannot be added or compared`)
  }
  return cell
}

const upsertSql = (
  schema: TableSchema,
  parts: UpsertShape['parts'],
  names: readonly string[],
  values: string,
): string => {
  const updates = [
    ...parts.set.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`),
    ...parts.add.map(({ name }) => `${quoted(name)} = ifnull(${quoted(name)}, 0) + excluded.${quoted(name)}`),
    ...parts.min.map(({ name }) => keepSql('min', name)),
    ...parts.max.map(({ name }) => keepSql('max', name)),
  ]
  return (
    `INSERT INTO ${quoted(schema.name)} (${names.map(quoted).join(', ')}) VALUES ${values} ` +
    `ON CONFLICT (${['tenant', ...schema.key].map(quoted).join(', ')}) ` +
    (updates.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${updates.join(', ')}`)
  )
}

const keepSql = (which: 'min' | 'max', name: string): string =>
  `${quoted(name)} = ${which}(ifnull(${quoted(name)}, excluded.${quoted(name)}), excluded.${quoted(name)})`
