import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { RecordedEvent } from '../../ports/event-log.js'
import { isMetadataStream, metadataStreamOf, tombstoneEventType } from '../../ports/reserved-names.js'
import { dataFiles } from './data-folder.js'
import { eventColumns, toRecorded } from './event-row.js'
import type { EventRow } from './event-row.js'
import { openLogForReading } from './log-schema.js'
import { parseMetadata } from './stream-metadata.js'
import { findLastRevision, findStream, toStreamRow } from './stream-row.js'
import type { RawStreamRow, StreamRow } from './stream-row.js'

/** Something in the log that is not as it must be. */
export interface LogBreach {
  readonly kind: 'digest' | 'revision' | 'position' | 'created' | 'stream' | 'metadata' | 'orphan' | 'file'
  /** Empty where it is not known. */
  readonly stream: string
  /** -1 where it is about no single event. */
  readonly revision: number
  readonly position: number
  readonly detail: string
}

/** One stream with its events in order. An event whose row does not match its digest is left out; `breaches` names it. */
export interface StreamWalk {
  readonly stream: string
  readonly lastRevision: number
  readonly tombstoned: boolean
  readonly events: () => Generator<RecordedEvent, void, undefined>
}

export interface LogCheck {
  /** Of the last event that is looked at; -1 where there is none. */
  readonly position: number
  /** Walks everything once: the file's structure, then stream by stream. */
  readonly breaches: () => Generator<LogBreach, void, undefined>
  readonly eachStream: () => Generator<StreamWalk, void, undefined>
  readonly close: () => void
}

const rowsAtOnce = 256

/**
 * Reads the whole log as it is at the moment of the call, for `annals check`; its owner may go on writing. Memory is bounded by 256 events.
 * While it is open the owner's WAL grows, since this snapshot is kept.
 * @throws Error where there is no log, or one of another schema version.
 */
export const openLogCheck = (options: { readonly dataDir: string }): LogCheck => {
  const db = openLogForReading(dataFiles(options.dataDir).log)
  db.exec('BEGIN')
  // The snapshot is taken by the first read.
  const position = db.prepare<[], number | null>('SELECT max(position) FROM events').pluck().get() ?? -1
  const streams = walkStreams(db)
  const lastRevisionOf = findLastRevision(db)
  const rows = walkRows(db)
  const find = findStream(db)
  return {
    position,
    breaches: function* () {
      try {
        yield* structureBreaches(db)
        yield* orphanBreaches(db)
        yield* gapBreaches(db)
        for (const row of streams()) {
          yield* streamBreaches(row, rows(row.id))
          if (isMetadataStream(row.name)) continue
          const described = find(metadataStreamOf(row.name))
          yield* metadataBreaches(row, described && [...rows(described.id, lastRevisionOf(described.id))])
        }
      } catch (error) {
        const detail = `the walk ended here: ${error instanceof Error ? error.message : String(error)}`
        yield { kind: 'file', stream: '', revision: -1, position: -1, detail }
      }
    },
    eachStream: function* () {
      for (const row of streams()) {
        const { name: stream, tombstoned } = row
        const lastRevision = lastRevisionOf(row.id)
        const events = function* () {
          for (const raw of rows(row.id)) {
            const read = toRecorded(raw)
            if (E.isRight(read)) yield read.right
          }
        }
        yield { stream, lastRevision, tombstoned, events }
      }
    },
    close: () => {
      db.close()
    },
  }
}

/** All streams by id. They and the events are read a piece at a time, so that no statement stays open between two of them. */
const walkStreams = (db: Database.Database) => {
  const some = db.prepare<[number, number], RawStreamRow>('SELECT * FROM streams WHERE id > ? ORDER BY id LIMIT ?')
  return function* (): Generator<StreamRow, void, undefined> {
    for (let after = 0; ;) {
      const piece = some.all(after, rowsAtOnce)
      for (const raw of piece) yield toStreamRow(raw)
      const last = piece.at(-1)
      if (last === undefined) return
      after = last.id
    }
  }
}

