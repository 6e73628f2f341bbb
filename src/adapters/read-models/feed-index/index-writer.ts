import type { Database } from 'better-sqlite3'
import type { StoredEvent } from '../../../domain/event.js'
import { rowBatch } from '../row-batch.js'
import type { Cell } from '../cells.js'
import { codedFields, indexedEvent, termFields } from './fields.js'
import { segmentRowsMax } from './index-schema.js'
import { lowerBound } from './lower-bound.js'
import { mergeSegments, overlapping } from './merge.js'
import { sealRows, tailTime } from './seal.js'
import type { TailRow } from './seal.js'
import { segmentStore } from './segment-store.js'
import { valueCodes } from './value-codes.js'

/** Writes the feed index within the transactions that its user holds. */
export interface IndexWriter {
  readonly add: (event: StoredEvent) => void
  /** Writes what waits, and makes segments of what has become enough for one. */
  readonly flush: () => void
  /** Forgets what waits and what it knows: the transaction was rolled back. */
  readonly clear: () => void
  /** Takes the events at these positions out, as far as they are there; returns how many were. */
  readonly remove: (positions: readonly number[]) => number
}

/** A tail whose events have more values of term fields than this becomes segments too, however few its events are: the memory it takes has a bound. */
const termsPerRowMax = 16

export const indexWriter = (db: Database, segmentRows = segmentRowsMax): IndexWriter => {
  const store = segmentStore(db)
  const codes = valueCodes(db)
  const width = 2 + codedFields.length + termFields.length
  const tail = rowBatch(db, width, (values) => `INSERT INTO feed_tail VALUES ${values}`)
  const allOfTail = db.prepare<[], TailRow>('SELECT * FROM feed_tail ORDER BY position').raw()
  const timesOfTail = db
    .prepare<[], readonly [number, number]>(
      `SELECT occurredAt, 3 + CASE WHEN paths IS NULL THEN 0 ELSE json_array_length(paths) END FROM feed_tail`,
    )
    .raw()
  const dropFromTail = db.prepare<[string]>('DELETE FROM feed_tail WHERE position IN (SELECT value FROM json_each(?))')
  const tenant = db.prepare<[number], string>('SELECT value FROM feed_values WHERE field = 0 AND code = ?').pluck()
  const readState = db.prepare<[], { readonly regularFrom: number | null }>('SELECT regularFrom FROM feed_state')
  const writeState = db.prepare<[number | null]>('UPDATE feed_state SET generation = generation + 1, regularFrom = ?')
  let counts: TailCounts | undefined

  /** An event from before the middle of the last segment waits for others like it, so that segments of new events do not reach back. */
  const isLate = (time: number, from: number | undefined): boolean => from !== undefined && time < from

  const countsOfTail = (): TailCounts => {
    if (counts !== undefined) return counts
    const from = readState.get()?.regularFrom ?? undefined
    counts = { from, regular: 0, late: 0, terms: 0 }
    for (const [time, terms] of timesOfTail.iterate()) count(counts, isLate(time, from), terms)
    return counts
  }

  const add = (event: StoredEvent): void => {
    const { position, occurredAt, coded, terms } = indexedEvent(event)
    const cells: Cell[] = [position, occurredAt]
    for (let field = 0; field < coded.length; field++) cells.push(codes.codeOf(field, coded[field]))
    const [subjectIds = [], affected = [], transactionIds = [], paths = []] = terms
    cells.push(subjectIds[0] ?? null, affected[0] ?? null, transactionIds[0] ?? null)
    cells.push(paths.length === 0 ? null : JSON.stringify(paths))
    const now = countsOfTail()
    count(now, isLate(occurredAt, now.from), 3 + paths.length)
    tail.add(cells)
  }

  const isFull = ({ regular, late, terms }: TailCounts): boolean =>
    regular >= segmentRows || late >= segmentRows || terms >= segmentRows * termsPerRowMax

  const seal = (present: TailCounts): void => {
    const rows = allOfTail.all()
    const { from } = present
    const crowded = present.terms >= segmentRows * termsPerRowMax
    const regular = rows.filter((row) => !isLate(tailTime(row), from))
    const late = rows.filter((row) => isLate(tailTime(row), from))
    late.sort((a, b) => tailTime(a) - tailTime(b))
    const tenantOf = (code: number): string => tenant.get(code) ?? ''
    let regularFrom = from
    for (const part of partsOf(regular, segmentRows, crowded)) {
      regularFrom = sealRows(store, part, tenantOf).medianTime
      drop(part)
    }
    for (const part of partsOf(late, segmentRows, crowded)) {
      sealRows(store, part, tenantOf)
      drop(part)
    }
    writeState.run(regularFrom ?? null)
    counts = undefined
  }

  const drop = (rows: readonly TailRow[]): void => {
    dropFromTail.run(JSON.stringify(rows.map(([position]) => position)))
  }

  const mergeWhereNeeded = (): void => {
    const ids = overlapping(store.ranges()).map(({ id }) => id)
    if (ids.length > 0) mergeSegments(store, ids, segmentRows)
  }

  const removeFromSegments = (asked: readonly number[]): number => {
    const positions = new Set(asked)
    const sorted = Float64Array.from(positions).sort()
    let removed = 0
    for (const { id } of store.ranges()) {
      const { minPosition, maxPosition } = store.header(id)
      const first = sorted[lowerBound(sorted, minPosition)]
      if (first === undefined || first > maxPosition) continue
      const { header, columns, deleted } = store.read(id)
      const marks = deleted === undefined ? new Uint8Array(header.rows) : Uint8Array.from(deleted)
      let here = 0
      for (let row = 0; row < header.rows; row++) {
        if (marks[row] === 1 || !positions.has(columns.positionBase + (columns.positions[row] as number))) continue
        marks[row] = 1
        here++
      }
      if (here === 0) continue
      removed += here
      const left = marks.reduce((sum, mark) => sum - mark, header.rows)
      if (left === 0) {
        store.remove(id)
        continue
      }
      store.setDeleted(id, marks)
      if (left < header.rows / 2) mergeSegments(store, [id], segmentRows)
    }
    return removed
  }

  return {
    add,
    flush: () => {
      tail.flush()
      const present = countsOfTail()
      if (!isFull(present)) return
      seal(present)
      mergeWhereNeeded()
    },
    clear: () => {
      tail.clear()
      codes.clear()
      counts = undefined
    },
    remove: (positions) => {
      tail.flush()
      const { changes } = dropFromTail.run(JSON.stringify(positions))
      const removed = changes + removeFromSegments(positions)
      if (removed > 0) writeState.run(readState.get()?.regularFrom ?? null)
      counts = undefined
      return removed
    },
  }
}

interface TailCounts {
  readonly from: number | undefined
  regular: number
  late: number
  terms: number
}

const count = (counts: TailCounts, late: boolean, terms: number): void => {
  if (late) counts.late++
  else counts.regular++
  counts.terms += terms
}

/** As many rows as make whole segments; in a crowded tail, all of them. */
const partsOf = <Row>(rows: readonly Row[], size: number, crowded: boolean): readonly (readonly Row[])[] => {
  const parts: (readonly Row[])[] = []
  for (let at = 0; at + size <= rows.length || (crowded && at < rows.length); at += size) {
    parts.push(rows.slice(at, at + size))
  }
  return parts
}
