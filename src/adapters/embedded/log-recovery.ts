import type Database from 'better-sqlite3'
import { toRecorded, eventColumns } from './event-row.js'
import type { EventRow } from './event-row.js'

const tailEvents = 512

/**
 * Makes sure that what the log holds is durable before anything is acknowledged on top of it.
 *
 * A failed fsync can leave pages of the WAL that the system believes written and that are not on disk. Checkpointing them into the database file and
 * emptying the WAL writes and syncs everything anew. After a failure that is insisted on, and the last events must be whole and without a gap; at a start, a
 * reader in another process may still be in the way of emptying it.
 * @throws Error where that cannot be had.
 */
export const recoverLog = (db: Database.Database, when: 'start' | 'after-failure'): void => {
  const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
  if (when === 'start') return
  if (result?.busy !== 0) throw new Error('a reader keeps the log from being made durable again')
  const rows = db
    .prepare<[number], EventRow>(
      `SELECT ${eventColumns} FROM events e LEFT JOIN streams s ON s.id = e.stream_id ORDER BY e.position DESC LIMIT ?`,
    )
    .raw(true)
    .all(tailEvents)
  for (const row of rows) {
    const read = toRecorded(row)
    if (read._tag === 'Left') throw new Error(`the event at position ${read.left.position} is damaged`)
  }
  const newest = rows[0]?.[0] ?? -1
  if (newest !== (rows.at(-1)?.[0] ?? -1) + Math.max(rows.length - 1, 0))
    throw new Error('an event is missing among the last ones')
}
