import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { createBackoff } from './backoff.js'
import { recoverLog } from './log-recovery.js'
import { openLogForWriting, readLogId } from './log-schema.js'
import { createLogTransactions } from './log-transaction.js'
import type { LogTransactions } from './log-transaction.js'
import type { UnpackedRequest, WriteAnswer } from './write-request.js'
import type { OpenedLog } from './writer-link.js'

export interface LogCoreOptions {
  readonly file: string
  /** ms since the epoch. */
  readonly now: () => number
  /** Where it has been open before: it must be that log, with all that was acknowledged. */
  readonly known?: OpenedLog | undefined
  /** Is given every write handle as it is opened, reopened ones too: where tests inject faults (`PRAGMA max_page_count`, closing it). */
  readonly onOpen?: (db: Database.Database) => void
}

/** The one writer of a log, synchronous: on a worker thread in service, in-thread in tests. */
export interface LogCore {
  readonly logId: string
  /** Position of the last durable event; -1 when there is none. */
  readonly position: () => number
  /**
   * Writes a batch in one transaction and answers each request on its own: a refused one takes none of its neighbours with it. Returns once all
   * that is answered as stored is durable. When the transaction or its commit fails, every request is answered `LogUnavailable` and the handle is
   * closed; the next batch reopens it and makes sure of what it holds first, or is refused while that fails.
   */
  readonly commit: (batch: readonly UnpackedRequest[]) => readonly WriteAnswer[]
  /** Why nothing can be written now; undefined while all is well. */
  readonly trouble: () => string | undefined
  /** Checkpoints and closes. */
  readonly close: () => void
}

/** @throws Error where the log cannot be opened in the first place. */
export const openLogCore = (options: LogCoreOptions): LogCore => {
  const first = openHandle(options, options.known)
  const logId = readLogId(first.db)
  const backoff = createBackoff()
  let handle: Handle | undefined = first
  let position = first.transactions.position()
  let trouble: string | undefined

  const giveUp = (error: unknown): void => {
    trouble = error instanceof Error ? error.message : String(error)
    const failed = handle
    handle = undefined
    backoff.failed()
    if (failed !== undefined) closeQuietly(failed.db)
  }

  const commit = (batch: readonly UnpackedRequest[]): readonly WriteAnswer[] => {
    try {
      if (handle === undefined && backoff.due()) handle = openHandle(options, { logId, position })
      if (handle === undefined) return unavailable(batch, `the log is being recovered: ${trouble ?? ''}`)
      const answers = handle.transactions.commit(batch)
      position = handle.transactions.position()
      trouble = undefined
      backoff.succeeded()
      return answers
    } catch (error) {
      giveUp(error)
      return unavailable(batch, `the log could not be written: ${trouble ?? ''}`)
    }
  }

  return {
    logId,
    position: () => position,
    commit,
    trouble: () => trouble,
    close: () => {
      if (handle === undefined) return
      const { db } = handle
      handle = undefined
      trouble = 'the log is closed'
      try {
        if (db.open) db.pragma('wal_checkpoint(TRUNCATE)')
      } finally {
        db.close()
      }
    },
  }
}

interface Handle {
  readonly db: Database.Database
  readonly transactions: LogTransactions
}

const openHandle = (options: LogCoreOptions, known: OpenedLog | undefined): Handle => {
  // Opening would make an empty log where the file has been taken away, and appends would go on in that.
  if (known !== undefined && !existsSync(options.file)) throw new Error(`${options.file} is gone`)
  const db = openLogForWriting(options.file)
  try {
    recoverLog(db, known === undefined ? 'start' : 'after-failure')
    const transactions = createLogTransactions(db, options.now)
    if (known !== undefined && readLogId(db) !== known.logId) throw new Error(`${options.file} is another log now`)
    if (known !== undefined && transactions.position() < known.position)
      throw new Error(`${options.file} has lost events that were acknowledged, up to position ${known.position}`)
    options.onOpen?.(db)
    return { db, transactions }
  } catch (error) {
    closeQuietly(db)
    throw error
  }
}

const closeQuietly = (db: Database.Database): void => {
  try {
    db.close()
  } catch {
    // Its transaction is rolled back by the next one to open the file; the failure that led here is the one to tell.
  }
}

const unavailable = (batch: readonly UnpackedRequest[], reason: string): readonly WriteAnswer[] =>
  batch.map(() => ({ _tag: 'LogUnavailable', reason }))
