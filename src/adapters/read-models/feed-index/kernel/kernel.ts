import { Buffer } from 'node:buffer'
import { kernelWasm } from './kernel-wasm.js'

/** Loops over the columns of up to 65,536 rows, in WebAssembly. It has one mask; what it answers with is good until its next call. */
export interface Kernel {
  /** Marks so many rows, all of them. */
  readonly markAll: (rows: number) => void
  /** Lets go of the rows whose place in the column, from `lo` on, is not `only`; or with -1, does not have 1 in `table`. */
  readonly keep: (column: Uint8Array | Uint16Array, lo: number, check: PlaceCheck) => void
  /** Lets go of the rows that have 1 in `except`, from `lo` on. */
  readonly without: (except: Uint8Array, lo: number) => void
  /** The marked rows, ascending. */
  readonly rows: () => Uint16Array
  readonly count: () => number
  /** How many marked rows have each place of the column, from `lo` on. */
  readonly tally: (column: Uint8Array | Uint16Array, lo: number, places: number) => Uint32Array
  /** The same for pairs of places: the count of (x, y) is at x * width + y; at most `maxCells` cells. */
  readonly tallyPairs: (first: Uint8Array, second: Uint8Array, lo: number, cells: number, width: number) => Uint32Array
}

export interface PlaceCheck {
  readonly only: number
  readonly table: Uint8Array
}

export const maxCells = 65_536
const maxRows = 65_536

interface Loops {
  readonly equal8: (column: number, value: number, mask: number, rows: number) => void
  readonly equal16: (column: number, value: number, mask: number, rows: number) => void
  readonly table8: (column: number, table: number, mask: number, rows: number) => void
  readonly table16: (column: number, table: number, mask: number, rows: number) => void
  readonly without: (except: number, mask: number, rows: number) => void
  readonly collect: (mask: number, rows: number, target: number) => number
  readonly count: (mask: number, rows: number) => number
  readonly tally8: (column: number, mask: number, rows: number, cells: number) => void
  readonly tally16: (column: number, mask: number, rows: number, cells: number) => void
  readonly tallyPairs8: (
    first: number,
    second: number,
    width: number,
    mask: number,
    rows: number,
    cells: number,
  ) => void
}

/** Places in the memory, in bytes. */
const maskAt = 0
const columnAt = maskAt + maxRows
const secondAt = columnAt + 2 * maxRows
const tableAt = secondAt + 2 * maxRows
const rowsAt = tableAt + maxRows
const cellsAt = rowsAt + 2 * maxRows
const pages = (cellsAt + 4 * maxCells) / 65_536

/** The part of the WebAssembly interface that is used; its types are among the browser's, which are not for this program. */
interface Wasm {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer
  }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}
const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: Wasm }

let compiled: object | undefined

export const createKernel = (): Kernel => {
  const memory = new wasm.Memory({ initial: pages, maximum: pages })
  compiled ??= new wasm.Module(Buffer.from(kernelWasm, 'base64'))
  const loops = new wasm.Instance(compiled, { env: { memory } }).exports as unknown as Loops
  const bytes = new Uint8Array(memory.buffer)
  const mask = bytes.subarray(maskAt, maskAt + maxRows)
  const halves = new Uint16Array(memory.buffer)
  const cells = new Uint32Array(memory.buffer, cellsAt, maxCells)
  let size = 0

  const place = (column: Uint8Array | Uint16Array, lo: number, at: number): void => {
    if (column instanceof Uint8Array) bytes.set(column.subarray(lo, lo + size), at)
    else halves.set(column.subarray(lo, lo + size), at / 2)
  }

  return {
    markAll: (rows) => {
      size = rows
      mask.fill(1, 0, rows)
      // Loops go on to a multiple of sixteen rows: those behind the last are never marked.
      mask.fill(0, rows, Math.min(maxRows, (rows + 15) & ~15))
    },
    keep: (column, lo, { only, table }) => {
      place(column, lo, columnAt)
      const isNarrow = column instanceof Uint8Array
      if (only >= 0) (isNarrow ? loops.equal8 : loops.equal16)(columnAt, only, maskAt, size)
      else {
        bytes.set(table, tableAt)
        ;(isNarrow ? loops.table8 : loops.table16)(columnAt, tableAt, maskAt, size)
      }
    },
    without: (except, lo) => {
      place(except, lo, columnAt)
      loops.without(columnAt, maskAt, size)
    },
    rows: () => {
      const count = loops.collect(maskAt, size, rowsAt)
      return halves.subarray(rowsAt / 2, rowsAt / 2 + count)
    },
    count: () => loops.count(maskAt, size),
    tally: (column, lo, places) => {
      place(column, lo, columnAt)
      cells.fill(0, 0, places)
      ;(column instanceof Uint8Array ? loops.tally8 : loops.tally16)(columnAt, maskAt, size, cellsAt)
      return cells.subarray(0, places)
    },
    tallyPairs: (first, second, lo, places, width) => {
      place(first, lo, columnAt)
      place(second, lo, secondAt)
      cells.fill(0, 0, places)
      loops.tallyPairs8(columnAt, secondAt, width, maskAt, size, cellsAt)
      return cells.subarray(0, places)
    },
  }
}
