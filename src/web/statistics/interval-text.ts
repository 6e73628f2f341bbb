import { zone } from '../settings.js'
import type { Interval } from './range.js'

const shapes: Readonly<Record<Interval, Intl.DateTimeFormatOptions>> = {
  hour: { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  week: { year: 'numeric', month: 'short', day: 'numeric' },
  month: { year: 'numeric', month: 'long' },
}

/** The same in short, below an axis: at midnight the date, within a day the hour. */
export const tickText = (interval: Interval, at: number): string => {
  const zoned = zone.value === 'utc' ? { timeZone: 'UTC' } : {}
  const hour = new Intl.DateTimeFormat(undefined, {
    ...zoned,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
  if (interval === 'hour' && hour !== '00:00') return hour
  const shape =
    interval === 'month'
      ? ({ month: 'short', year: 'numeric' } as const)
      : ({ month: 'short', day: 'numeric' } as const)
  return new Intl.DateTimeFormat(undefined, { ...zoned, ...shape }).format(at)
}

/** Which interval begins there, in the zone that was chosen. */
export const intervalText = (interval: Interval, start: number): string => {
  const text = new Intl.DateTimeFormat(undefined, {
    ...shapes[interval],
    ...(zone.value === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(start)
  return interval === 'week' ? `week of ${text}` : text
}