const walkRows = (db: Database.Database) => {
  const some = db
    .prepare<[number, number, number], EventRow>(
      `SELECT ${eventColumns} FROM events e JOIN streams s ON s.id = e.stream_id
       WHERE e.stream_id = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
    )
    .raw(true)
  return function* (streamId: number, fromRevision = 0): Generator<EventRow, void, undefined> {
    for (let from = fromRevision; ;) {
      const piece = some.all(streamId, from, rowsAtOnce)
      yield* piece
      const last = piece.at(-1)
      if (last === undefined) return
      from = last[2] + 1
    }
  }
}

function* structureBreaches(db: Database.Database): Generator<LogBreach> {
  const findings = db.pragma('integrity_check') as readonly { readonly integrity_check: string }[]
  for (const { integrity_check: finding } of findings)
    if (finding !== 'ok') yield { kind: 'file', stream: '', revision: -1, position: -1, detail: finding }
}

function* orphanBreaches(db: Database.Database): Generator<LogBreach> {
  const orphans = db.prepare<[], { position: number; revision: number; stream_id: number }>(
    'SELECT position, revision, stream_id FROM events WHERE stream_id NOT IN (SELECT id FROM streams) ORDER BY position',
  )
  for (const { position, revision, stream_id: id } of orphans.all())
    yield { kind: 'orphan', stream: '', revision, position, detail: `its stream ${id} is not known` }
}

/** The embedded log gives its positions without a gap: one that is missing was taken out. */
function* gapBreaches(db: Database.Database): Generator<LogBreach> {
  const gaps = db.prepare<[], { position: number; before: number }>(
    `SELECT position, before FROM (SELECT position, lag(position, 1, -1) OVER (ORDER BY position) AS before FROM events)
     WHERE position <> before + 1`,
  )
  for (const { position, before } of gaps.all())
    yield {
      kind: 'position',
      stream: '',
      revision: -1,
      position,
      detail: `${position - before - 1} events are missing before it`,
    }
}

function* streamBreaches(row: StreamRow, rows: Iterable<EventRow>): Generator<LogBreach> {
  let expected = 0
  let lastPosition = -1
  let lastCreated = 0
  let lastType = ''
  for (const raw of rows) {
    const [position, stream, revision, , type, , created] = raw
    const breach = (kind: LogBreach['kind'], detail: string): LogBreach => ({
      kind,
      stream,
      revision,
      position,
      detail,
    })
    if (E.isLeft(toRecorded(raw))) yield breach('digest', 'the row does not match its digest')
    if (revision !== expected) yield breach('revision', `revision ${expected} is missing before it`)
    if (position <= lastPosition)
      yield breach('position', `its position is not behind ${lastPosition}, that of the event before it`)
    if (created < lastCreated) yield breach('created', 'it was stored earlier than the event before it')
    expected = revision + 1
    lastPosition = position
    lastCreated = created
    lastType = type
  }
  const ofStream = (detail: string): LogBreach => ({
    kind: 'stream',
    stream: row.name,
    revision: -1,
    position: -1,
    detail,
  })
  if (row.tombstoned !== (lastType === tombstoneEventType))
    yield ofStream(row.tombstoned ? 'it is noted as ended and is not' : 'it is ended and not noted as such')
}

/** Whether the limits noted with a stream are those of its metadata. */
function* metadataBreaches(row: StreamRow, newest: readonly EventRow[] | undefined): Generator<LogBreach> {
  const event = newest?.at(-1)
  const { metadata: _, ...says } = event === undefined ? { metadata: {} } : parseMetadata(event[9])
  const { limits } = row
  if (
    limits.truncateBefore === (says.truncateBefore === 0 ? undefined : says.truncateBefore) &&
    limits.maxCount === says.maxCount &&
    limits.maxAgeSeconds === says.maxAgeSeconds
  )
    return
  const detail = `what is noted of its metadata is not what ${metadataStreamOf(row.name)} says`
  yield { kind: 'metadata', stream: row.name, revision: -1, position: event?.[0] ?? -1, detail }
}
