import { hash } from 'node:crypto'
import type { Letter } from '../../ports/spool.js'

/**
 * A frame: `FF A5 6E 01`, the first 16 bytes of SHA-256 over all that follows, the payload's length (4 bytes), the letter's number (8 bytes, both big-endian), the
 * payload: the id and the JSON texts, a line each. No text in UTF-8 has the byte FF, so the next frame can be found behind one whose length is damaged.
 * SHA-256, as the log has for its rows: Node has it natively (1 to 2 µs a frame), but no CRC-32C.
 */
const magic = Buffer.from([0xff, 0xa5, 0x6e, 0x01])
const digestBytes = 16
const hashedFrom = magic.length + digestBytes
const payloadFrom = hashedFrom + 12

/** More than the largest event with what may be sent in its place. */
const maxPayloadBytes = 8 * 1024 * 1024

export interface Frame {
  readonly number: number
  readonly letter: Letter
  /** Of the frame, in bytes. */
  readonly size: number
}

/** The frames of letters, numbered from `first`. */
export const encodeFrames = (letters: readonly Letter[], first: number): Buffer => {
  const texts = letters.map(payloadOf)
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + payloadFrom + size, 0))
  let at = 0
  for (let index = 0; index < texts.length; index += 1) {
    const size = sizes[index] ?? 0
    const number = first + index
    const end = at + payloadFrom + size
    bytes.set(magic, at)
    bytes.writeUInt32BE(size, at + hashedFrom)
    bytes.writeUInt32BE(Math.floor(number / 2 ** 32), at + hashedFrom + 4)
    bytes.writeUInt32BE(number >>> 0, at + hashedFrom + 8)
    bytes.write(texts[index] ?? '', at + payloadFrom)
    bytes.write(digestOf(bytes, at + hashedFrom, end), at + magic.length, 'latin1')
    at = end
  }
  return bytes
}

const payloadOf = ({ id, event, instead }: Letter): string =>
  instead.length === 0 ? `${id}\n${event}` : [id, event, ...instead].join('\n')

export interface Scan {
  readonly frames: readonly Frame[]
  /** What is between frames that can be read. */
  readonly gaps: readonly Gap[]
  /** Where the last frame ends; what is behind it is none. */
  readonly end: number
}

export interface Gap {
  readonly offset: number
  readonly bytes: number
  /** The number of the frame behind it. */
  readonly before: number
}

/** All frames that can be read, whatever is between them. */
export const scanFrames = (bytes: Buffer): Scan => {
  const frames: Frame[] = []
  const gaps: Gap[] = []
  let end = 0
  for (let at = 0; at < bytes.length;) {
    const frame = frameAt(bytes, at)
    if (frame === undefined) {
      const next = bytes.indexOf(magic, at + 1)
      if (next < 0) break
      at = next
      continue
    }
    if (at > end) gaps.push({ offset: end, bytes: at - end, before: frame.number })
    frames.push(frame)
    end = at + frame.size
    at = end
  }
  return { frames, gaps, end }
}

/**
 * Of bytes behind the last frame that can be read, how many frames are damaged in them: whole by their length, or no frame at all. What a write leaves that was cut short is none: the beginning of a frame, or
 * zeros. (One whose length is damaged to be more than there is cannot be told from that.)
 */
export const damagedFrames = (tail: Buffer): number => {
  let damaged = 0
  for (let at = 0; at < tail.length;) {
    const next = tail.indexOf(magic, at + 1)
    const end = next < 0 ? tail.length : next
    if (next >= 0 || !isCutShort(tail.subarray(at, end))) damaged += 1
    at = end
  }
  return damaged
}

const isCutShort = (part: Buffer): boolean => {
  const begun = Math.min(magic.length, part.length)
  if (part.compare(magic, 0, begun, 0, begun) !== 0) return part.every((byte) => byte === 0)
  return part.length < payloadFrom || payloadFrom + part.readUInt32BE(hashedFrom) > part.length
}

const frameAt = (bytes: Buffer, at: number): Frame | undefined => {
  if (at + payloadFrom > bytes.length || bytes.compare(magic, 0, magic.length, at, at + magic.length) !== 0)
    return undefined
  const size = bytes.readUInt32BE(at + hashedFrom)
  const end = at + payloadFrom + size
  if (size > maxPayloadBytes || end > bytes.length) return undefined
  if (digestOf(bytes, at + hashedFrom, end) !== bytes.toString('latin1', at + magic.length, at + hashedFrom))
    return undefined
  const [id = '', event = '', ...instead] = bytes.toString('utf8', at + payloadFrom, end).split('\n')
  return {
    number: Number(bytes.readBigUInt64BE(at + hashedFrom + 4)),
    letter: { id, event, instead },
    size: end - at,
  }
}

/** A character a byte: half the time that buffers take. */
const digestOf = (bytes: Buffer, from: number, to: number): string =>
  hash('sha256', bytes.subarray(from, to), 'binary').slice(0, digestBytes)
