import type { StatsInterval } from '../../../ports/read-models.js'
import { dayMs } from './time-zone.js'
import type { Stretch, TimeZone } from './time-zone.js'

/** In ms since the epoch: inclusive, exclusive. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** Equal parts of the local time of a stretch that make up intervals: what SQL can count by. */
export interface Slots {
  readonly lengthMs: number
  /** The start of slot 0, which `from` lies in. */
  readonly base: number
  readonly intervalOf: (slot: number) => Interval
}

const hourMs = 3_600_000
const minuteMs = 60_000

/** How long an interval is, about. */
export const usualMs: Readonly<Record<StatsInterval, number>> = {
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30.436875 * dayMs,
}

/**
 * The slots of a part of a stretch that begins at `from`.
 *
 * Minutes and hours are those that a clock shows, and end where it is changed: an hour that is shown twice is two. Longer intervals begin where their
 * first date does and end where the next one begins, so they have an hour more or less where clocks are changed.
 */
export const slotsOf = (zone: TimeZone, interval: StatsInterval, stretch: Stretch, from: number): Slots => {
  const lengthMs = interval === 'minute' || interval === 'hour' ? usualMs[interval] : dayMs
  const base = Math.floor((from + stretch.offset) / lengthMs) * lengthMs - stretch.offset
  if (interval === 'minute' || interval === 'hour') {
    const intervalOf = (slot: number): Interval => ({
      from: Math.max(stretch.changedAt, base + slot * lengthMs),
      to: Math.min(stretch.changesAt, base + (slot + 1) * lengthMs),
    })
    return { lengthMs, base, intervalOf }
  }
  const firstDate = (base + stretch.offset) / dayMs
  // Where clocks go back over midnight, what is left of the date before belongs to the new one, which has begun already.
  const intervalOf = (slot: number): Interval =>
    intervalOfDate(zone, interval, Math.max(stretch.dateBefore, firstDate + slot))
  return { lengthMs, base, intervalOf }
}

const intervalOfDate = (zone: TimeZone, interval: 'day' | 'week' | 'month', date: number): Interval => {
  const [first, next] = datesOf[interval](date)
  return { from: zone.startOf(first), to: zone.startOf(next) }
}

/** The first date of the interval that a date is in, and of the next one. */
const datesOf: Record<'day' | 'week' | 'month', (date: number) => readonly [number, number]> = {
  day: (date: number) => [date, date + 1],
  week: (date: number) => {
    // 1970-01-01 was a Thursday.
    const monday = date - modulo(date + 3, 7)
    return [monday, monday + 7]
  },
  month: (date: number) => {
    const day = new Date(date * dayMs)
    const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()]
    return [firstOfMonth(year, month), firstOfMonth(year, month + 1)]
  },
}

const firstOfMonth = (year: number, month: number): number => new Date(0).setUTCFullYear(year, month, 1) / dayMs

const modulo = (value: number, by: number): number => ((value % by) + by) % by
