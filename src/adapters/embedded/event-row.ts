import type { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadError, RecordedEvent } from '../../ports/event-log.js'
import { digestOfStored, idToText } from './event-record.js'

/** One row of `events e` joined with `streams s`, in raw mode (an array is quicker than an object). */
export type EventRow = readonly [
  position: number,
  stream: string,
  revision: number,
  id: Buffer,
  type: string,
  isJson: number,
  created: number,
  digest: Buffer,
  metadata: Buffer,
  data: Buffer,
]

export const eventColumns =
  'e.position, s.name, e.revision, e.id, e.type, e.is_json, e.created, e.digest, e.metadata, e.data'

export type CorruptRow = Extract<ReadError, { readonly _tag: 'CorruptRow' }>

/** The event of a row whose digest is right. */
export const toRecorded = (row: EventRow): E.Either<CorruptRow, RecordedEvent> => {
  const [position, stream, revision, id, type, isJson, created, , metadata, data] = row
  return isWhole(row)
    ? E.right({ stream, revision, position, id: idToText(id), type, isJson: isJson === 1, data, metadata, created })
    : E.left({ _tag: 'CorruptRow', stream: typeof stream === 'string' ? stream : '', revision, position })
}

// The types above are those of a sound file; a damaged one can hold anything (no stream of that id, a digest of another length).
const isWhole = (row: EventRow): boolean => {
  const [position, stream, revision, id, type, isJson, created, digest, metadata, data] = row
  if (typeof stream !== 'string' || id.byteLength !== 16 || isJson >>> 1 !== 0) return false
  return digestOfStored({ stream, type, isJson: isJson === 1, id, data, metadata }, position, revision, created).equals(
    digest,
  )
}

/** What an event weighs in a page. */
export const bytesOf = (event: RecordedEvent): number => event.data.byteLength + event.metadata.byteLength
