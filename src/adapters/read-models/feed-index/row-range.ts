import type { FeedPlace } from '../../../ports/read-models.js'
import type { Range } from '../queries/conditions.js'
import type { SegmentColumns } from './segment-format.js'
import type { Segment } from './segments.js'

/** The first row at this time, or behind it; with a position, the first at that place or behind it. */
const firstRow = (columns: SegmentColumns, rows: number, { occurredAt, position }: FeedPlace): number => {
  const { times, timeBase, positions, positionBase } = columns
  let low = 0
  let high = rows
  while (low < high) {
    const middle = (low + high) >>> 1
    const time = timeBase + (times[middle] as number)
    const isBefore =
      time < occurredAt || (time === occurredAt && positionBase + (positions[middle] as number) < position)
    if (isBefore) low = middle + 1
    else high = middle
  }
  return low
}

/** The rows of a segment within a range of time: from the first to behind the last. */
export const rowsWithin = (segment: Segment, { least, end }: Range): readonly [number, number] => {
  const { rows, minTime, maxTime } = segment.header
  const at = (time: number): number => firstRow(segment.columns(), rows, { occurredAt: time, position: -1 })
  const lo = least === undefined || least <= minTime ? 0 : least > maxTime ? rows : at(least)
  const hi = end === undefined || end > maxTime ? rows : end <= minTime ? 0 : at(end)
  return [lo, hi]
}

/** How many rows of a segment come before a place, or with `inclusive`, are at it or before it. */
export const rowsBefore = (segment: Segment, place: FeedPlace, inclusive: boolean): number => {
  const { occurredAt, position } = place
  return firstRow(segment.columns(), segment.header.rows, { occurredAt, position: inclusive ? position + 1 : position })
}
