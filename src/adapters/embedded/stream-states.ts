import type Database from 'better-sqlite3'
import { everythingCut } from './stream-metadata.js'
import type { StreamLimits } from './stream-metadata.js'
import { findLastRevision, findStream } from './stream-row.js'

/** What the writer knows of a stream; changed in place while a batch is written. */
export interface StreamState {
  /** 0 until something is written for it. */
  id: number
  readonly name: string
  lastRevision: number
  tombstoned: boolean
  limits: StreamLimits
  /** Its row is missing or says something else. */
  changed: boolean
}

export const isSoftDeleted = (state: StreamState): boolean => state.limits.truncateBefore === everythingCut

export interface StreamStates {
  /** The stream's state, from the cache or from its row; one that is not there yet has the id 0 and the last revision -1. */
  readonly find: (name: string) => StreamState
  /** To be called when the stream gets its first event or metadata, and when what its row says is changed. */
  readonly touch: (state: StreamState) => void
  /** Writes the rows of all states touched since, within the caller's transaction. */
  readonly flush: () => void
  /** Keeps the cache within its bound; between two batches. */
  readonly trim: () => void
}

const cachedStreamsMax = 20_000

export const createStreamStates = (db: Database.Database): StreamStates => {
  const storedRow = findStream(db)
  const storedRevision = findLastRevision(db)
  const upsert = db.prepare<[number, string, number, number, number | null, number | null]>(
    `INSERT INTO streams (id, name, tombstoned, truncate_before, max_count, max_age_seconds) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET tombstoned = excluded.tombstoned, truncate_before = excluded.truncate_before,
       max_count = excluded.max_count, max_age_seconds = excluded.max_age_seconds`,
  )
  let lastId = db.prepare<[], number | null>('SELECT max(id) FROM streams').pluck().get() ?? 0
  const states = new Map<string, StreamState>()
  const changed: StreamState[] = []

  const load = (name: string): StreamState => {
    const row = storedRow(name)
    return row === undefined
      ? { id: 0, name, lastRevision: -1, tombstoned: false, limits: {}, changed: false }
      : { ...row, lastRevision: storedRevision(row.id), changed: false }
  }

  return {
    find: (name) => {
      const known = states.get(name)
      if (known !== undefined) return known
      const state = load(name)
      states.set(name, state)
      return state
    },
    touch: (state) => {
      if (state.changed) return
      state.changed = true
      changed.push(state)
      if (state.id > 0) return
      lastId += 1
      state.id = lastId
    },
    flush: () => {
      for (const state of changed) {
        const { truncateBefore = 0, maxCount = null, maxAgeSeconds = null } = state.limits
        upsert.run(state.id, state.name, state.tombstoned ? 1 : 0, truncateBefore, maxCount, maxAgeSeconds)
        state.changed = false
      }
      changed.length = 0
    },
    trim: () => {
      for (const name of states.keys()) {
        if (states.size <= cachedStreamsMax) return
        states.delete(name)
      }
    },
  }
}
