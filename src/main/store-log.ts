import { existsSync } from 'node:fs'
import { dataFiles } from '../adapters/embedded/data-folder.js'
import { openEmbeddedLog } from '../adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../adapters/embedded/embedded-reader.js'
import { idIndexFile } from '../adapters/eventstoredb/id-index.js'
import { invalidInput } from '../domain/errors.js'
import type { EventLogReader } from '../ports/event-log.js'
import type { CommitMetrics } from '../ports/metrics.js'
import type { OwnedLog } from '../ports/owned-log.js'
import { AnnalsFailure } from './annals-failure.js'

export interface StoreLogOptions {
  readonly dataDir: string
  /** A connection string of EventStoreDB; undefined for the log in the data folder. */
  readonly log: string | undefined
  /** Of the embedded log. */
  readonly thread: 'worker' | 'in-thread'
  readonly now: () => number
  readonly metrics: CommitMetrics
  readonly onWarning: (warning: string) => void
}

/**
 * Opens the log of a data folder for its owner. Rejects with an AnnalsFailure: `InvalidInput` (`log`) where the connection string cannot be used or the folder belongs
 * to another log, `Unavailable` where a folder meets its log for the first time and cannot reach it, or where the server refuses the credentials.
 */
export const openStoreLog = async (options: StoreLogOptions): Promise<OwnedLog> => {
  const { dataDir, log, now, onWarning } = options
  requireLogOf(dataDir, log)
  if (log === undefined) return openEmbeddedLog(options)
  // Loaded where it is wanted alone: it takes longer than the rest.
  const { openEventStoreDbLog } = await import('../adapters/eventstoredb/eventstoredb-log.js')
  return named(() => openEventStoreDbLog({ connectionString: log, dataDir, now, onWarning }))
}

export type StoreLogReader = EventLogReader & { readonly close: () => void }

/** Opens the log for reading, in another thread or another process than its owner's. Rejects as `openStoreLog`. */
export const openStoreLogReader = async (options: {
  readonly dataDir: string
  readonly log: string | undefined
  /** Registers a listener that is called after something was appended, where somebody can tell. */
  readonly wake?: (listener: () => void) => () => void
}): Promise<StoreLogReader> => {
  const { dataDir, log } = options
  requireLogOf(dataDir, log)
  if (log === undefined) return openEmbeddedReader(options)
  if (!existsSync(idIndexFile(dataDir)))
    throw new AnnalsFailure(invalidInput('dataDir', `${dataDir} has not been used with this log yet`))
  const { openEventStoreDbReader } = await import('../adapters/eventstoredb/eventstoredb-reader.js')
  return named(() => Promise.resolve(openEventStoreDbReader({ connectionString: log, dataDir })))
}

/** What is kept beside a log (ids, rows, snapshots) is made of that log alone. @throws AnnalsFailure where the folder was used with a log of the other kind. */
export const requireLogOf = (dataDir: string, log: string | undefined): void => {
  const refuse = (message: string): never => {
    throw new AnnalsFailure(invalidInput('log', message))
  }
  if (log !== undefined && existsSync(dataFiles(dataDir).log))
    refuse(`is another log than the one in ${dataDir}: a log on EventStoreDB needs a data folder of its own`)
  if (log === undefined && existsSync(idIndexFile(dataDir)))
    refuse(`is needed: ${dataDir} belongs to a log on EventStoreDB`)
}

/** The adapter's errors, told by what they are about. */
const named = async <A>(open: () => Promise<A>): Promise<A> => {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (error.name === 'ConnectionStringError' || error.name === 'AnotherLogError')
      throw new AnnalsFailure(invalidInput('log', error.message))
    throw new AnnalsFailure({ _tag: 'Unavailable', reason: error.message, retryAfterSeconds: 5 })
  }
}
