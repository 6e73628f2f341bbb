import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openLogForWriting } from '../../src/adapters/embedded/log-schema.js'
import { perSecond } from './measure.js'

type StoredRow = readonly (number | string | Buffer | null)[]

/** What a log holds, row by row: the bytes that a baseline inserts. */
export interface StoredRows {
  /** In the order of positions; position first, the stream's id second, metadata and data last. */
  readonly events: readonly StoredRow[]
  /** By id, which is the first column. */
  readonly streams: ReadonlyMap<number, StoredRow>
}

export const readStoredRows = (dataDir: string): StoredRows => {
  const db = new Database(join(dataDir, 'log.db'), { readonly: true })
  try {
    const streams = db.prepare<[], StoredRow>('SELECT * FROM streams').raw().all()
    return {
      events: db.prepare<[], StoredRow>('SELECT * FROM events ORDER BY position').raw().all(),
      streams: new Map(streams.map((row) => [Number(row[0]), row])),
    }
  } finally {
    db.close()
  }
}

/**
 * The baseline of everything that appends: a plain loop that inserts ready-made rows into a fresh file with the log's own tables, indexes and
 * pragmas (WAL, synchronous FULL), `batch` events a commit, and each stream's row with its first event. The file ends up with the same
 * rows. The loop validates, encodes, hashes and decides nothing. Answers events per second.
 */
export const bareInsert = (folder: string, rows: StoredRows, batch: number): number => {
  const db = openLogForWriting(join(folder, 'bare.db'))
  try {
    const insertEvent = db.prepare(insertInto('events', rows.events[0]))
    const insertStream = db.prepare(insertInto('streams', rows.streams.values().next().value))
    const seen = new Set<number>()
    const insertBatch = db.transaction((from: number) => {
      for (const row of rows.events.slice(from, from + batch)) {
        const stream = Number(row[1])
        if (!seen.has(stream)) insertStream.run(rows.streams.get(stream))
        seen.add(stream)
        insertEvent.run(row)
      }
    })
    const startedAt = performance.now()
    for (let from = 0; from < rows.events.length; from += batch) insertBatch.immediate(from)
    return perSecond(rows.events.length, performance.now() - startedAt)
  } finally {
    db.close()
  }
}

const insertInto = (table: string, row: StoredRow = []): string =>
  `INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`
