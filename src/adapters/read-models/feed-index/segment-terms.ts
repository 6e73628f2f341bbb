import type { Database } from 'better-sqlite3'
import type { Pattern } from '../../../ports/read-models.js'
import { prefixEnd } from '../queries/prefix-end.js'
import { mayHold, termHash } from './bloom.js'
import type { TermHash } from './bloom.js'
import { termText } from './fields.js'
import type { Segment } from './segments.js'
import { blockCursor } from './term-block.js'
import { stepsOf } from './work.js'
import type { Work } from './work.js'

/** A value of a term field that is looked for, or what such values begin with. */
export type TermPattern =
  | { readonly prefix: false; readonly term: Buffer; readonly hash: TermHash }
  /** From `term`, inclusive, to `end`, exclusive. */
  | { readonly prefix: true; readonly term: Buffer; readonly end: Buffer | undefined }

export const termPatterns = (tenant: string, patterns: readonly Pattern[]): readonly TermPattern[] =>
  patterns.map(({ value, prefix }): TermPattern => {
    const text = termText(tenant, value)
    const term = Buffer.from(text)
    if (!prefix) return { prefix, term, hash: termHash(term) }
    const end = prefixEnd(text)
    return { prefix, term, end: end === undefined ? undefined : Buffer.from(end) }
  })

/** The lists of rows by value, in the file. */
export interface SegmentTerms {
  /** The rows of a segment that have any of the values, ascending. */
  readonly rows: (segment: Segment, field: number, patterns: readonly TermPattern[], work: Work) => Uint16Array
  /** Calls back for each value in a range, in order, with its rows. */
  readonly each: (
    segment: Segment,
    field: number,
    range: { readonly term: Buffer; readonly end: Buffer | undefined },
    work: Work,
    onTerm: (term: Buffer, rows: () => Uint16Array) => void,
  ) => void
}

const none = new Uint16Array(0)

export const segmentTerms = (db: Database): SegmentTerms => {
  const blockOf = db
    .prepare<[number, number, Buffer], Buffer>(
      'SELECT block FROM feed_lists WHERE segment = ? AND field = ? AND first <= ? ORDER BY first DESC LIMIT 1',
    )
    .pluck()
  const blocksFrom = db
    .prepare<[number, number, number, number, Buffer], Buffer>(
      `SELECT block FROM feed_lists WHERE segment = ? AND field = ? AND first >= coalesce(
        (SELECT max(first) FROM feed_lists WHERE segment = ? AND field = ? AND first <= ?), x'') ORDER BY first`,
    )
    .pluck()

  const exact = (segment: Segment, field: number, term: Buffer, hash: TermHash, work: Work): Uint16Array => {
    if (!mayHold(segment.header.blooms[field] as Uint8Array, hash)) return none
    work.spend(stepsOf.block)
    const block = blockOf.get(segment.id, field, term)
    if (block === undefined) return none
    const cursor = blockCursor(block)
    while (cursor.next()) {
      const order = Buffer.compare(cursor.term(), term)
      if (order === 0) return cursor.rows()
      if (order > 0) return none
    }
    return none
  }

  const each: SegmentTerms['each'] = (segment, field, { term, end }, work, onTerm) => {
    for (const block of blocksFrom.iterate(segment.id, field, segment.id, field, term)) {
      work.spend(stepsOf.block)
      const cursor = blockCursor(block)
      while (cursor.next()) {
        work.spend(stepsOf.term)
        const found = cursor.term()
        if (end !== undefined && Buffer.compare(found, end) >= 0) return
        if (Buffer.compare(found, term) < 0) continue
        onTerm(found, () => cursor.rows())
      }
    }
  }

  const rows: SegmentTerms['rows'] = (segment, field, patterns, work) => {
    const lists: Uint16Array[] = []
    for (const pattern of patterns) {
      if (!pattern.prefix) {
        const list = exact(segment, field, pattern.term, pattern.hash, work)
        if (list.length > 0) lists.push(list)
        continue
      }
      each(segment, field, pattern, work, (_, list) => {
        lists.push(list())
      })
    }
    const [only = none] = lists
    return lists.length <= 1 ? only : united(lists, segment.header.rows)
  }

  return { rows, each }
}

const united = (lists: readonly Uint16Array[], rows: number): Uint16Array => {
  const marks = new Uint8Array(rows)
  for (const list of lists) for (const row of list) marks[row] = 1
  return markedRows(marks)
}

export const markedRows = (marks: Uint8Array): Uint16Array => {
  let count = 0
  for (const mark of marks) count += mark
  const rows = new Uint16Array(count)
  let at = 0
  for (let row = 0; at < count; row++) if (marks[row] === 1) rows[at++] = row
  return rows
}
