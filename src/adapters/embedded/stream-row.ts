import type Database from 'better-sqlite3'
import type { StreamLimits } from './stream-metadata.js'

/** A stream as its row says it. */
export interface StreamRow {
  readonly id: number
  readonly name: string
  /** -1 where it has metadata but has never had an event. */
  readonly lastRevision: number
  readonly tombstoned: boolean
  readonly limits: StreamLimits
}

export interface RawStreamRow {
  readonly id: number
  readonly name: string
  readonly last_revision: number
  readonly tombstoned: number
  readonly truncate_before: number
  readonly max_count: number | null
  readonly max_age_seconds: number | null
}

export const toStreamRow = (raw: RawStreamRow): StreamRow => ({
  id: raw.id,
  name: raw.name,
  lastRevision: raw.last_revision,
  tombstoned: raw.tombstoned === 1,
  limits: {
    ...(raw.truncate_before === 0 ? {} : { truncateBefore: raw.truncate_before }),
    ...(raw.max_count === null ? {} : { maxCount: raw.max_count }),
    ...(raw.max_age_seconds === null ? {} : { maxAgeSeconds: raw.max_age_seconds }),
  },
})

export const findStream = (db: Database.Database): ((name: string) => StreamRow | undefined) => {
  const byName = db.prepare<[string], RawStreamRow>('SELECT * FROM streams WHERE name = ?')
  return (name) => {
    const raw = byName.get(name)
    return raw && toStreamRow(raw)
  }
}
