import type Database from 'better-sqlite3'
import type { StreamLimits } from './stream-metadata.js'

/** A stream as its row says it: it has had an event, or has metadata. */
export interface StreamRow {
  readonly id: number
  readonly name: string
  readonly tombstoned: boolean
  readonly limits: StreamLimits
}

export interface RawStreamRow {
  readonly id: number
  readonly name: string
  readonly tombstoned: number
  readonly truncate_before: number
  readonly max_count: number | null
  readonly max_age_seconds: number | null
}

export const toStreamRow = (raw: RawStreamRow): StreamRow => ({
  id: raw.id,
  name: raw.name,
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

/** The revision of a stream's last event; -1 where it has none. */
export const findLastRevision = (db: Database.Database): ((streamId: number) => number) => {
  const last = db.prepare<[number], number | null>('SELECT max(revision) FROM events WHERE stream_id = ?').pluck()
  return (streamId) => last.get(streamId) ?? -1
}
