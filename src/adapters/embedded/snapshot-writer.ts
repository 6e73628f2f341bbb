import type Database from 'better-sqlite3'
import type { Snapshot } from '../../ports/snapshot-store.js'
import { openSnapshotsForWriting, snapshotInserts } from './snapshot-file.js'

export type ToSnapshotWriter = { readonly type: 'save'; readonly snapshot: Snapshot } | { readonly type: 'close' }
/** How many were taken off the queue, written or not; `damaged` when the file can no longer be used. */
export interface FromSnapshotWriter {
  readonly done: number
  readonly damaged: boolean
}

export const savedAtOnceMax = 64

/** Writes snapshots, and loses them rather than failing: they can be made again. */
export const createSnapshotWriter = (file: string) => {
  const db: Database.Database = openSnapshotsForWriting(file)
  const insert = snapshotInserts(db)
  return {
    write: (snapshots: readonly Snapshot[]): FromSnapshotWriter => {
      try {
        insert(snapshots)
        return { done: snapshots.length, damaged: false }
      } catch (error) {
        return { done: snapshots.length, damaged: isDamage(error) }
      }
    },
    close: (): void => {
      db.close()
    },
  }
}

/** Whether SQLite says that the file itself is broken (and not that a disk is full or a file locked). */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^SQLITE_(CORRUPT|NOTADB|ERROR|IOERR)/.test(error.code)
