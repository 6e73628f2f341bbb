import type { SegmentFile } from './spool-files.js'

/** A file of the spool, as this process knows it. */
export interface Segment {
  readonly file: string
  /** The number of its first letter. */
  readonly first: number
  /** Durable bytes: what is behind them is not read. */
  size: number
  /** The number behind its last letter, where that is known. */
  next: number | undefined
  isSealed: boolean
  isDamaged: boolean
}

/** The segments there are, oldest first. */
export interface Segments {
  readonly all: () => readonly Segment[]
  readonly bytes: () => number
  readonly begin: (file: string, first: number) => Segment
  readonly grow: (segment: Segment, bytes: number, next: number) => void
  readonly forget: (segment: Segment) => void
}

/** One of an earlier process; `next` where it is known. */
export type FoundSegment = SegmentFile & Pick<Partial<Segment>, 'next'>

export const createSegments = (found: readonly FoundSegment[]): Segments => {
  const segments: Segment[] = found.map(({ file, first, size, next }) => ({
    file,
    first,
    size,
    next,
    isSealed: true,
    isDamaged: false,
  }))
  let bytes = found.reduce((sum, { size }) => sum + size, 0)
  return {
    all: () => segments,
    bytes: () => bytes,
    begin: (file, first) => {
      const segment: Segment = { file, first, size: 0, next: first, isSealed: false, isDamaged: false }
      segments.push(segment)
      return segment
    },
    grow: (segment, more, next) => {
      segment.size += more
      segment.next = next
      bytes += more
    },
    forget: (segment) => {
      const at = segments.indexOf(segment)
      if (at < 0) return
      segments.splice(at, 1)
      bytes -= segment.size
    },
  }
}
