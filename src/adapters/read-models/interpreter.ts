import Database from 'better-sqlite3'
import type { StoredEvent } from '../../domain/event.js'
import type { Projection } from '../../domain/projection.js'
import { decodeRecorded, storedEventJson, textOf } from '../../domain/stored-event.js'
import type { RecordedEvent } from '../../ports/event-log.js'
import type { KnownJson } from './cells.js'
import { indexWriter } from './feed-index/index-writer.js'
import type { IndexWriter } from './feed-index/index-writer.js'
import { fileWriter } from './read-model-file.js'
import { tableSchemas } from './table-schema.js'
import { tableWriter } from './table-writer.js'
import type { TableWriter } from './table-writer.js'

/** A projection in one file, and how far its rows are there. */
export interface Running {
  readonly projection: Projection
  /** -1 before the first event. */
  readonly position: number
}

export interface ProjectionFailure {
  readonly name: string
  readonly position: number
  readonly error: string
}

/** Applies events to the rows of all projections of one file. */
export interface Interpreter {
  /**
   * Applies events from index `from` on in one transaction, checkpoints included: at most `maxEvents` and, past 16 of them, for no longer than
   * `budgetMs`. `end` is the position that is reached with the last of `events`. A projection that fails is stopped before
   * the event it failed at; the others go on. Throws where the file cannot be written; nothing is applied then.
   * @returns the index of the first event not applied
   */
  readonly apply: (slice: Slice) => number
  /** The projections that have not failed. */
  readonly running: () => readonly Running[]
}

export interface Slice {
  readonly events: readonly RecordedEvent[]
  readonly from: number
  readonly end: number
  readonly maxEvents: number
  readonly budgetMs: number
}

/** `segmentRows`: how many events a segment of the feed index has, for tests. */
export const interpreter = (
  db: Database.Database,
  projections: readonly Running[],
  onFailure: (failure: ProjectionFailure) => void,
  segmentRows?: number,
): Interpreter => {
  const file = fileWriter(db)
  let entries = projections.map((running) => entryOf(db, running, segmentRows))

  const attempt = (slice: Slice): number => {
    const startedAt = performance.now()
    const stop = Math.min(slice.events.length, slice.from + slice.maxEvents)
    db.exec('BEGIN IMMEDIATE')
    let next = slice.from
    while (next < stop) {
      applyRecorded(slice.events[next] as RecordedEvent)
      next++
      if ((next - slice.from) % 16 === 0 && performance.now() - startedAt > slice.budgetMs) break
    }
    for (const entry of entries) flush(entry, undefined)
    const last = slice.events[next - 1]
    const reached = next < slice.events.length && last !== undefined ? last.position : slice.end
    for (const entry of entries) saveCheckpoint(entry, reached)
    if (last !== undefined) file.saveAnchor(last.position, last.id)
    db.exec('COMMIT')
    for (const entry of entries) advance(entry, reached)
    return next
  }

  const applyRecorded = (recorded: RecordedEvent): void => {
    const text = textOf(recorded.data)
    const decoded = decodeRecorded(recorded, text)
    if (decoded._tag === 'Foreign') return
    if (decoded._tag === 'Undecodable') {
      for (const entry of entries) if (takes(entry, recorded.position)) entry.undecodable++
      file.saveUndecodable(recorded.position, recorded.stream, decoded.reason)
      return
    }
    const { event, digest } = decoded
    const json: KnownJson = { value: event, text: storedEventJson(event, digest, text ?? '') }
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry
      if (takes(entry, recorded.position)) applyEvent(entry, event, recorded.position, json)
    }
  }

  const saveCheckpoint = (entry: Entry, reached: number): void => {
    const position = Math.max(entry.position, entry.failsAt === undefined ? reached : entry.failsAt - 1)
    file.saveCheckpoint(entry.projection.name, position, entry.undecodable, entry.error)
  }

  return {
    apply: (slice) => {
      for (;;) {
        try {
          const next = attempt(slice)
          const failed = entries.filter((entry) => entry.failsAt !== undefined)
          entries = entries.filter((entry) => entry.failsAt === undefined)
          for (const entry of failed) onFailure(failureOf(entry))
          return next
        } catch (error) {
          if (db.inTransaction) db.exec('ROLLBACK')
          for (const entry of entries) forget(entry)
          if (!(error instanceof ProjectionFault)) throw error
          blame(error)
        }
      }
    },
    running: () => entries,
  }
}

interface Entry {
  readonly projection: Projection
  readonly writers: ReadonlyMap<string, TableWriter>
  readonly allWriters: readonly TableWriter[]
  readonly index: IndexWriter | undefined
  position: number
  undecodable: number
  /** Writes after each event rather than at the end, to find the event whose rows cannot be written. */
  careful: boolean
  failsAt: number | undefined
  error: string | undefined
}

/** Ends a transaction that one projection has spoilt; the event is unknown where its rows were written with those of others. */
class ProjectionFault extends Error {
  readonly entry: Entry
  readonly at: number | undefined
  constructor(entry: Entry, at: number | undefined, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause))
    this.entry = entry
    this.at = at
  }
}

const entryOf = (db: Database.Database, { projection, position }: Running, segmentRows?: number): Entry => {
  const writers = new Map(tableSchemas(projection).map((schema) => [schema.table, tableWriter(db, schema)]))
  const allWriters = [...writers.values()]
  return {
    projection,
    writers,
    allWriters,
    index: projection.index === undefined ? undefined : indexWriter(db, segmentRows),
    position,
    undecodable: 0,
    careful: false,
    failsAt: undefined,
    error: undefined,
  }
}

const takes = (entry: Entry, position: number): boolean =>
  position > entry.position && (entry.failsAt === undefined || position < entry.failsAt)

const applyEvent = (entry: Entry, event: StoredEvent, at: number, json: KnownJson): void => {
  try {
    const operations: unknown = entry.projection.apply(event)
    if (!Array.isArray(operations)) throw new Error('apply must answer an array of row operations')
    for (const operation of operations as ReturnType<Projection['apply']>) {
      if (typeof operation !== 'object' || (operation as unknown) === null) throw new Error('an operation is no object')
      const writer = entry.writers.get(operation.table)
      if (writer === undefined) throw new Error(`it has no table "${operation.table}"`)
      writer.apply(event.tenant, operation, json)
    }
    entry.index?.add(event)
  } catch (error) {
    throw isFileError(error) ? error : new ProjectionFault(entry, at, error)
  }
  if (entry.careful) flush(entry, at)
}

const flush = (entry: Entry, at: number | undefined): void => {
  try {
    for (const writer of entry.allWriters) writer.flush()
    entry.index?.flush()
  } catch (error) {
    throw isFileError(error) ? error : new ProjectionFault(entry, at, error)
  }
}

const forget = (entry: Entry): void => {
  for (const writer of entry.allWriters) writer.clear()
  entry.index?.clear()
  entry.undecodable = 0
}

const advance = (entry: Entry, reached: number): void => {
  entry.position = Math.max(entry.position, reached)
  entry.undecodable = 0
  entry.careful = false
}

const blame = ({ entry, at, message }: ProjectionFault): void => {
  if (at === undefined) {
    entry.careful = true
  } else {
    entry.failsAt = at
    entry.error = `at position ${at}: ${message}`
  }
}

const failureOf = (entry: Entry): ProjectionFailure => ({
  name: entry.projection.name,
  position: (entry.failsAt ?? 0) - 1,
  error: entry.error ?? '',
})

/** Errors of the file rather than of the rows that a projection would write to it. */
const isFileError = (error: unknown): boolean =>
  error instanceof Database.SqliteError && !/^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(error.code)
