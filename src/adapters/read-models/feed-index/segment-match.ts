import type { Kernel, PlaceCheck } from './kernel/kernel.js'
import { lowerBound } from './lower-bound.js'
import { placeOf } from './segment-format.js'
import type { SegmentColumns, SegmentHeader } from './segment-format.js'
import type { CodedCondition, Question } from './question.js'
import type { Segment } from './segments.js'
import type { SegmentTerms } from './segment-terms.js'
import type { Work } from './work.js'

/** What rows of one segment meet a question. */
export interface SegmentMatch {
  /** All rows do. */
  readonly all: boolean
  /** Those that have wanted values of term fields, ascending; undefined where none are asked for. */
  readonly among: Uint16Array | undefined
  /** What the rows must have besides; what fewest rows have comes first. */
  readonly codes: readonly CodeCheck[]
  /** Rows with 1 do not. */
  readonly except: Uint8Array | undefined
}

/** What place in a field's codes a row must have, and how many rows of the segment do. */
export interface CodeCheck extends PlaceCheck {
  readonly field: number
  readonly rows: number
}

/** Where lists of rows are looked up. */
export interface Lookup {
  readonly terms: SegmentTerms
  readonly work: Work
}

/** Undefined where no row of the segment meets it. */
export const matchSegment = (question: Question, segment: Segment, lookup: Lookup): SegmentMatch | undefined => {
  const codes: CodeCheck[] = []
  for (const condition of question.coded) {
    const check = codeCheck(condition, segment.header)
    if (check === 'none') return undefined
    if (check !== 'all') codes.push(check)
  }
  codes.sort((a, b) => a.rows - b.rows)
  let among: Uint16Array | undefined
  for (const { field, anyOf } of question.terms) {
    if (anyOf === undefined) continue
    const rows = lookup.terms.rows(segment, field, anyOf.terms, lookup.work)
    among = among === undefined ? rows : common(among, rows, segment.header.rows)
    if (among.length === 0) return undefined
  }
  const except = exceptions(question, segment, lookup)
  return { all: codes.length === 0 && among === undefined && except === undefined, among, codes, except }
}

const codeCheck = ({ field, anyOf, noneOf }: CodedCondition, { fields }: SegmentHeader): CodeCheck | 'none' | 'all' => {
  const codes = fields[field]
  if (codes === undefined) return 'none'
  const table = new Uint8Array(codes.codes.length)
  let only = -1
  let met = 0
  const mark = (place: number): void => {
    if (place < 0 || table[place] === 1) return
    table[place] = 1
    only = place
    met++
  }
  if (anyOf === undefined) {
    table.fill(1)
    met = table.length
  } else if (anyOf.size <= table.length) {
    for (const code of anyOf) mark(placeOf(codes, code))
  } else {
    for (const [place, code] of codes.codes.entries()) if (anyOf.has(code)) mark(place)
  }
  for (const code of noneOf ?? []) {
    const place = placeOf(codes, code)
    if (place < 0 || table[place] === 0) continue
    table[place] = 0
    met--
  }
  if (met === 0) return 'none'
  if (met === table.length) return 'all'
  if (met === 1) only = table.indexOf(1)
  let rows = 0
  for (let place = 0; place < table.length; place++) if (table[place] === 1) rows += codes.counts[place] as number
  return { field, only: met === 1 ? only : -1, table, rows }
}

const common = (a: Uint16Array, b: Uint16Array, rows: number): Uint16Array => {
  const marks = new Uint8Array(rows)
  for (const row of a) marks[row] = 1
  return b.filter((row) => marks[row] === 1)
}

const exceptions = ({ terms: asked }: Question, segment: Segment, { terms, work }: Lookup): Uint8Array | undefined => {
  let except = segment.deleted
  for (const { field, noneOf } of asked) {
    if (noneOf === undefined) continue
    const rows = terms.rows(segment, field, noneOf.terms, work)
    if (rows.length === 0) continue
    if (except === undefined) except = new Uint8Array(segment.header.rows)
    else if (except === segment.deleted) except = Uint8Array.from(except)
    for (const row of rows) except[row] = 1
  }
  return except
}

