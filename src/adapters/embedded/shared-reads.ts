import type Database from 'better-sqlite3'

/** Reads that come at the same moment, in one transaction. */
export interface SharedReads {
  /** Runs a read; it sees all that was durable when this moment began, and at least what had been answered. */
  readonly read: <A>(run: () => A) => A
  /** From here on reads see what is durable now: to be called before anybody hears of a commit. */
  readonly renew: () => void
}

/**
 * A read by itself locks and unlocks the file, which takes several times as long as a look into an index. When many emitters go on at the same
 * moment, each looks for its id; from the second of them on they share one transaction, which ends once all of them have had their turn. It
 * lasts for microseconds, so that the writer's checkpoints are not kept waiting.
 */
export const createSharedReads = (db: Database.Database): SharedReads => {
  const begin = db.prepare('BEGIN')
  const end = db.prepare('COMMIT')
  let moment: 'none' | 'begun' | 'sharing' = 'none'

  const renew = (): void => {
    const wasSharing = moment === 'sharing'
    moment = 'none'
    // It is over already where the handle is closed or a read failed badly.
    if (wasSharing && db.open && db.inTransaction) end.run()
  }

  return {
    read: (run) => {
      if (moment === 'none') {
        moment = 'begun'
        queueMicrotask(renew)
      } else if (moment === 'begun') {
        begin.run()
        moment = 'sharing'
      }
      return run()
    },
    renew,
  }
}
