import type { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Snapshot } from '../../ports/snapshot-store.js'
import { makePrivateFile } from './data-folder.js'
import { checkSchema, upgradeSchema } from './database-schema.js'
import type { DatabaseSchema } from './database-schema.js'

const createSnapshots = (db: Database.Database): void => {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshots (
      stream TEXT NOT NULL,
      version INTEGER NOT NULL,
      effective_at INTEGER NOT NULL,
      occurred_at INTEGER NOT NULL,
      recorded_at INTEGER NOT NULL,
      digest BLOB NOT NULL,
      state TEXT NOT NULL,
      PRIMARY KEY (stream, version)
    ) STRICT;
  `)
}

/** snapshots.db. The application id is "AnnS". */
export const snapshotSchema: DatabaseSchema = {
  name: 'snapshot store',
  applicationId: 0x416e6e53,
  steps: [createSnapshots],
}

/**
 * Sees to it that there is a sound snapshots.db of this log: one that is missing, damaged, of another layout or of another log is made anew, since all that is
 * in it can be made again from the log.
 */
export const makeSnapshotFile = (file: string, logId: string): void => {
  try {
    prepareFile(file, logId)
  } catch {
    removeSnapshotFile(file)
    prepareFile(file, logId)
  }
}

export const removeSnapshotFile = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
}

const prepareFile = (file: string, logId: string): void => {
  makePrivateFile(file)
  const db = openSnapshotsForWriting(file)
  try {
    if (checkSchema(db, snapshotSchema) === 0) {
      upgradeSchema(db, snapshotSchema)
      db.prepare(`INSERT INTO meta (key, value) VALUES ('log_id', ?)`).run(logId)
    }
    const owner = db.prepare(`SELECT value FROM meta WHERE key = 'log_id'`).pluck().get()
    if (owner !== logId) throw new Error(`${file} belongs to another log`)
  } finally {
    db.close()
  }
}

/** NORMAL: a power loss may take the newest snapshots, it does not damage the file. */
export const openSnapshotsForWriting = (file: string): Database.Database => {
  const db = new Database(file, { timeout: 1_000 })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  return db
}

/** Writes snapshots in one transaction; one that is there already is replaced. */
export const snapshotInserts = (db: Database.Database): ((snapshots: readonly Snapshot[]) => void) => {
  const insert = db.prepare<[string, number, number, number, number, Buffer, string]>(
    `INSERT OR REPLACE INTO snapshots (stream, version, effective_at, occurred_at, recorded_at, digest, state)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  return db.transaction((snapshots: readonly Snapshot[]) => {
    for (const snapshot of snapshots) {
      const { stream, version, effectiveAt, occurredAt, recordedAt, state } = snapshot
      insert.run(stream, version, effectiveAt, occurredAt, recordedAt, snapshotDigest(snapshot), state)
    }
  })
}

export interface SnapshotRow {
  readonly stream: string
  readonly version: number
  readonly effective_at: number
  readonly occurred_at: number
  readonly recorded_at: number
  readonly digest: Buffer
  readonly state: string
}

/** The snapshot of a row; undefined where its digest is wrong. */
export const toSnapshot = (row: SnapshotRow): Snapshot | undefined => {
  const { stream, version, effective_at: effectiveAt, occurred_at: occurredAt, recorded_at: recordedAt, state } = row
  const snapshot = { stream, version, effectiveAt, occurredAt, recordedAt, state }
  return snapshotDigest(snapshot).equals(row.digest) ? snapshot : undefined
}

// A JSON array ends itself, so that what follows it cannot be taken for a part of it.
const snapshotDigest = ({ stream, version, effectiveAt, occurredAt, recordedAt, state }: Snapshot): Buffer =>
  hash('sha256', `${JSON.stringify([stream, version, effectiveAt, occurredAt, recordedAt])}${state}`, 'buffer')
