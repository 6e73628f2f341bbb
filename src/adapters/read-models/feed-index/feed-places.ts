import type { ActivityQuery, FeedPlace } from '../../../ports/read-models.js'
import type { Range } from '../queries/conditions.js'
import type { Kernel } from './kernel/kernel.js'
import type { Question } from './question.js'
import { rowsBefore, rowsWithin } from './row-range.js'
import { eachRow, matchSegment } from './segment-match.js'
import type { Segment, Segments } from './segments.js'
import type { SegmentTerms } from './segment-terms.js'
import { firstAtLeast } from './lower-bound.js'
import { tailFilter } from './tail-match.js'
import type { Tail } from './tail.js'
import type { Work } from './work.js'

export interface IndexParts {
  readonly segments: Segments
  readonly terms: SegmentTerms
  readonly tail: Tail
  readonly kernel: Kernel
  /** What is left of the present question's. */
  readonly work: Work
}

/**
 * The first places of the feed that meet a question, in the query's order, `limit` at most. Segments are looked at in the order of their ends, and no
 * longer than one of them can hold something that comes before what has been found.
 */
export const feedPlaces = (
  parts: Omit<IndexParts, 'tail'> & { readonly tail: Tail | undefined },
  question: Question,
  query: ActivityQuery,
  limit: number,
): readonly FeedPlace[] => {
  const found = firstPlaces(query, limit)
  if (parts.tail !== undefined) offerTail(parts.tail, question, query, found)
  const range: Range = { least: query.since, end: query.until }
  for (const segment of inOrder(parts.segments.all(), query)) {
    if (!reaches(segment, query, range)) continue
    if (!found.wants(bestPlace(segment, query))) break
    offerSegment(parts, segment, question, query, range, found)
  }
  return found.places()
}

/** The first `limit` of the places that it is offered. */
interface FirstPlaces {
  readonly wants: (place: FeedPlace) => boolean
  readonly offer: (place: FeedPlace) => void
  readonly places: () => readonly FeedPlace[]
}

const firstPlaces = (query: ActivityQuery, limit: number): FirstPlaces => {
  const compare = comparer(query)
  let kept: FeedPlace[] = []
  let last: FeedPlace | undefined
  const cut = (): void => {
    kept = kept.sort(compare).slice(0, limit)
    if (kept.length === limit) last = kept.at(-1)
  }
  const wants = (place: FeedPlace): boolean => last === undefined || compare(place, last) < 0
  return {
    wants,
    offer: (place) => {
      if (!wants(place)) return
      kept.push(place)
      if (kept.length >= 2 * limit || (last === undefined && kept.length === limit)) cut()
    },
    places: () => {
      cut()
      return kept
    },
  }
}

const comparer = ({ sort, order }: ActivityQuery) => {
  const sign = order === 'asc' ? 1 : -1
  return sort === 'position'
    ? (a: FeedPlace, b: FeedPlace): number => sign * (a.position - b.position)
    : (a: FeedPlace, b: FeedPlace): number => sign * (a.occurredAt - b.occurredAt || a.position - b.position)
}

/** Those first that may hold what comes first; ties in time by position, since behind the first that is not wanted none is looked at. */
const inOrder = (segments: readonly Segment[], query: ActivityQuery): readonly Segment[] => {
  const compare = comparer(query)
  return segments
    .map((segment) => ({ segment, best: bestPlace(segment, query) }))
    .sort((a, b) => compare(a.best, b.best))
    .map(({ segment }) => segment)
}

/** Whether a segment has anything in the range of time and behind the place to go on from. */
const reaches = ({ header }: Segment, { from, sort, order }: ActivityQuery, { least, end }: Range): boolean => {
  if (least !== undefined && header.maxTime < least) return false
  if (end !== undefined && header.minTime >= end) return false
  if (from === undefined) return true
  if (sort === 'position')
    return order === 'asc' ? header.maxPosition > from.position : header.minPosition < from.position
  return order === 'asc' ? header.maxTime >= from.occurredAt : header.minTime <= from.occurredAt
}

