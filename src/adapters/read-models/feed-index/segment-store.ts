import type { Database } from 'better-sqlite3'
import { makeBloom, termHash } from './bloom.js'
import type { TermHash } from './bloom.js'
import { termFields } from './fields.js'
import { columnsOf, packHeader, packRows, unpackHeader } from './segment-format.js'
import type { SegmentColumns, SegmentHeader, SegmentRows } from './segment-format.js'
import { blockCursor, termPacker } from './term-block.js'
import type { TermRows } from './term-block.js'

/** A segment that is being written: its lists come field by field, the terms of each in the order of their bytes. */
export interface NewSegment {
  readonly add: (field: number, terms: TermRows) => void
  readonly finish: () => void
}

/** One stored segment, whole. */
export interface StoredSegment {
  readonly id: number
  readonly header: SegmentHeader
  readonly columns: SegmentColumns
  /** One byte a row: 1 where it was deleted. */
  readonly deleted: Uint8Array | undefined
}

/** Segments in the file, within the writer's transactions. */
export interface SegmentStore {
  readonly create: (rows: SegmentRows) => NewSegment
  readonly read: (id: number) => StoredSegment
  /** Without its rows, which are some hundred times as large. */
  readonly header: (id: number) => SegmentHeader
  /** All terms of a field, in order. */
  readonly terms: (id: number, field: number) => Iterable<TermRows>
  readonly setDeleted: (id: number, deleted: Uint8Array) => void
  readonly remove: (id: number) => void
  readonly ranges: () => readonly SegmentRange[]
}

export interface SegmentRange {
  readonly id: number
  readonly events: number
  readonly minTime: number
  readonly maxTime: number
}

export const segmentStore = (db: Database): SegmentStore => {
  const insert = db.prepare<[number, number, number, Buffer, Buffer]>(
    'INSERT INTO feed_segments (events, minTime, maxTime, header, columns) VALUES (?, ?, ?, ?, ?)',
  )
  const complete = db.prepare<[Buffer, number]>('UPDATE feed_segments SET header = ? WHERE id = ?')
  const insertBlock = db.prepare<[number, number, Buffer, Buffer]>(
    'INSERT INTO feed_lists (segment, field, first, block) VALUES (?, ?, ?, ?)',
  )
  const select = db.prepare<[number], { header: Buffer; columns: Buffer; deleted: Buffer | null }>(
    'SELECT header, columns, deleted FROM feed_segments WHERE id = ?',
  )
  const selectHeader = db.prepare<[number], Buffer>('SELECT header FROM feed_segments WHERE id = ?').pluck()
  const blocks = db
    .prepare<[number, number], Buffer>('SELECT block FROM feed_lists WHERE segment = ? AND field = ? ORDER BY first')
    .pluck()
  const mark = db.prepare<[Buffer, number]>('UPDATE feed_segments SET deleted = ? WHERE id = ?')
  const removeSegment = db.prepare<[number]>('DELETE FROM feed_segments WHERE id = ?')
  const removeBlocks = db.prepare<[number]>('DELETE FROM feed_lists WHERE segment = ?')
  const ranges = db.prepare<[], SegmentRange>('SELECT id, events, minTime, maxTime FROM feed_segments ORDER BY id')

  const create = (rows: SegmentRows): NewSegment => {
    const { header, columns } = packRows(rows, [])
    const { lastInsertRowid } = insert.run(header.rows, header.minTime, header.maxTime, Buffer.alloc(0), columns)
    const id = Number(lastInsertRowid)
    const hashes = termFields.map((): TermHash[] => [])
    const packers = termFields.map((_, field) => termPacker((first, block) => insertBlock.run(id, field, first, block)))
    return {
      add: (field, terms) => {
        packers[field]?.add(terms)
        hashes[field]?.push(termHash(terms.term))
      },
      finish: () => {
        for (const packer of packers) packer.close()
        complete.run(packHeader({ ...header, blooms: hashes.map(makeBloom) }), id)
      },
    }
  }

  const read = (id: number): StoredSegment => {
    const row = select.get(id)
    if (row === undefined) throw new Error(`the feed index has no segment ${id}`)
    const header = unpackHeader(row.header)
    return { id, header, columns: columnsOf(header, aligned(row.columns)), deleted: row.deleted ?? undefined }
  }

  return {
    create,
    read,
    header: (id) => {
      const header = selectHeader.get(id)
      if (header === undefined) throw new Error(`the feed index has no segment ${id}`)
      return unpackHeader(header)
    },
    terms: function* (id, field) {
      for (const block of blocks.all(id, field)) {
        const cursor = blockCursor(block)
        while (cursor.next()) yield { term: cursor.term(), rows: cursor.rows() }
      }
    },
    setDeleted: (id, deleted) => {
      mark.run(Buffer.from(deleted), id)
    },
    remove: (id) => {
      removeBlocks.run(id)
      removeSegment.run(id)
    },
    ranges: () => ranges.all(),
  }
}

const aligned = (bytes: Buffer): Uint8Array => new Uint8Array(bytes)