/** So many rows are looked at together: a page is often full before all of a segment has been. */
const chunkRows = 4_096
/** Where fewer rows than this can match, all of a segment is looked at together. */
const fewRows = 512

/** Marks which rows from `lo` to `hi` match, at their places less `lo`; for a match that has no list of rows to be among. */
export const markRows = (kernel: Kernel, match: SegmentMatch, segment: Segment, lo: number, hi: number): void => {
  kernel.markAll(hi - lo)
  const { codes } = segment.columns()
  for (const check of match.codes) {
    const column = codes[check.field]
    if (column !== undefined) kernel.keep(column, lo, check)
  }
  if (match.except !== undefined) kernel.without(match.except, lo)
}

/** The rows from `lo` to `hi` that match, less `lo`, ascending; good until the kernel's next call. */
const rowsThatMatch = (kernel: Kernel, match: SegmentMatch, segment: Segment, lo: number, hi: number): Uint16Array => {
  const [first, ...rest] = match.codes
  const columns = segment.columns()
  const column = first === undefined ? undefined : columns.codes[first.field]
  if (first === undefined || column === undefined || rest.length === 0 || first.rows > segment.header.rows / 32) {
    markRows(kernel, match, segment, lo, hi)
    return kernel.rows()
  }
  // Few rows are left by the first check: the others are looked up for these alone.
  kernel.markAll(hi - lo)
  kernel.keep(column, lo, first)
  return kernel.rows().filter((row) => isMet(rest, columns, match.except, lo + row))
}

const isMet = (
  checks: readonly CodeCheck[],
  { codes }: SegmentColumns,
  except: Uint8Array | undefined,
  row: number,
): boolean => {
  for (const { field, table } of checks) {
    const column = codes[field]
    if (column !== undefined && table[column[row] as number] !== 1) return false
  }
  return except?.[row] !== 1
}

type Direction = 'asc' | 'desc'

/** Calls back for each matching row from `lo` to `hi`, in either direction, until it answers false. */
export const eachRow = (
  kernel: Kernel,
  match: SegmentMatch,
  segment: Segment,
  [lo, hi]: readonly [number, number],
  direction: Direction,
  onRow: (row: number) => boolean,
): void => {
  if (match.among !== undefined) {
    const columns = segment.columns()
    walk(within(match.among, lo, hi), direction, (row) => !isMet(match.codes, columns, match.except, row) || onRow(row))
    return
  }
  const step = (match.codes[0]?.rows ?? Infinity) < fewRows ? hi - lo : chunkRows
  for (let done = 0; done < hi - lo; done += step) {
    const from = direction === 'asc' ? lo + done : Math.max(lo, hi - done - step)
    const to = direction === 'asc' ? Math.min(hi, from + step) : hi - done
    if (!walk(rowsThatMatch(kernel, match, segment, from, to), direction, (row) => onRow(from + row))) return
  }
}

/** Whether it went on to the end. */
const walk = (rows: Uint16Array, direction: Direction, onRow: (row: number) => boolean): boolean => {
  for (let i = 0; i < rows.length; i++) {
    if (!onRow(rows[direction === 'asc' ? i : rows.length - 1 - i] as number)) return false
  }
  return true
}

/** Those rows of an ascending list that are from `lo` to `hi`. */
const within = (rows: Uint16Array, lo: number, hi: number): Uint16Array =>
  rows.subarray(lowerBound(rows, lo), lowerBound(rows, hi))

/** The rows from `lo` to `hi` that match, ascending, where `among` is what the match has for them. */
export const amongThatMatch = (
  match: SegmentMatch,
  among: Uint16Array,
  segment: Segment,
  lo: number,
  hi: number,
): Uint16Array => {
  const columns = segment.columns()
  return within(among, lo, hi).filter((row) => isMet(match.codes, columns, match.except, row))
}
