import type Database from 'better-sqlite3'
import type { EventLogReader } from '../../ports/event-log.js'
import { dataFiles } from './data-folder.js'
import { createLogReader } from './log-reader.js'
import { openLogForReading } from './log-schema.js'

export interface EmbeddedReaderOptions {
  readonly dataDir: string
  /** Registers a listener that is called after something was appended, where somebody can tell; without it, polling tells. */
  readonly wake?: (listener: () => void) => () => void
  /** How often a follower looks whether another connection has committed; 250 ms by default. */
  readonly pollMs?: number
  /** ms since the epoch, for `$maxAge`. */
  readonly now?: () => number
}

export type EmbeddedReader = EventLogReader & { readonly close: () => void }

/**
 * Reads a log from another thread or another process, whether its owner runs or not.
 * @throws Error where there is no log, or one of another schema version.
 */
export const openEmbeddedReader = (options: EmbeddedReaderOptions): EmbeddedReader => {
  const db = openLogForReading(dataFiles(options.dataDir).log)
  const poller = createPoller(db, options.pollMs ?? 250)
  const onNews = (listener: () => void): (() => void) => {
    const endWake = options.wake?.(listener)
    const endPoll = poller.listen(listener)
    return () => {
      endWake?.()
      endPoll()
    }
  }
  return {
    ...createLogReader({ db, now: options.now ?? Date.now, onNews }),
    close: () => {
      db.close()
      poller.ringAll()
    },
  }
}

/** Tells its listeners when `PRAGMA data_version` has changed: another connection has committed. Runs only while there are listeners. */
const createPoller = (db: Database.Database, pollMs: number) => {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let seen: unknown
  const version = (): unknown => (db.open ? db.pragma('data_version', { simple: true }) : undefined)
  const ringAll = (): void => {
    for (const listener of listeners) listener()
  }
  const poll = (): void => {
    try {
      const present = version()
      if (present === seen) return
      seen = present
    } catch {
      // A timer has nobody to throw to: those who wait read, and find out whether anything is wrong.
    }
    ringAll()
  }
  return {
    ringAll,
    listen: (listener: () => void): (() => void) => {
      if (timer === undefined) {
        seen = version()
        timer = setInterval(poll, pollMs)
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
