import type { Output } from './environment.js'
import type { Column } from './table.js'
import { naturalWidth } from './table.js'

const narrowest = 8
const widest = 60
const blocks = ' ▏▎▍▌▋▊▉█'

/** The columns and a last one with a bar for each row's count; the largest takes what the terminal has left, 8 to 60 characters. */
export const withBars = <Row extends { readonly count: number }>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  output: Pick<Output, 'columns'>,
): readonly Column<Row>[] => {
  const left = columns.reduce((width, column) => width - naturalWidth(column, rows), output.columns ?? 80)
  const barWidth = Math.max(narrowest, Math.min(widest, left))
  const most = rows.reduce((largest, { count }) => Math.max(largest, count), 1)
  return [...columns, { title: '', value: ({ count }) => bar(count, most, barWidth), minWidth: barWidth }]
}

/** In eighths of a character; what is not nothing has at least one. */
export const bar = (count: number, most: number, barWidth: number): string => {
  const eighths = count === 0 ? 0 : Math.max(1, Math.round((count / most) * barWidth * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (eighths % 8 === 0 ? '' : (blocks[eighths % 8] ?? ''))
}
