import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { makePrivateFile } from './data-folder.js'
import { checkSchema, requireSchema, upgradeSchema } from './database-schema.js'
import type { DatabaseSchema } from './database-schema.js'
import { unchangedIdsTable } from './unchanged-ids.js'

/**
 * Version 1. `truncate_before`, `max_count` and `max_age_seconds` repeat what the last event of `$$name` says, so that a read needs one row;
 * a `truncate_before` of 2^53-1 means that the stream is deleted softly. A stream's last revision is not kept with it: the index on
 * events answers that as quickly, and a row less is written for each event. A stream that has metadata has a row even before its first event.
 */
const createLog = (db: Database.Database): void => {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE streams (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      tombstoned INTEGER NOT NULL,
      truncate_before INTEGER NOT NULL,
      max_count INTEGER,
      max_age_seconds INTEGER
    ) STRICT;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      stream_id INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      id BLOB NOT NULL,
      type TEXT NOT NULL,
      is_json INTEGER NOT NULL,
      created INTEGER NOT NULL,
      digest BLOB NOT NULL,
      metadata BLOB NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_by_stream ON events (stream_id, revision);
    CREATE INDEX events_by_id ON events (id);
    ${unchangedIdsTable}
  `)
  db.prepare(`INSERT INTO meta (key, value) VALUES ('log_id', ?)`).run(randomUUID())
}

/** log.db. The application id is "AnnL". */
export const logSchema: DatabaseSchema = { name: 'event log', applicationId: 0x416e6e4c, steps: [createLog] }

const walPagesBeforeCheckpoint = 4_000
const walBytesKept = 64 * 1024 * 1024

/**
 * The write handle of a log, made where there is none and upgraded where it is older.
 * `synchronous` is set and read back: an existing WAL database otherwise opens as NORMAL, and a power loss would take acknowledged commits.
 * @throws Error where the file is not a log, is newer, or cannot be made durable.
 */
export const openLogForWriting = (file: string, schema: DatabaseSchema = logSchema): Database.Database => {
  makePrivateFile(file)
  const db = new Database(file, { timeout: 1_000 })
  try {
    checkSchema(db, schema)
    if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
      throw new Error(`${file} cannot be used in WAL mode`)
    db.pragma('synchronous = FULL')
    if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error(`${file} cannot be made synchronous`)
    // macOS only, where fsync does not reach the platter; elsewhere it changes nothing.
    db.pragma('fullfsync = ON')
    db.pragma(`wal_autocheckpoint = ${walPagesBeforeCheckpoint}`)
    db.pragma(`journal_size_limit = ${walBytesKept}`)
    upgradeSchema(db, schema)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A read-only handle, beside the writer or without one. @throws Error where there is no log of exactly this schema. */
export const openLogForReading = (file: string): Database.Database => {
  if (!existsSync(file)) throw new Error(`${file} does not exist: there is no log yet`)
  const db = new Database(file, { readonly: true, timeout: 1_000 })
  try {
    requireSchema(db, logSchema)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

export const readLogId = (db: Database.Database): string =>
  db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'log_id'`).pluck().get() ?? ''
