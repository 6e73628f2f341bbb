import type { JSX } from 'preact'
import { now } from '../clock.js'
import { zone } from '../settings.js'
import { once } from './once.js'

/** A time as people say it ("5 min ago"), with the whole of it on hover and for machines. */
export const Time = ({ at }: { readonly at: string }): JSX.Element => (
  <time dateTime={at} title={absolute(at)}>
    {relative(Date.parse(at), now.value)}
  </time>
)

/** The whole time, in the zone that was chosen. */
export const FullTime = ({ at }: { readonly at: string }): JSX.Element => (
  <time dateTime={at} title={at}>
    {absolute(at)}
  </time>
)

const wholeTime = once(() => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }))
const timeAgo = once(() => new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' }))

const absolute = (at: string): string => {
  const time = new Date(at)
  if (zone.value === 'utc') return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`
  return wholeTime().format(time)
}

const units = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

export const relative = (at: number, from: number): string => {
  const ms = at - from
  const unit = units.find(([, size]) => Math.abs(ms) >= size)
  if (unit === undefined) return 'just now'
  return timeAgo().format(Math.trunc(ms / unit[1]), unit[0])
}
