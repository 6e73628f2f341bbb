import type { StatsInterval } from '../../../ports/read-models.js'
import { dayMs } from './time-zone.js'
import type { Stretch, TimeZone } from './time-zone.js'

/** In ms since the epoch: inclusive, exclusive. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** Equal parts of local time, which SQL can count by: the start of slot 0, and their length. */
export interface Slots {
  readonly base: number
  readonly lengthMs: number
}

/** A part of time that one query counts. */
export interface Part {
  readonly to: number
  /** Undefined where all of it is one interval: slot 0. */
  readonly slots: Slots | undefined
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
 * The part that begins at `from`: one week or month, or a stretch of time with one offset from UTC.
 *
 * Minutes and hours are those that a clock shows, and end where it is changed: an hour that is shown twice is two. Longer intervals begin where their
 * first date does and end where the next one begins, so they have an hour more or less where clocks are changed.
 */
export const partAt = (zone: TimeZone, interval: StatsInterval, from: number): Part => {
  const stretch = zone.stretchAt(from)
  switch (interval) {
    case 'minute':
    case 'hour': {
      const { base, lengthMs } = slotsFrom(from, stretch, usualMs[interval])
      const intervalOf = (slot: number): Interval => ({
        from: Math.max(stretch.changedAt, base + slot * lengthMs),
        to: Math.min(stretch.changesAt, base + (slot + 1) * lengthMs),
      })
      return { to: stretch.to, slots: { base, lengthMs }, intervalOf }
    }
    case 'day': {
      const slots = slotsFrom(from, stretch, dayMs)
      const intervalOf = (slot: number): Interval =>
        intervalOfDate(zone, interval, dateOf(stretch, slots.base + slot * dayMs))
      return { to: stretch.to, slots, intervalOf }
    }
    case 'week':
    case 'month': {
      const whole = intervalOfDate(zone, interval, dateOf(stretch, from))
      return { to: whole.to, slots: undefined, intervalOf: () => whole }
    }
  }
}

/** Slots that begin where the local time is a multiple of their length; `from` lies in the first one. */
const slotsFrom = (from: number, { offset }: Stretch, lengthMs: number): Slots => ({
  base: Math.floor((from + offset) / lengthMs) * lengthMs - offset,
  lengthMs,
})

/** Where clocks went back over midnight, what is left of the date before belongs to the new one, which has begun already. */
const dateOf = ({ offset, dateBefore }: Stretch, ms: number): number =>
  Math.max(dateBefore, Math.floor((ms + offset) / dayMs))

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
