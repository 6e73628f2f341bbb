/** One line of the input, without its line end; `bytes` undefined where it was longer than the limit. */
export interface RawLine {
  /** From 1. */
  readonly number: number
  readonly bytes: Buffer | undefined
}

export interface LineSplitter {
  readonly push: (chunk: Buffer) => readonly RawLine[]
  /** The last line, where the input did not end with a line end. */
  readonly end: () => readonly RawLine[]
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Splits bytes into lines (LF or CRLF), blank ones left out; of a line over the limit no more than the limit is held. */
export const lineSplitter = (maxLineBytes: number): LineSplitter => {
  let held: Buffer[] = []
  let heldBytes = 0
  let tooLong = false
  let number = 0

  const hold = (part: Buffer): void => {
    if (part.length === 0) return
    if (heldBytes + part.length > maxLineBytes) {
      tooLong = true
      held = []
      heldBytes = 0
    }
    if (tooLong) return
    held.push(part)
    heldBytes += part.length
  }

  const finish = (last: Buffer): RawLine | undefined => {
    number += 1
    hold(last)
    const dropped = tooLong
    const whole = held.length === 1 ? held[0] : Buffer.concat(held)
    held = []
    heldBytes = 0
    tooLong = false
    if (dropped) return { number, bytes: undefined }
    const bytes = trim(whole ?? last, number)
    return isBlank(bytes) ? undefined : { number, bytes }
  }

  return {
    push: (chunk) => {
      const lines: RawLine[] = []
      let start = 0
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
        const line = finish(chunk.subarray(start, end))
        if (line !== undefined) lines.push(line)
        start = end + 1
      }
      hold(chunk.subarray(start))
      return lines
    },
    end: () => {
      if (heldBytes === 0 && !tooLong) return []
      const line = finish(Buffer.alloc(0))
      return line === undefined ? [] : [line]
    },
  }
}

const trim = (line: Buffer, number: number): Buffer => {
  const start = number === 1 && line.subarray(0, 3).equals(byteOrderMark) ? 3 : 0
  const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length
  return start === 0 && end === line.length ? line : line.subarray(start, end)
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09)
