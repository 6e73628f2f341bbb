import type { Database } from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import { columnBytes, columnsOf, unpackHeader } from './segment-format.js'
import type { SegmentColumns, SegmentHeader } from './segment-format.js'

/** One segment as queries see it. */
export interface Segment {
  readonly id: number
  readonly header: SegmentHeader
  /** One byte a row: 1 where it was deleted. */
  readonly deleted: Uint8Array | undefined
  /** Read from the file where they are not in memory. */
  readonly columns: () => SegmentColumns
}

/** The segments of the file, their headers in memory and as many of their columns as may be. */
export interface Segments {
  readonly all: () => readonly Segment[]
  /** What all of them take in the file; undefined until it was asked often enough, since each time one segment is measured. */
  readonly bytes: () => number | undefined
  /** Reads one more segment's columns into memory, the newest first. @returns whether there was one that fits */
  readonly warm: () => boolean
  /** Takes in the segments that have come, and lets go of those that are gone. */
  readonly reload: () => void
}

export const openSegments = (db: Database, maxBytes: number): Segments => {
  const ids = db
    .prepare<[], readonly [number, number]>('SELECT id, deleted IS NOT NULL FROM feed_segments ORDER BY id')
    .raw()
  const select = db.prepare<[number], { header: Buffer; deleted: Buffer | null }>(
    'SELECT header, deleted FROM feed_segments WHERE id = ?',
  )
  const selectColumns = db.prepare<[number], Buffer>('SELECT columns FROM feed_segments WHERE id = ?').pluck()
  const cache = new LRUCache<number, SegmentColumns>({
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: ({ times }) => Math.max(1, times.buffer.byteLength),
  })
  const selectListBytes = db
    .prepare<[number], number | null>('SELECT sum(length(first) + length(block)) FROM feed_lists WHERE segment = ?')
    .pluck()
  /** By segment, which never changes. */
  const measured = new Map<number, number>()
  let segments: readonly Segment[] = []

  const columns = (id: number, header: SegmentHeader): SegmentColumns => {
    const known = cache.get(id)
    if (known !== undefined) return known
    const stored = selectColumns.get(id)
    if (stored === undefined) throw new Error(`the feed index has no segment ${id}`)
    const bytes = new Uint8Array(columnBytes(header))
    bytes.set(stored)
    const read = columnsOf(header, bytes)
    cache.set(id, read)
    return read
  }

  const load = (id: number): Segment => {
    const row = select.get(id)
    if (row === undefined) throw new Error(`the feed index has no segment ${id}`)
    const header = unpackHeader(row.header)
    return { id, header, deleted: row.deleted ?? undefined, columns: () => columns(id, header) }
  }

  return {
    all: () => segments,
    bytes: () => {
      const next = segments.find(({ id }) => !measured.has(id))
      if (next !== undefined) measured.set(next.id, columnBytes(next.header) + (selectListBytes.get(next.id) ?? 0))
      if (segments.some(({ id }) => !measured.has(id))) return undefined
      return segments.reduce((sum, { id }) => sum + (measured.get(id) ?? 0), 0)
    },
    warm: () => {
      const fits = (header: SegmentHeader) => cache.calculatedSize + columnBytes(header) <= maxBytes
      const next = segments.findLast(({ id, header }) => !cache.has(id) && fits(header))
      next?.columns()
      return next !== undefined
    },
    reload: () => {
      const known = new Map(segments.map((segment) => [segment.id, segment]))
      segments = ids.all().map(([id, hasDeleted]) => {
        const segment = known.get(id)
        return segment !== undefined && hasDeleted === 0 ? segment : load(id)
      })
      const present = new Set(segments.map(({ id }) => id))
      for (const id of measured.keys()) if (!present.has(id)) measured.delete(id)
      for (const id of [...cache.keys()]) if (!present.has(id)) cache.delete(id)
    },
  }
}
