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

export const recordBytes = (stream: string, parts: Pick<RecordParts, 'type' | 'data' | 'metadata'>): number =>
  headerBytes +
  Buffer.byteLength(stream) +
  Buffer.byteLength(parts.type) +
  parts.data.byteLength +
  parts.metadata.byteLength

/** Writes the record at `offset`, its place left at zero. @returns the offset behind it. */
export const writeRecord = (target: Buffer, offset: number, parts: RecordParts): number => {
  target[offset] = layout
  target[offset + 1] = parts.isJson ? 1 : 0
  // Twenty-four bytes in a loop: `fill` takes longer to be called.
  for (let at = offset + positionAt; at < offset + idAt; at += 1) target[at] = 0
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

/** A record in bytes of its own, at offset 0. */
export const makeRecord = (parts: RecordParts): RecordSource => {
  const record = Buffer.allocUnsafe(recordBytes(parts.stream, parts))
  writeRecord(record, 0, parts)
  return sourceOf(record)
}

/** Bytes that hold records, and the same bytes as numbers. */
export interface RecordSource {
  readonly bytes: Buffer
  readonly view: DataView
}

export const sourceOf = (bytes: Buffer): RecordSource => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
})

export const placeRecord = (
  { view }: RecordSource,
  offset: number,
  position: number,
  revision: number,
  created: number,
): void => {
  writeUint64(view, offset + positionAt, position)
  writeUint64(view, offset + revisionAt, revision)
  writeUint64(view, offset + createdAt, created)
}

/** The length of the record that begins at `offset`. */
export const lengthOfRecord = ({ view }: RecordSource, offset: number): number =>
  headerBytes +
  view.getUint32(offset + lengthsAt) +
  view.getUint32(offset + lengthsAt + 4) +
  view.getUint32(offset + lengthsAt + 8) +
  view.getUint32(offset + lengthsAt + 12)

export const streamOf = ({ bytes, view }: RecordSource, offset: number): string =>
  bytes.toString('utf8', offset + headerBytes, offset + headerBytes + view.getUint32(offset + lengthsAt))

/** What a record holds, `whole` being all of it; the bytes are views into the source. */
export const partsOf = (
  { bytes, view }: RecordSource,
  offset: number,
): Omit<RecordParts, 'stream'> & { readonly whole: Uint8Array } => {
  const typeAt = offset + headerBytes + view.getUint32(offset + lengthsAt)
  const dataAt = typeAt + view.getUint32(offset + lengthsAt + 4)
  const metadataAt = dataAt + view.getUint32(offset + lengthsAt + 8)
  const end = metadataAt + view.getUint32(offset + lengthsAt + 12)
  const { buffer, byteOffset } = bytes
  return {
    type: bytes.toString('utf8', typeAt, dataAt),
    isJson: bytes[offset + 1] === 1,
    id: new Uint8Array(buffer, byteOffset + offset + idAt, lengthsAt - idAt),
    data: new Uint8Array(buffer, byteOffset + dataAt, metadataAt - dataAt),
    metadata: new Uint8Array(buffer, byteOffset + metadataAt, end - metadataAt),
    whole: new Uint8Array(buffer, byteOffset + offset, end - offset),
  }
}

const digest = Buffer.allocUnsafe(digestBytes)

/** SHA-256 of a record, in bytes that the next call overwrites: a buffer of its own for each costs as much again as the hash. */
export const digestOf = (record: Uint8Array): Buffer => {
  digest.write(hash('sha256', record, 'hex'), 'hex')
  return digest
}

let scratch = sourceOf(Buffer.allocUnsafe(16_384))
const scratchBytesMax = 1_048_576

/** The digest that a stored event must have, in bytes that the next call overwrites. */
export const digestOfStored = (parts: RecordParts, position: number, revision: number, created: number): Buffer => {
  const needed =
    headerBytes + (parts.stream.length + parts.type.length) * 3 + parts.data.byteLength + parts.metadata.byteLength
  const target = needed <= scratch.bytes.byteLength ? scratch : sourceOf(Buffer.allocUnsafe(needed))
  // A huge event gets bytes of its own, so that one of them does not keep its room for ever.
  if (needed <= scratchBytesMax) scratch = target
  const end = writeRecord(target.bytes, 0, parts)
  placeRecord(target, 0, position, revision, created)
  return digestOf(target.bytes.subarray(0, end))
}

/** A UUID's 16 bytes (RFC 9562), from its text in either case. */
export const idToBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

/** A UUID's text in lower case. */
export const idToText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const writeUint64 = (view: DataView, at: number, value: number): void => {
  view.setUint32(at, Math.floor(value / 0x1_0000_0000))
  view.setUint32(at + 4, value % 0x1_0000_0000)
}
