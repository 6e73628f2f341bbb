import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'

/**
 * The bytes of one event: what is handed to the writer, and what the row's digest (SHA-256) is taken over. Every length stands before what it measures
 * and the order is fixed, so that no two events have the same bytes. Numbers are unsigned and big-endian.
 *
 * | offset | bytes | |
 * |---|---|---|
 * | 0 | 1 | layout: 1 |
 * | 1 | 1 | isJson: 0 or 1 |
 * | 2 | 8 | position (the writer fills in these three) |
 * | 10 | 8 | revision |
 * | 18 | 8 | created, ms since the epoch |
 * | 26 | 16 | id |
 * | 42 | 4 | length of the stream's name, UTF-8 |
 * | 46 | 4 | length of the type, UTF-8 |
 * | 50 | 4 | length of the data |
 * | 54 | 4 | length of the metadata |
 * | 58 | | name, type, data, metadata |
 */
const layout = 1
export const headerBytes = 58
const digestBytes = 32
const positionAt = 2
const revisionAt = 10
const createdAt = 18
const idAt = 26
const lengthsAt = 42

/** The parts of an event that its emitter gives; `id` as 16 bytes. */
export interface RecordParts {
  readonly stream: string
  readonly type: string
  readonly isJson: boolean
  readonly id: Uint8Array
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export const recordBytes = (parts: Omit<RecordParts, 'id' | 'isJson'>): number =>
  headerBytes +
  Buffer.byteLength(parts.stream) +
  Buffer.byteLength(parts.type) +
  parts.data.byteLength +
  parts.metadata.byteLength

/** Writes the record at `offset`, its place left at zero. @returns the offset behind it. */
export const writeRecord = (target: Buffer, offset: number, parts: RecordParts): number => {
  target[offset] = layout
  target[offset + 1] = parts.isJson ? 1 : 0
  target.fill(0, offset + positionAt, offset + idAt)
  target.set(parts.id, offset + idAt)
  let at = offset + headerBytes
  const nameBytes = target.write(parts.stream, at)
  at += nameBytes
  const typeBytes = target.write(parts.type, at)
  at += typeBytes
  target.set(parts.data, at)
  at += parts.data.byteLength
  target.set(parts.metadata, at)
  at += parts.metadata.byteLength
  target.writeUInt32BE(nameBytes, offset + lengthsAt)
  target.writeUInt32BE(typeBytes, offset + lengthsAt + 4)
  target.writeUInt32BE(parts.data.byteLength, offset + lengthsAt + 8)
  target.writeUInt32BE(parts.metadata.byteLength, offset + lengthsAt + 12)
  return at
}

/** A record of its own. */
export const makeRecord = (parts: RecordParts): Buffer => {
  const record = Buffer.allocUnsafe(recordBytes(parts))
  writeRecord(record, 0, parts)
  return record
}

export const placeRecord = (record: Buffer, position: number, revision: number, created: number): void => {
  writeUint64(record, positionAt, position)
  writeUint64(record, revisionAt, revision)
  writeUint64(record, createdAt, created)
}

/** The length of the record that begins at `offset`. */
export const lengthOfRecord = (source: Buffer, offset: number): number =>
  headerBytes +
  source.readUInt32BE(offset + lengthsAt) +
  source.readUInt32BE(offset + lengthsAt + 4) +
  source.readUInt32BE(offset + lengthsAt + 8) +
  source.readUInt32BE(offset + lengthsAt + 12)

export const streamOf = (record: Buffer): string =>
  record.toString('utf8', headerBytes, headerBytes + record.readUInt32BE(lengthsAt))

/** What a record holds; `id`, `data` and `metadata` are views into it. */
export const partsOf = (
  record: Buffer,
): { type: string; isJson: 0 | 1; id: Buffer; data: Buffer; metadata: Buffer } => {
  const typeAt = headerBytes + record.readUInt32BE(lengthsAt)
  const dataAt = typeAt + record.readUInt32BE(lengthsAt + 4)
  const metadataAt = dataAt + record.readUInt32BE(lengthsAt + 8)
  return {
    type: record.toString('utf8', typeAt, dataAt),
    isJson: record[1] === 1 ? 1 : 0,
    id: record.subarray(idAt, lengthsAt),
    data: record.subarray(dataAt, metadataAt),
    metadata: record.subarray(metadataAt),
  }
}

const digest = Buffer.allocUnsafe(digestBytes)

/** SHA-256 of a record, in bytes that the next call overwrites: a buffer of its own for each costs as much again as the hash. */
export const digestOf = (record: Buffer): Buffer => {
  digest.write(hash('sha256', record, 'hex'), 'hex')
  return digest
}

let scratch = Buffer.allocUnsafe(16_384)

/** The digest that a stored event must have, in bytes that the next call overwrites. */
export const digestOfStored = (parts: RecordParts, position: number, revision: number, created: number): Buffer => {
  const needed =
    headerBytes + (parts.stream.length + parts.type.length) * 3 + parts.data.byteLength + parts.metadata.byteLength
  // An event much larger than usual gets bytes of its own, so that one of them does not keep its room for ever.
  const target = needed <= scratch.byteLength ? scratch : Buffer.allocUnsafe(needed)
  if (needed > scratch.byteLength && needed <= 1_048_576) scratch = target
  const record = target.subarray(0, writeRecord(target, 0, parts))
  placeRecord(record, position, revision, created)
  return digestOf(record)
}

/** A UUID's 16 bytes (RFC 9562), from its text in either case. */
export const idToBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

/** A UUID's text in lower case. */
export const idToText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const writeUint64 = (target: Buffer, at: number, value: number): void => {
  target.writeUInt32BE(Math.floor(value / 0x1_0000_0000), at)
  target.writeUInt32BE(value % 0x1_0000_0000, at + 4)
}