/** No place in the segment comes before this one. */
const bestPlace = ({ header }: Segment, { order }: ActivityQuery): FeedPlace =>
  order === 'asc'
    ? { occurredAt: header.minTime, position: header.minPosition }
    : { occurredAt: header.maxTime, position: header.maxPosition }

const offerSegment = (
  parts: Omit<IndexParts, 'tail'>,
  segment: Segment,
  question: Question,
  query: ActivityQuery,
  range: Range,
  found: FirstPlaces,
): void => {
  const match = matchSegment(question, segment, parts)
  if (match === undefined) return
  const { sort, order, from } = query
  let [lo, hi] = rowsWithin(segment, range)
  if (from !== undefined && sort === 'occurredAt') {
    if (order === 'asc') lo = Math.max(lo, rowsBefore(segment, from, true))
    else hi = Math.min(hi, rowsBefore(segment, from, false))
  }
  if (lo >= hi) return
  const { times, timeBase, positions, positionBase } = segment.columns()
  eachRow(parts.kernel, match, segment, [lo, hi], order, (row) => {
    const position = positionBase + (positions[row] as number)
    if (sort === 'position') {
      if (from !== undefined && (order === 'asc' ? position <= from.position : position >= from.position)) return true
      const place = { occurredAt: timeBase + (times[row] as number), position }
      found.offer(place)
      return true
    }
    const place = { occurredAt: timeBase + (times[row] as number), position }
    // Rows come in the order that is asked for: behind the first that comes too late, all do.
    if (!found.wants(place)) return false
    found.offer(place)
    return true
  })
}

/** So many rows of the tail are looked at together: a page is often full before all have been. */
const tailChunk = 4_096

const offerTail = (tail: Tail, question: Question, query: ActivityQuery, found: FirstPlaces): void => {
  const { since = -Infinity, until = Infinity, from, sort, order } = query
  const compare = comparer(query)
  const times = tail.times()
  const positions = tail.positions()
  const keep = tailFilter(question, tail)
  const rows = tailRows(tail, query)
  const placeAt = (row: number): FeedPlace => ({
    occurredAt: times[row] as number,
    position: positions[row] as number,
  })
  for (let done = 0; done < rows.length; done += tailChunk) {
    const [start, end] =
      order === 'asc' ? [done, done + tailChunk] : [Math.max(0, rows.length - done - tailChunk), rows.length - done]
    const chunk = rows.subarray(start, end)
    if (!found.wants(placeAt((order === 'asc' ? chunk[0] : chunk.at(-1)) as number))) return
    const kept = keep(chunk)
    for (let i = 0; i < kept.length; i++) {
      const place = placeAt(kept[order === 'asc' ? i : kept.length - 1 - i] as number)
      if (sort === 'position' && (place.occurredAt < since || place.occurredAt >= until)) continue
      if (from !== undefined && compare(place, from) <= 0) continue
      // Rows come in the order that is asked for: behind the first that comes too late, all do.
      if (!found.wants(place)) return
      found.offer(place)
    }
  }
}

/** In the order that is asked for but for the direction, without those that lie outside the time or before the place to go on from. */
const tailRows = (tail: Tail, { since, until, from, sort, order }: ActivityQuery): Uint32Array => {
  const isAscending = order === 'asc'
  if (sort === 'position') {
    const rows = tail.byPosition()
    if (from === undefined) return rows
    const positions = tail.positions()
    return isAscending
      ? rows.subarray(firstAtLeast(rows, positions, from.position))
      : rows.subarray(0, firstAtLeast(rows, positions, from.position))
  }
  const [rows, times] = [tail.byTime(), tail.times()]
  const least = isAscending && from !== undefined ? Math.max(since ?? -Infinity, from.occurredAt) : since
  const end = !isAscending && from !== undefined ? Math.min(until ?? Infinity, from.occurredAt + 1) : until
  return rows.subarray(
    least === undefined ? 0 : firstAtLeast(rows, times, least),
    end === undefined ? rows.length : firstAtLeast(rows, times, end),
  )
}
