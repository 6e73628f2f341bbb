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
    reload: () => {
      const known = new Map(segments.map((segment) => [segment.id, segment]))
      segments = ids.all().map(([id, hasDeleted]) => {
        const segment = known.get(id)
        return segment !== undefined && hasDeleted === 0 ? segment : load(id)
      })
    },
  }
}
