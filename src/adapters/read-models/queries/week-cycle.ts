import { formatTime } from '../../../domain/time.js'
import type { StatsAnswer } from '../../../ports/read-models.js'
import type { Interval } from './intervals.js'
import type { Tally } from './tally.js'
import { dayMs, timeZone } from './time-zone.js'

interface HourOfWeek {
  count: number
  /** The last such hour that has events. */
  last: Interval
}

export interface WeekCycle extends Pick<Tally, 'add'> {
  readonly answer: (limit: number) => StatsAnswer
}

/** Folds hours, which come in the order of time, into one week as the zone's clocks show it. */
export const weekCycle = (zoneName: string): WeekCycle => {
  const zone = timeZone(zoneName)
  const hours = new Map<number, HourOfWeek>()
  let total = 0
  return {
    add: ({ count }, interval) => {
      if (interval === undefined) return
      const at = hourOfWeek(interval.from + zone.stretchAt(interval.from).offset)
      const hour = hours.get(at)
      total += count
      if (hour === undefined) hours.set(at, { count, last: interval })
      else {
        hour.count += count
        hour.last = interval
      }
    },
    answer: (limit) => {
      const items = [...hours.entries()]
        .sort(([a], [b]) => a - b)
        .map(([at, { count, last }]) => ({
          weekday: Math.floor(at / 24) + 1,
          hour: at % 24,
          from: formatTime(last.from),
          to: formatTime(last.to),
          count,
        }))
      return { items: items.slice(0, limit), total, ...(items.length > limit ? { truncated: true } : {}) }
    },
  }
}

/** From Monday at 0; 1970-01-01 was a Thursday. */
const hourOfWeek = (localMs: number): number => {
  const hours = Math.floor((localMs + 3 * dayMs) / 3_600_000)
  return ((hours % 168) + 168) % 168
}
