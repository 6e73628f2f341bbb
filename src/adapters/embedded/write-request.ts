import { Buffer } from 'node:buffer'
import type { AppendError, ExpectedRevision, NewEvent, StreamAppend } from '../../ports/event-log.js'
import type { RememberedId } from '../../ports/unchanged-memory.js'
import { tombstoneEventType } from '../../ports/reserved-names.js'
import { idToBytes, lengthOfRecord, recordBytes, sourceOf, streamOf, writeRecord } from './event-record.js'
import type { RecordSource } from './event-record.js'

/** What the writer is asked to do; each is answered on its own. */
export type WriteRequest =
  | { readonly kind: 'append'; readonly appends: readonly StreamAppend[] }
  | { readonly kind: 'tombstone'; readonly stream: string; readonly expected: ExpectedRevision; readonly id: string }
  | { readonly kind: 'remember'; readonly entry: RememberedId }

/** The same as the writer sees it: events as records (see event-record.ts). */
export type UnpackedRequest =
  | {
      readonly kind: 'append' | 'tombstone'
      readonly streams: readonly UnpackedStream[]
      readonly events: number
      readonly bytes: number
    }
  | { readonly kind: 'remember'; readonly entry: RememberedId; readonly events: number; readonly bytes: number }

export interface UnpackedStream {
  readonly stream: string
  readonly expected: ExpectedRevision
  readonly source: RecordSource
  /** Where in the source its records begin; at least one. */
  readonly offsets: readonly number[]
}

/** The place that each stream got, in the order of the request (empty for `remember`), or why nothing was stored. */
export type WriteAnswer = Stored | AppendError
export interface Stored {
  readonly _tag: 'Stored'
  readonly position: number
  readonly streams: readonly { readonly firstRevision: number; readonly lastRevision: number }[]
}

// A packed request: kind (1 byte), number of streams (2), then for each stream its expected revision (a double), the number of its events (4) and
// the records; or for `remember` the length (4) and JSON. One buffer moves between the threads without a copy, where a clone of each event is slow.
const kinds = ['append', 'tombstone', 'remember'] as const
const expectedCodes = { any: -1, none: -2, exists: -3 } as const
const requestHeader = 3
const streamHeader = 12

export const packRequests = (requests: readonly WriteRequest[]): ArrayBuffer => {
  const bodies = requests.map(bodyOf)
  let bytes = 0
  for (const body of bodies) bytes += packedBytes(body)
  const packed = new ArrayBuffer(bytes)
  const target = Buffer.from(packed)
  let at = 0
  for (const body of bodies) at = packBody(target, at, body)
  return packed
}

/** Reads what `packRequests` made; the records stay where they are in it. */
export function* unpackRequests(packed: ArrayBuffer): Generator<UnpackedRequest> {
  const source = sourceOf(Buffer.from(packed))
  const { bytes, view } = source
  let at = 0
  while (at < bytes.byteLength) {
    const from = at
    const kind = kinds[view.getUint8(at)] ?? 'append'
    const count = view.getUint16(at + 1)
    at += requestHeader
    if (kind === 'remember') {
      const end = at + 4 + view.getUint32(at)
      const entry = JSON.parse(bytes.toString('utf8', at + 4, end)) as RememberedId
      at = end
      yield { kind, entry, events: 1, bytes: at - from }
      continue
    }
    const streams: UnpackedStream[] = []
    let events = 0
    for (let index = 0; index < count; index += 1) {
      const expected = decodeExpected(view.getFloat64(at))
      const stream = streamOf(source, at + streamHeader)
      const offsets: number[] = []
      const records = view.getUint32(at + 8)
      at += streamHeader
      for (let each = 0; each < records; each += 1) {
        offsets.push(at)
        at += lengthOfRecord(source, at)
      }
      events += records
      streams.push({ stream, expected, source, offsets })
    }
    yield { kind, streams, events, bytes: at - from }
  }
}

type Body =
  { readonly kind: 0 | 1; readonly appends: readonly StreamAppend[] } | { readonly kind: 2; readonly json: string }

const bodyOf = (request: WriteRequest): Body => {
  switch (request.kind) {
    case 'append':
      return { kind: 0, appends: request.appends }
    case 'tombstone':
      return {
        kind: 1,
        appends: [{ stream: request.stream, expected: request.expected, events: [tombstone(request.id)] }],
      }
    case 'remember':
      return { kind: 2, json: JSON.stringify(request.entry) }
  }
}

const nothing = new Uint8Array(0)
const tombstone = (id: string): NewEvent => ({
  id,
  type: tombstoneEventType,
  isJson: false,
  data: nothing,
  metadata: nothing,
})

const packedBytes = (body: Body): number => {
  if (body.kind === 2) return requestHeader + 4 + Buffer.byteLength(body.json)
  let bytes = requestHeader
  for (const { stream, events } of body.appends) {
    bytes += streamHeader
    for (const event of events) bytes += recordBytes(stream, event)
  }
  return bytes
}

const packBody = (target: Buffer, start: number, body: Body): number => {
  let at = target.writeUInt8(body.kind, start)
  at = target.writeUInt16BE(body.kind === 2 ? 0 : body.appends.length, at)
  if (body.kind === 2) {
    const bytes = target.write(body.json, at + 4)
    target.writeUInt32BE(bytes, at)
    return at + 4 + bytes
  }
  for (const { stream, expected, events } of body.appends) {
    at = target.writeDoubleBE(typeof expected === 'number' ? expected : expectedCodes[expected], at)
    at = target.writeUInt32BE(events.length, at)
    for (const { id, type, isJson, data, metadata } of events)
      at = writeRecord(target, at, { stream, type, isJson, id: idToBytes(id), data, metadata })
  }
  return at
}

const decodeExpected = (code: number): ExpectedRevision => {
  if (code >= 0) return code
  return code === expectedCodes.any ? 'any' : code === expectedCodes.none ? 'none' : 'exists'
}
