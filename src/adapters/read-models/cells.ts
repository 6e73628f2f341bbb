import type { CellValue } from '../../domain/projection.js'
import type { ColumnSchema } from './table-schema.js'

/** A value as SQLite takes it. */
export type Cell = string | number | null

/** A value whose JSON text is known. */
export interface KnownJson {
  readonly value: unknown
  readonly text: string
}

/**
 * A row's value as its column stores it: `json` as text, a boolean in an `integer` column as 0 or 1. Throws an Error that says
 * what is wrong with it.
 */
export const toCell = (column: ColumnSchema, value: CellValue | undefined, known?: KnownJson): Cell => {
  switch (column.type) {
    case 'text':
      if (typeof value === 'string') return value
      break
    case 'integer':
      if (Number.isSafeInteger(value)) return value as number
      if (typeof value === 'boolean') return value ? 1 : 0
      break
    case 'real':
      if (Number.isFinite(value)) return value as number
      break
    case 'json':
      if (known !== undefined && value === known.value) return known.text
      if (value !== null && value !== undefined) return jsonCell(column, value)
      break
  }
  if (value === null && !column.inKey) return null
  throw new Error(
    `column ${column.name} is ${column.inKey ? 'in the key and ' : ''}${column.type}: ${shown(value)} is not`,
  )
}

/** Whether the smaller of two cells of one column is the first; texts as SQLite compares them, by their UTF-8 bytes. */
export const isLess = (a: Cell, b: Cell): boolean =>
  typeof a === 'string' && typeof b === 'string'
    ? surrogate.test(a) || surrogate.test(b)
      ? Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0
      : a < b
    : Number(a) < Number(b)

const surrogate = /[\ud800-\udfff]/

const jsonCell = (column: ColumnSchema, value: CellValue): string => {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new Error(`column ${column.name} is json: ${shown(value)} is not`)
  return text
}

const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}
