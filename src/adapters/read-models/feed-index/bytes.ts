/** Bytes that grow as they are written. */
export interface ByteWriter {
  readonly varint: (value: number) => void
  readonly bytes: (source: Buffer, from: number) => void
  readonly length: () => number
  /** What was written since the last time, in bytes of its own. */
  readonly take: () => Buffer
}

export const byteWriter = (): ByteWriter => {
  let buffer = Buffer.allocUnsafe(8_192)
  let at = 0
  const reserve = (more: number): void => {
    if (at + more <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + more))
    buffer.copy(larger, 0, 0, at)
    buffer = larger
  }
  return {
    varint: (value) => {
      reserve(5)
      let rest = value
      while (rest > 127) {
        buffer[at++] = (rest & 127) | 128
        rest >>>= 7
      }
      buffer[at++] = rest
    },
    bytes: (source, from) => {
      reserve(source.length - from)
      at += source.copy(buffer, at, from)
    },
    length: () => at,
    take: () => {
      const taken = Buffer.from(buffer.subarray(0, at))
      at = 0
      return taken
    },
  }
}

/** Reads what a ByteWriter wrote, from `at` on. */
export interface ByteReader {
  readonly buffer: Buffer
  at: number
}

export const readVarint = (reader: ByteReader): number => {
  const { buffer } = reader
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = buffer[reader.at++] ?? 0
    value |= (byte & 127) << shift
    if (byte < 128) return value >>> 0
  }
}

/** How many bytes two texts begin with alike. */
export const sharedPrefix = (a: Buffer, b: Buffer): number => {
  const most = Math.min(a.length, b.length)
  let at = 0
  while (at < most && a[at] === b[at]) at++
  return at
}
