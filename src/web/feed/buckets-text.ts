import { absolute } from '../parts/time.js'
import { zone } from '../settings.js'
import type { Interval } from './buckets.js'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** An edge of a bar: its day, and within days its time. */
export const said = (at: number, interval: Interval): string => {
  const iso = new Date(at).toISOString()
  if (interval === 'minute' || interval === 'hour') return absolute(iso)
  return zone.value === 'utc' ? iso.slice(0, 10) : day.format(at)
}
