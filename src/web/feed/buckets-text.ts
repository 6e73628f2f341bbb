import { once } from '../parts/once.js'
import { zone } from '../settings.js'
import type { Interval } from './buckets.js'

const day = once(() => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }))
const minute = once(() => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }))

/** An edge of a bar: its day, and within days its time. */
export const said = (at: number, interval: Interval): string => {
  const isWithinDays = interval === 'minute' || interval === 'hour'
  if (zone.value === 'local') return (isWithinDays ? minute : day)().format(at)
  const iso = new Date(at).toISOString()
  return isWithinDays ? `${iso.slice(0, 16).replace('T', ' ')} UTC` : iso.slice(0, 10)
}
