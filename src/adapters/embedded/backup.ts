import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { dataFiles, makePrivateFile } from './data-folder.js'
import { requireSchema } from './database-schema.js'
import { logSchema, openLogForReading } from './log-schema.js'

export interface Backup {
  readonly events: number
  /** Of the last event in it; -1 when it has none. */
  readonly position: number
  readonly bytes: number
}

export type BackupError =
  { readonly _tag: 'FileExists'; readonly file: string } | { readonly _tag: 'BackupFailed'; readonly reason: string }

/**
 * Copies the log as it is at one moment, while its owner may go on writing. The file appears under its name only when it is whole, checked and durable,
 * and takes the place of no other. To restore it, put it into an empty data folder as log.db.
 *
 * It blocks the calling thread for as long as it takes.
 */
export const backupLog =
  (options: { readonly dataDir: string; readonly file: string }): TaskEither<BackupError, Backup> =>
  () => {
    const file = resolve(options.file)
    if (existsSync(file)) return Promise.resolve(E.left({ _tag: 'FileExists', file }))
    const aside = join(dirname(file), `.${basename(file)}.${randomUUID()}`)
    try {
      copyLog(dataFiles(options.dataDir).log, aside)
      const backup = inspect(aside)
      sync(aside)
      putInPlace(aside, file)
      sync(dirname(file))
      return Promise.resolve(E.right(backup))
    } catch (error) {
      if (isExists(error)) return Promise.resolve(E.left({ _tag: 'FileExists', file }))
      const reason = error instanceof Error ? error.message : String(error)
      return Promise.resolve(E.left({ _tag: 'BackupFailed', reason }))
    } finally {
      rmSync(aside, { force: true })
    }
  }

const copyLog = (log: string, aside: string): void => {
  const db = openLogForReading(log)
  try {
    makePrivateFile(aside)
    // One statement, one read transaction: SQLite writes the copy from a single snapshot.
    db.prepare('VACUUM INTO ?').run(aside)
  } finally {
    db.close()
  }
}

const inspect = (aside: string): Backup => {
  const db = new Database(aside, { readonly: true })
  try {
    requireSchema(db, logSchema)
    const integrity: unknown = db.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') throw new Error(`the copy is damaged: ${String(integrity)}`)
    const { events, position } = db
      .prepare<[], { events: number; position: number }>(
        'SELECT count(*) AS events, ifnull(max(position), -1) AS position FROM events',
      )
      .get() ?? { events: 0, position: -1 }
    return { events, position, bytes: statSync(aside).size }
  } finally {
    db.close()
  }
}

/** Gives the copy its name, unless something has that name by now. */
const putInPlace = (aside: string, file: string): void => {
  try {
    linkSync(aside, file)
  } catch (error) {
    // FAT and some network file systems have no hard links.
    if (isExists(error) || existsSync(file)) throw error
    renameSync(aside, file)
  }
}

const sync = (path: string): void => {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const isExists = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'
