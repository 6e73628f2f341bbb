import { Buffer } from 'node:buffer'

/**
 * Writes one message in protobuf's wire format (https://protobuf.dev/programming-guides/encoding), from its end to its start: the length of a part stands
 * before it, and is known by then. So fields are given last to first. For what is sent once for each event, where objects of generated code take
 * longer than everything else together.
 */
export interface MessageWriter {
  /** Begins a message, whatever became of the last one. */
  readonly begin: () => void
  readonly bytes: (field: number, value: Uint8Array) => void
  readonly text: (field: number, value: string) => void
  /** A whole number from 0 to 2^53-1, as uint64. */
  readonly number: (field: number, value: number) => void
  /** uint64 or int64, in two halves of 32 bits. */
  readonly number64: (field: number, high: number, low: number) => void
  /** Where a part ends that is to be written. */
  readonly end: () => number
  /** Makes what was written since a message of its own. */
  readonly message: (field: number, end: number) => void
  /** All of it, in bytes of its own. */
  readonly take: () => Buffer
}

const roomAtFirst = 16_384
/** More is let go of again, so that one large event does not keep its room for ever. */
const roomKept = 1_048_576
const varintBytesMax = 10
const shortText = 64

const varint = 0
const lengthDelimited = 2

export const createMessageWriter = (): MessageWriter => {
  let target = Buffer.allocUnsafe(roomAtFirst)
  let at = target.length

  const reserve = (bytes: number): void => {
    if (bytes <= at) return
    const used = target.length - at
    const larger = Buffer.allocUnsafe(Math.max(target.length * 2, used + bytes))
    target.copy(larger, larger.length - used, at)
    target = larger
    at = larger.length - used
  }

  const writeVarint = (high: number, low: number): void => {
    const bits = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high)
    at -= Math.max(1, Math.ceil(bits / 7))
    for (let to = at; ; to += 1) {
      if (high === 0 && low < 0x80) {
        target[to] = low
        return
      }
      target[to] = (low & 0x7f) | 0x80
      low = ((high << 25) | (low >>> 7)) >>> 0
      high >>>= 7
    }
  }

  const head = (field: number, length: number): void => {
    writeVarint(0, length)
    writeVarint(0, (field << 3) | lengthDelimited)
  }

  const bytes = (field: number, value: Uint8Array): void => {
    reserve(value.byteLength + 2 * varintBytesMax)
    at -= value.byteLength
    target.set(value, at)
    head(field, value.byteLength)
  }

  const number64 = (field: number, high: number, low: number): void => {
    reserve(2 * varintBytesMax)
    writeVarint(high, low)
    writeVarint(0, (field << 3) | varint)
  }

  return {
    begin: () => {
      if (target.length > roomKept) target = Buffer.allocUnsafe(roomAtFirst)
      at = target.length
    },
    bytes,
    text: (field, value) => {
      const { length } = value
      if (length > shortText) {
        bytes(field, Buffer.from(value))
        return
      }
      reserve(length + 2 * varintBytesMax)
      const from = at - length
      for (let index = 0; index < length; index += 1) {
        const code = value.charCodeAt(index)
        if (code >= 0x80) {
          bytes(field, Buffer.from(value))
          return
        }
        target[from + index] = code
      }
      at = from
      head(field, length)
    },
    number: (field, value) => number64(field, Math.floor(value / 0x1_0000_0000), value >>> 0),
    number64,
    end: () => target.length - at,
    message: (field, end) => {
      reserve(2 * varintBytesMax)
      head(field, target.length - at - end)
    },
    take: () => {
      const message = Buffer.allocUnsafe(target.length - at)
      target.copy(message, 0, at)
      return message
    },
  }
}
