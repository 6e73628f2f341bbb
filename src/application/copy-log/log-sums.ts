import type { RecordedEvent } from '../../ports/event-log.js'

/** SHA-256 (32 bytes) of all of an event but its position and when it was stored. */
export type EventDigest = (event: RecordedEvent) => Uint8Array

const buckets = 65_536
const words = 8

/**
 * The events of a log in 2 MiB, whatever their order: each event's digest is added to one of 65,536 sums, eight times modulo 2^32. Two logs that hold the same
 * events have the same sums; a difference, other than by intent, shows in the sums of its place and leads to it.
 */
export interface LogSums {
  readonly add: (event: RecordedEvent) => void
  /** Buckets that differ, at most so many. */
  readonly differing: (other: LogSums, limit: number) => ReadonlySet<number>
  readonly sums: Uint32Array
}

export const createLogSums = (digest: EventDigest): LogSums => {
  const sums = new Uint32Array(buckets * words)
  return {
    sums,
    add: (event) => {
      const bytes = digest(event)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const start = bucketOf(event) * words
      // A Uint32Array wraps around by itself.
      for (let word = 0; word < words; word += 1)
        sums[start + word] = (sums[start + word] ?? 0) + view.getUint32(word * 4)
    },
    differing: (other, limit) => {
      const found = new Set<number>()
      for (let at = 0; at < sums.length && found.size < limit; at += 1)
        if (sums[at] !== other.sums[at]) found.add(Math.floor(at / words))
      return found
    },
  }
}

/** Of stream and revision, so that events of one large stream are in all buckets (FNV-1a over UTF-16 units, then mixed). */
export const bucketOf = ({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < stream.length; at += 1) hash = Math.imul(hash ^ stream.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (revision % 0x1_0000_0000), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) & (buckets - 1)
}
