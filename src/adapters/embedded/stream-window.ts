import { isMetadataStream } from '../../ports/reserved-names.js'
import type { StreamRow } from './stream-row.js'

/**
 * The first revision that a stream still shows: what `$tb`, `$maxCount` and `$maxAge` leave of it. One behind the last where they leave nothing.
 * A metadata stream shows its last event only, as EventStoreDB has it.
 * @param createdAt when a revision of the stream was stored (ms); it never goes down from one revision to the next.
 */
export const firstReadable = (
  { name, limits }: StreamRow,
  lastRevision: number,
  now: number,
  createdAt: (revision: number) => number | undefined,
): number => {
  const end = lastRevision + 1
  const maxCount = isMetadataStream(name) ? 1 : (limits.maxCount ?? end)
  const byCount = Math.min(Math.max(limits.truncateBefore ?? 0, end - maxCount, 0), end)
  return limits.maxAgeSeconds === undefined
    ? byCount
    : firstSince(now - limits.maxAgeSeconds * 1_000, byCount, end, createdAt)
}

/** The first revision in [low, high) stored at or after a time, or `high`: by halving. */
const firstSince = (
  since: number,
  low: number,
  high: number,
  createdAt: (revision: number) => number | undefined,
): number => {
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((createdAt(middle) ?? 0) < since) low = middle + 1
    else high = middle
  }
  return low
}
