import { codedFields, termFields, termText } from './fields.js'
import type { SegmentRows } from './segment-format.js'
import type { SegmentStore } from './segment-store.js'

/** A row of `feed_tail`: position, occurredAt, the codes by `codedFields`, subjectId, affects, transactionId, paths. */
export type TailRow = readonly (number | string | null)[]

const firstCode = 2
const firstTerm = firstCode + codedFields.length

export const tailTime = (row: TailRow): number => row[1] as number
export const tailCode = (row: TailRow, field: number): number => row[firstCode + field] as number
export const tailTerms = (row: TailRow, field: number): readonly string[] => {
  const cell = row[firstTerm + field] as string | null
  if (cell === null) return []
  return termFields[field] === 'path' ? (JSON.parse(cell) as readonly string[]) : [cell]
}

/** Makes one segment of these rows, at most as many as a segment holds. */
export const sealRows = (
  store: SegmentStore,
  rows: readonly TailRow[],
  tenantOf: (code: number) => string,
): { readonly medianTime: number } => {
  const sorted = [...rows].sort((a, b) => tailTime(a) - tailTime(b) || (a[0] as number) - (b[0] as number))
  const segment = store.create(columnsOfTail(sorted))
  for (const field of termFields.keys()) {
    const lists = new Map<string, number[]>()
    for (const [at, row] of sorted.entries()) {
      for (const value of tailTerms(row, field)) {
        const text = termText(tenantOf(tailCode(row, 0)), value)
        const list = lists.get(text)
        if (list === undefined) lists.set(text, [at])
        else list.push(at)
      }
    }
    const terms = Array.from(lists, ([text, list]) => ({ term: Buffer.from(text), rows: list }))
    terms.sort((a, b) => Buffer.compare(a.term, b.term))
    for (const term of terms) segment.add(field, term)
  }
  segment.finish()
  return { medianTime: tailTime(sorted[sorted.length >> 1] as TailRow) }
}

const columnsOfTail = (sorted: readonly TailRow[]): SegmentRows => ({
  times: Float64Array.from(sorted, tailTime),
  positions: Float64Array.from(sorted, (row) => row[0] as number),
  codes: codedFields.map((_, field) => Uint32Array.from(sorted, (row) => tailCode(row, field))),
})
