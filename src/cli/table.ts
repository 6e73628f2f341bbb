import Table from 'cli-table3'
import type { Output } from './environment.js'
import { paint } from './color.js'
import { cut, safeText } from './safe-text.js'

export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => string
  readonly align?: 'right'
  /** Never made narrower than this many columns of the terminal (default 8); columns with more to give shrink first. */
  readonly minWidth?: number
}

const gap = 2
const widestCell = 200

/**
 * Rows as a table fitted to the terminal: values too wide for their column are cut with `…` (at 200 characters where the
 * output is no terminal). What acts on a terminal is escaped.
 */
export const formatTable = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  output: Pick<Output, 'columns' | 'color'>,
): string => {
  const cells = rows.map((row) => columns.map((column) => cellText(column, row)))
  const natural = columns.map((column, index) =>
    Math.max(column.title.length, ...cells.map((line) => width(line[index] ?? ''))),
  )
  const widths = fitWidths(
    natural,
    columns.map((column) => Math.max(column.minWidth ?? 8, column.title.length)),
    output.columns === undefined ? undefined : output.columns - gap * (columns.length - 1),
  )
  const table = new Table({
    head: columns.map((column, index) =>
      paint(output, 'bold', cut(column.title, widths[index] ?? column.title.length)),
    ),
    colWidths: [...widths],
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    truncate: '…',
  })
  for (const line of cells) table.push(line.map((cell, index) => cutToWidth(cell, widths[index] ?? widestCell)))
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

const cellText = <Row>(column: Column<Row>, row: Row): string => cut(safeText(column.value(row)), widestCell)

/** What a column takes where there is room, with the gap behind it. */
export const naturalWidth = <Row>(column: Column<Row>, rows: readonly Row[]): number =>
  rows.reduce((widest, row) => Math.max(widest, width(cellText(column, row))), column.title.length) + gap

/** Gives each column its natural width where all fit; otherwise takes from the widest first, down to each one's minimum. */
export const fitWidths = (
  natural: readonly number[],
  minimum: readonly number[],
  available: number | undefined,
): readonly number[] => {
  const widths = [...natural]
  const total = (): number => widths.reduce((sum, each) => sum + each, 0)
  while (available !== undefined && total() > available) {
    const widest = widths.reduce(
      (best, each, index) => (each > (minimum[index] ?? 0) && (best < 0 || each > (widths[best] ?? 0)) ? index : best),
      -1,
    )
    if (widest < 0) break
    widths[widest] = (widths[widest] ?? 1) - 1
  }
  return widths
}

/** Columns that a text takes on a terminal: wide East Asian characters and emoji take two, combining marks none. */
export const width = (text: string): number => {
  let columns = 0
  for (const character of text) columns += /\p{Mn}|\u200d/u.test(character) ? 0 : wide.test(character) ? 2 : 1
  return columns
}
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u

const cutToWidth = (text: string, available: number): string => {
  if (width(text) <= available) return text
  let columns = 0
  let kept = ''
  for (const character of text) {
    columns += width(character)
    if (columns > available - 1) break
    kept += character
  }
  return `${kept}…`
}

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(gap),
}
