import type Database from 'better-sqlite3'
import { everythingCut } from './stream-metadata.js'
import type { StreamLimits } from './stream-metadata.js'
import { findStream } from './stream-row.js'

/** What the writer knows of a stream; changed in place while a batch is written. */
export interface StreamState {
  /** 0 until something is written for it. */
  id: number
  /** Whether it has a row. */
  stored: boolean
  readonly name: string
  lastRevision: number
  tombstoned: boolean
  limits: StreamLimits
  changed: boolean
}

export const isSoftDeleted = (state: StreamState): boolean => state.limits.truncateBefore === everythingCut

export interface StreamStates {
  /** The stream's state, from the cache or from its row; one that is not there yet has the id 0 and the last revision -1. */
  readonly find: (name: string) => StreamState
  /** To be called before the state is changed. */
  readonly touch: (state: StreamState) => void
  /** Writes the rows of all states touched since, within the caller's transaction. */
  readonly flush: () => void
  /** Keeps the cache within its bound; between two batches. */
  readonly trim: () => void
}

const cachedStreamsMax = 20_000

export const createStreamStates = (db: Database.Database): StreamStates => {
  const stored = findStream(db)
  const insert = db.prepare<[number, string, number, number, number, number | null, number | null]>(
    `INSERT INTO streams (id, name, last_revision, tombstoned, truncate_before, max_count, max_age_seconds)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare<[number, number, number, number | null, number | null, number]>(
    'UPDATE streams SET last_revision = ?, tombstoned = ?, truncate_before = ?, max_count = ?, max_age_seconds = ? WHERE id = ?',
  )
  let lastId = db.prepare<[], number | null>('SELECT max(id) FROM streams').pluck().get() ?? 0
  const states = new Map<string, StreamState>()
  const changed: StreamState[] = []

  const load = (name: string): StreamState => {
    const row = stored(name)
    return row === undefined
      ? { id: 0, stored: false, name, lastRevision: -1, tombstoned: false, limits: {}, changed: false }
      : { ...row, stored: true, changed: false }
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
      if (state.id === 0) {
        lastId += 1
        state.id = lastId
        state.stored = false
      }
    },
    flush: () => {
      for (const state of changed) {
        const { truncateBefore = 0, maxCount = null, maxAgeSeconds = null } = state.limits
        const tombstoned = state.tombstoned ? 1 : 0
        if (state.stored) update.run(state.lastRevision, tombstoned, truncateBefore, maxCount, maxAgeSeconds, state.id)
        else insert.run(state.id, state.name, state.lastRevision, tombstoned, truncateBefore, maxCount, maxAgeSeconds)
        state.stored = true
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
