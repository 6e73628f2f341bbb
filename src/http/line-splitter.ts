import { gathered } from './gathered.js'

/** One line of a text: its number from 1 and its bytes, or that it is longer than it may be (`bytes` absent). */
export interface Line {
  readonly number: number
  readonly bytes?: Buffer
}

export interface LineSplitter {
  /** The lines that this chunk completes; blank ones are left out, though counted. */
  readonly push: (chunk: Buffer) => readonly Line[]
  /** What stands behind the last line feed. */
  readonly end: () => readonly Line[]
  /** The number of the line that is being read. */
  readonly lineNumber: () => number
}

const lineFeed = 0x0a

/** Splits bytes at line feeds (NDJSON, https://github.com/ndjson/ndjson-spec). Of a line longer than `limitBytes` no more than that is ever held. */
export const lineSplitter = (limitBytes: number): LineSplitter => {
  let pieces = gathered()
  let pieceBytes = 0
  let number = 1

  const keep = (piece: Buffer): void => {
    pieceBytes += piece.length
    if (pieceBytes > limitBytes) pieces = gathered()
    else pieces.add(piece)
  }

  const complete = (lines: Line[]): void => {
    if (pieceBytes > limitBytes) lines.push({ number })
    else {
      const bytes = pieces.all()
      if (!isBlank(bytes)) lines.push({ number, bytes })
    }
    pieces = gathered()
    pieceBytes = 0
    number++
  }

  const push = (chunk: Buffer): readonly Line[] => {
    const lines: Line[] = []
    let start = 0
    for (;;) {
      const end = chunk.indexOf(lineFeed, start)
      if (end < 0) break
      keep(chunk.subarray(start, end))
      complete(lines)
      start = end + 1
    }
    if (start < chunk.length) keep(chunk.subarray(start))
    return lines
  }

  const end = (): readonly Line[] => {
    const lines: Line[] = []
    if (pieceBytes > 0) complete(lines)
    return lines
  }

  return { push, end, lineNumber: () => number }
}

/** JSON's own blanks (RFC 8259): a line feed cannot be among them here. */
const isBlank = (bytes: Buffer): boolean => {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false
  return true
}
