import type { Buffer } from 'node:buffer'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Direction, ReadError, RecordedEvent, StreamMetadata, StreamSlice } from '../../ports/event-log.js'
import { describedStream, isMetadataStream, metadataStreamOf } from '../../ports/reserved-names.js'
import { idToBytes } from './event-record.js'
import { bytesOf, eventColumns, toRecorded } from './event-row.js'
import type { EventRow } from './event-row.js'
import { parseMetadata } from './stream-metadata.js'
import { firstReadable } from './stream-window.js'
import { findLastRevision, findStream } from './stream-row.js'
import type { StreamRow } from './stream-row.js'

export const pageBytesMax = 8 * 1024 * 1024
const foundByIdMax = 32

type Read<A> = E.Either<ReadError, A>

/** The reads of EventLogReader over one read-only handle: synchronous, each digest checked. They throw what SQLite throws. */
export interface LogReads {
  readonly stream: (
    stream: string,
    direction: Direction,
    fromRevision: number | undefined,
    limit: number,
  ) => Read<StreamSlice>
  readonly all: (
    direction: Direction,
    fromPosition: number | undefined,
    limit: number,
  ) => Read<readonly RecordedEvent[]>
  readonly positions: (positions: readonly number[]) => Read<readonly RecordedEvent[]>
  readonly byId: (id: string) => Read<readonly RecordedEvent[]>
  readonly metadata: (stream: string) => Read<StreamMetadata>
  readonly head: () => number
}

export const createLogReads = (db: Database.Database, now: () => number): LogReads => {
  // `LIMIT +?`: SQLite looks at the value of a bare `LIMIT ?` and therefore compiles the statement anew for every run, which takes longer than the read.
  const from = `SELECT ${eventColumns} FROM events e JOIN streams s ON s.id = e.stream_id WHERE`
  const allForwards = db
    .prepare<[number, number], EventRow>(`${from} e.position >= ? ORDER BY e.position LIMIT +?`)
    .raw(true)
  const allBackwards = db
    .prepare<[number, number], EventRow>(`${from} e.position <= ? ORDER BY e.position DESC LIMIT +?`)
    .raw(true)
  const byRevision = 'e.stream_id = ? AND e.revision BETWEEN ? AND ? ORDER BY e.revision'
  const streamForwards = db
    .prepare<[number, number, number, number], EventRow>(`${from} ${byRevision} LIMIT +?`)
    .raw(true)
  const streamBackwards = db
    .prepare<[number, number, number, number], EventRow>(`${from} ${byRevision} DESC LIMIT +?`)
    .raw(true)
  const atPosition = db.prepare<[number], EventRow>(`${from} e.position = ?`).raw(true)
  const withId = db.prepare<[Buffer, number], EventRow>(`${from} e.id = ? ORDER BY e.position LIMIT +?`).raw(true)
  const holdsId = db.prepare<[Buffer], number>('SELECT 1 FROM events WHERE id = ?').pluck()
  const createdAt = db
    .prepare<[number, number], number>('SELECT created FROM events WHERE stream_id = ? AND revision = ?')
    .pluck()
  const lastPosition = db.prepare<[], number | null>('SELECT max(position) FROM events').pluck()
  const streamRow = findStream(db)
  const lastRevisionOf = findLastRevision(db)

  const tombstoned = (stream: string, row: StreamRow | undefined): string | undefined => {
    if (row?.tombstoned === true) return stream
    const described = isMetadataStream(stream) ? describedStream(stream) : undefined
    return described !== undefined && streamRow(described)?.tombstoned === true ? described : undefined
  }

  const slice = (row: StreamRow, direction: Direction, start: number | undefined, limit: number): Read<StreamSlice> => {
    const lastRevision = lastRevisionOf(row.id)
    const firstRevision = firstReadable(row, lastRevision, now(), (revision) => createdAt.get(row.id, revision))
    const low = direction === 'forwards' ? Math.max(start ?? 0, firstRevision) : firstRevision
    const high = direction === 'forwards' ? lastRevision : Math.min(start ?? lastRevision, lastRevision)
    const statement = direction === 'forwards' ? streamForwards : streamBackwards
    return E.map((events: readonly RecordedEvent[]): StreamSlice => ({ events, lastRevision, firstRevision }))(
      page(statement.iterate(row.id, low, high, limit)),
    )
  }

  return {
    stream: (stream, direction, fromRevision, limit) => {
      const row = streamRow(stream)
      const ended = tombstoned(stream, row)
      if (ended !== undefined) return E.left({ _tag: 'StreamTombstoned', stream: ended })
      if (row === undefined) return E.right({ events: [], lastRevision: -1, firstRevision: 0 })
      return slice(row, direction, fromRevision, limit)
    },
    all: (direction, fromPosition, limit) =>
      direction === 'forwards'
        ? page(allForwards.iterate(fromPosition ?? 0, limit))
        : page(allBackwards.iterate(fromPosition ?? Number.MAX_SAFE_INTEGER, limit)),
    positions: (positions) => {
      const events: RecordedEvent[] = []
      for (const position of positions) {
        const row = atPosition.get(position)
        const read = row && toRecorded(row)
        if (read === undefined) continue
        if (E.isLeft(read)) return read
        events.push(read.right)
      }
      return E.right(events)
    },
    byId: (id) => {
      const bytes = idToBytes(id)
      // Before every append it is asked for an id that is not there yet: one probe of the index, without an iterator.
      return holdsId.get(bytes) === undefined ? nothing : page(withId.iterate(bytes, foundByIdMax))
    },
    metadata: (stream) => {
      const name = metadataStreamOf(stream)
      const row = streamRow(name)
      const isTombstoned = streamRow(stream)?.tombstoned === true
      if (row === undefined) return E.right({ revision: -1, metadata: {}, tombstoned: isTombstoned })
      const newest = page(streamBackwards.iterate(row.id, 0, Number.MAX_SAFE_INTEGER, 1))
      return E.map((events: readonly RecordedEvent[]): StreamMetadata => {
        const [event] = events
        if (event === undefined) return { revision: -1, metadata: {}, tombstoned: isTombstoned }
        return { revision: event.revision, ...parseMetadata(event.data), tombstoned: isTombstoned }
      })(newest)
    },
    head: () => lastPosition.get() ?? -1,
  }
}

const nothing: Read<readonly RecordedEvent[]> = E.right([])

/** Up to about 8 MiB, and at least one where there is one. */
const page = (rows: Iterable<EventRow>): Read<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = []
  let bytes = 0
  for (const row of rows) {
    const read = toRecorded(row)
    if (E.isLeft(read)) return read
    events.push(read.right)
    bytes += bytesOf(read.right)
    if (bytes >= pageBytesMax) break
  }
  return E.right(events)
}
