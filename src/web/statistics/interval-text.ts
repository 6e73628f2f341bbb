import { zone } from '../settings.js'
import type { Interval } from './range.js'

type Shape = Interval | 'tick of an hour' | 'tick of a day' | 'tick of a month'

const shapes: Readonly<Record<Shape, Intl.DateTimeFormatOptions>> = {
  hour: { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  week: { year: 'numeric', month: 'short', day: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  'tick of an hour': { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  'tick of a day': { month: 'short', day: 'numeric' },
  'tick of a month': { month: 'short', year: 'numeric' },
}

/** Made once each: making one takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

const textOf = (shape: Shape, at: number): string => {
  const key = `${zone.value} ${shape}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.DateTimeFormat(undefined, {
      ...shapes[shape],
      ...(zone.value === 'utc' ? { timeZone: 'UTC' } : {}),
    })
    formats.set(key, format)
  }
  return format.format(at)
}

/** The same in short, below an axis: at midnight the date, within a day the hour. */
export const tickText = (interval: Interval, at: number): string => {
  const hour = textOf('tick of an hour', at)
  if (interval === 'hour' && hour !== '00:00') return hour
  return textOf(interval === 'month' ? 'tick of a month' : 'tick of a day', at)
}

/** Which interval begins there, in the zone that was chosen. */
export const intervalText = (interval: Interval, start: number): string => {
  const text = textOf(interval, start)
  return interval === 'week' ? `week of ${text}` : text
}
