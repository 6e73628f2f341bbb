import { zone } from '../settings.js'
import type { Interval } from './range.js'

const shapes: Readonly<Record<Interval, Intl.DateTimeFormatOptions>> = {
  hour: { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  week: { year: 'numeric', month: 'short', day: 'numeric' },
  month: { year: 'numeric', month: 'long' },
}

/** Which interval begins there, in the zone that was chosen. */
export const intervalText = (interval: Interval, start: number): string => {
  const text = new Intl.DateTimeFormat(undefined, {
    ...shapes[interval],
    ...(zone.value === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(start)
  return interval === 'week' ? `week of ${text}` : text
}
