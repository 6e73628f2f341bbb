import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { makePrivateFile } from '../embedded/data-folder.js'
import type { DatabaseSchema } from '../embedded/database-schema.js'
import { checkSchema, upgradeSchema } from '../embedded/database-schema.js'

const createAnswers = (db: Database.Database): void => {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE answers (
      number INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      target TEXT NOT NULL,
      key TEXT NOT NULL,
      digest TEXT NOT NULL,
      text TEXT NOT NULL,
      position INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      remembered_at INTEGER NOT NULL,
      UNIQUE (tenant, target, key)
    ) STRICT;
    CREATE INDEX answers_by_age ON answers (remembered_at);
  `)
}

/** answers.db. The application id is "AnnA". */
const answerSchema: DatabaseSchema = { name: 'answer memory', applicationId: 0x416e6e41, steps: [createAnswers] }

export interface AnswerFileOptions {
  readonly file: string
  /** Answers of another log are thrown away. */
  readonly logId: string
  /** Where the log ends. Answers that speak of what is behind it are thrown away: the log was put back to an earlier time. */
  readonly logEnd: number
}

/** Sees to it that there is a sound answers.db of this log as it is now. One that is damaged or of another log is made anew. */
export const makeAnswerFile = (options: AnswerFileOptions): void => {
  try {
    prepareFile(options)
  } catch {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${options.file}${suffix}`, { force: true })
    prepareFile(options)
  }
}

const prepareFile = ({ file, logId, logEnd }: AnswerFileOptions): void => {
  makePrivateFile(file)
  const db = openAnswersForWriting(file)
  try {
    if (checkSchema(db, answerSchema) === 0) {
      upgradeSchema(db, answerSchema)
      db.prepare(`INSERT INTO meta (key, value) VALUES ('log_id', ?)`).run(logId)
    }
    const owner = db.prepare(`SELECT value FROM meta WHERE key = 'log_id'`).pluck().get()
    if (owner !== logId) throw new Error(`${file} belongs to another log`)
    db.prepare('DELETE FROM answers WHERE position > ?').run(logEnd)
  } finally {
    db.close()
  }
}

/** FULL: an answer that was given is on disk, and a refusal is not decided anew after a power loss. The requests of a batch share its fsync. */
export const openAnswersForWriting = (file: string): Database.Database => {
  const db = new Database(file, { timeout: 1_000 })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  return db
}
