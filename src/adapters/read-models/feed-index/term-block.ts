import { byteWriter, readVarint, sharedPrefix } from './bytes.js'
import type { ByteReader } from './bytes.js'

/** A value of a term field (its UTF-8 bytes, the tenant in front) and the rows of a segment that have it, ascending. */
export interface TermRows {
  readonly term: Buffer
  readonly rows: ArrayLike<number>
}

/** A block is closed when it is this large: one is read and walked through for each value that is looked up. */
const blockBytes = 2_048

/**
 * Packs terms, which come in the order of their bytes, into blocks. A block is a sequence of: how many bytes the term has in common with the
 * one before it in the block, how many follow, these, the number of rows, the first row, and each further row's distance from the one before (all
 * numbers as little-endian base-128 varints).
 */
export const termPacker = (onBlock: (first: Buffer, block: Buffer) => void) => {
  const writer = byteWriter()
  let first: Buffer | undefined
  let last = Buffer.alloc(0)
  const close = (): void => {
    if (first === undefined) return
    onBlock(first, writer.take())
    first = undefined
    last = Buffer.alloc(0)
  }
  return {
    add: ({ term, rows }: TermRows): void => {
      first ??= term
      const shared = sharedPrefix(last, term)
      writer.varint(shared)
      writer.varint(term.length - shared)
      writer.bytes(term, shared)
      writer.varint(rows.length)
      let before = 0
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number
        writer.varint(row - before)
        before = row
      }
      last = term as Buffer<ArrayBuffer>
      if (writer.length() >= blockBytes) close()
    },
    close,
  }
}

/** The terms of a block in order; `rows` of the present one are read, or passed over, before the next. */
export interface BlockCursor {
  readonly next: () => boolean
  readonly term: () => Buffer
  readonly rows: () => Uint16Array
}

export const blockCursor = (block: Buffer): BlockCursor => {
  const reader: ByteReader = { buffer: block, at: 0 }
  let term = Buffer.alloc(0)
  let count = 0
  let unread = false
  const pass = (): void => {
    for (let i = 0; i < count; i++) readVarint(reader)
    unread = false
  }
  return {
    next: () => {
      if (unread) pass()
      if (reader.at >= block.length) return false
      const shared = readVarint(reader)
      const more = readVarint(reader)
      const next = Buffer.allocUnsafe(shared + more)
      term.copy(next, 0, 0, shared)
      block.copy(next, shared, reader.at, reader.at + more)
      reader.at += more
      term = next
      count = readVarint(reader)
      unread = true
      return true
    },
    term: () => term,
    rows: () => {
      const rows = new Uint16Array(count)
      let row = 0
      for (let i = 0; i < count; i++) rows[i] = row += readVarint(reader)
      unread = false
      return rows
    },
  }
}
