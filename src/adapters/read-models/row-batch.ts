import type { Database, Statement } from 'better-sqlite3'
import type { Cell } from './cells.js'

/** Rows of one statement that wait to be written. */
export interface RowBatch {
  readonly add: (cells: readonly Cell[]) => void
  /** Writes what waits, in the order it came. */
  readonly flush: () => void
  readonly clear: () => void
}

/** A row takes about half as long as with a statement of its own; more rows a statement gain nothing further. */
const rowsPerStatement = 8

/** `sqlOf` answers the statement for the given list of `(?, …)`. */
export const rowBatch = (db: Database, width: number, sqlOf: (values: string) => string): RowBatch => {
  const prepare = (rows: number): Statement<[readonly Cell[]]> =>
    db.prepare(sqlOf(Array<string>(rows).fill(placeholders(width)).join(', ')))
  const one = prepare(1)
  let several: typeof one | undefined
  const step = width * rowsPerStatement
  let waiting: Cell[] = []

  return {
    add: (cells) => {
      for (let i = 0; i < width; i++) waiting.push(cells[i] as Cell)
    },
    flush: () => {
      let at = 0
      if (waiting.length >= step) several ??= prepare(rowsPerStatement)
      for (; at + step <= waiting.length; at += step) several?.run(waiting.slice(at, at + step))
      for (; at < waiting.length; at += width) one.run(waiting.slice(at, at + width))
      if (at > 0) waiting = []
    },
    clear: () => {
      waiting = []
    },
  }
}

const placeholders = (width: number): string => `(${Array<string>(width).fill('?').join(', ')})`
