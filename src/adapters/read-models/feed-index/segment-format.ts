import { deserialize, serialize } from 'node:v8'
import { codedFields } from './fields.js'

/** What is kept in memory of every segment: enough to pass over it. */
export interface SegmentHeader {
  readonly rows: number
  /** ms since the epoch, inclusive. */
  readonly minTime: number
  readonly maxTime: number
  readonly minPosition: number
  readonly maxPosition: number
  /** By `codedFields`: the codes that there are, ascending, and how many rows have each. */
  readonly fields: readonly FieldCodes[]
  /** By `termFields`. */
  readonly blooms: readonly Uint8Array[]
}

export interface FieldCodes {
  readonly codes: Uint32Array
  readonly counts: Uint32Array
}

/** A column's values are places in its field's `codes`: nothing where there is one, else 8 or 16 bits. */
export type Column = Uint8Array | Uint16Array | undefined

/** The rows of a segment, in the order of (time, position): views of one block of bytes. */
export interface SegmentColumns {
  /** Less `timeBase` (`positionBase`): in 32 bits where they fit, else as doubles. */
  readonly times: Uint32Array | Float64Array
  readonly timeBase: number
  readonly positions: Uint32Array | Float64Array
  readonly positionBase: number
  /** By `codedFields`. */
  readonly codes: readonly Column[]
}

export const packHeader = (header: SegmentHeader): Buffer => serialize(header)
export const unpackHeader = (bytes: Buffer): SegmentHeader => deserialize(bytes) as SegmentHeader

const alignment = 16
const range32 = 2 ** 32

interface Layout {
  readonly bytes: number
  readonly times: { readonly at: number; readonly wide: boolean }
  readonly positions: { readonly at: number; readonly wide: boolean }
  /** By `codedFields`; bytes a row: 0, 1 or 2. */
  readonly codes: readonly { readonly at: number; readonly width: number }[]
}

const layoutOf = (header: SegmentHeader): Layout => {
  let bytes = 0
  const take = (width: number): number => {
    const at = bytes
    bytes += Math.ceil((header.rows * width) / alignment) * alignment
    return at
  }
  const offsets = (least: number, most: number) => {
    const wide = most - least >= range32
    return { at: take(wide ? 8 : 4), wide }
  }
  const times = offsets(header.minTime, header.maxTime)
  const positions = offsets(header.minPosition, header.maxPosition)
  const codes = codedFields.map((_, field) => {
    const values = header.fields[field]?.codes.length ?? 0
    const width = values <= 1 ? 0 : values <= 256 ? 1 : 2
    return { at: take(width), width }
  })
  return { bytes, times, positions, codes }
}

export const columnBytes = (header: SegmentHeader): number => layoutOf(header).bytes

/** Views of `bytes`, which begin at a multiple of 16 in their buffer. */
export const columnsOf = (header: SegmentHeader, bytes: Uint8Array): SegmentColumns => {
  const layout = layoutOf(header)
  const { buffer, byteOffset } = bytes
  const offsets = ({ at, wide }: Layout['times']) =>
    wide
      ? new Float64Array(buffer, byteOffset + at, header.rows)
      : new Uint32Array(buffer, byteOffset + at, header.rows)
  return {
    times: offsets(layout.times),
    timeBase: layout.times.wide ? 0 : header.minTime,
    positions: offsets(layout.positions),
    positionBase: layout.positions.wide ? 0 : header.minPosition,
    codes: layout.codes.map(({ at, width }) => {
      if (width === 0) return undefined
      return width === 1
        ? new Uint8Array(buffer, byteOffset + at, header.rows)
        : new Uint16Array(buffer, byteOffset + at, header.rows)
    }),
  }
}

/** What a segment is made of, row by row in its order. */
export interface SegmentRows {
  readonly times: Float64Array
  readonly positions: Float64Array
  /** By `codedFields`: the code of each row. */
  readonly codes: readonly Uint32Array[]
}

export const packRows = (
  rows: SegmentRows,
  blooms: readonly Uint8Array[],
): { readonly header: SegmentHeader; readonly columns: Buffer } => {
  const fields = rows.codes.map(fieldCodes)
  const header: SegmentHeader = {
    rows: rows.times.length,
    minTime: rows.times[0] ?? 0,
    maxTime: rows.times.at(-1) ?? 0,
    minPosition: rows.positions.reduce((least, position) => Math.min(least, position), Infinity),
    maxPosition: rows.positions.reduce((most, position) => Math.max(most, position), -Infinity),
    fields,
    blooms,
  }
  const bytes = new Uint8Array(columnBytes(header))
  const columns = columnsOf(header, bytes)
  for (let row = 0; row < header.rows; row++) {
    columns.times[row] = (rows.times[row] as number) - columns.timeBase
    columns.positions[row] = (rows.positions[row] as number) - columns.positionBase
  }
  for (const [field, column] of columns.codes.entries()) {
    if (column === undefined) continue
    const place = new Map(Array.from(fields[field]?.codes ?? [], (code, i) => [code, i]))
    const codes = rows.codes[field] as Uint32Array
    for (let row = 0; row < header.rows; row++) column[row] = place.get(codes[row] as number) as number
  }
  return { header, columns: Buffer.from(bytes.buffer) }
}

const fieldCodes = (codes: Uint32Array): FieldCodes => {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  const sorted = Uint32Array.from(counts.keys()).sort()
  return { codes: sorted, counts: sorted.map((code) => counts.get(code) ?? 0) }
}

/** The place of a code in a field's codes; -1 where no row has it. */
export const placeOf = ({ codes }: FieldCodes, code: number): number => {
  let low = 0
  let high = codes.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = codes[middle] as number
    if (found === code) return middle
    if (found < code) low = middle + 1
    else high = middle - 1
  }
  return -1
}
