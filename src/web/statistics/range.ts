import { search } from '../routing/route.js'
import { zone } from '../settings.js'

export type Interval = 'hour' | 'day' | 'week' | 'month'
export const groupings = ['verb', 'actor', 'channel', 'subjectType'] as const
export type Grouping = (typeof groupings)[number]

export interface Preset {
  readonly id: string
  readonly name: string
  /** As it is said in a sentence. */
  readonly inWords: string
  readonly ms: number | undefined
  /** So that no chart has more bars than can be told apart, nor an answer more groups than the API gives. */
  readonly interval: Interval
}

const day = 86_400_000
export const presets: readonly Preset[] = [
  { id: '24h', name: '24 hours', inWords: 'in the last 24 hours', ms: day, interval: 'hour' },
  { id: '7d', name: '7 days', inWords: 'in the last 7 days', ms: 7 * day, interval: 'hour' },
  { id: '30d', name: '30 days', inWords: 'in the last 30 days', ms: 30 * day, interval: 'day' },
  { id: '90d', name: '90 days', inWords: 'in the last 90 days', ms: 90 * day, interval: 'day' },
  { id: '1y', name: '1 year', inWords: 'in the last year', ms: 365 * day, interval: 'week' },
  { id: 'all', name: 'All', inWords: 'at all', ms: undefined, interval: 'month' },
]

/** The time that statistics are of, as it was fixed when they were last asked for. */
export interface Period {
  readonly preset: Preset
  /** RFC 3339; undefined for all that was ever recorded. */
  readonly since: string | undefined
  /** ms since the epoch: asked again whenever this changes. */
  readonly asOf: number
}

const usual = '30d'

/** What the address asks for; what it does not know is as if it were not there. */
export const presetAsked = (): Preset => {
  const id = search.value.get('range') ?? usual
  return presets.find((preset) => preset.id === id) ?? (presets[2] as Preset)
}
export const groupingAsked = (): Grouping => groupings.find((one) => one === search.value.get('by')) ?? 'verb'

/** Where intervals begin from `since` to `until`, in ms: those without events are shown too. */
export const intervalStarts = (interval: Interval, since: number, until: number): readonly number[] => {
  const starts: number[] = []
  // More than any chart has.
  for (let at = startOf(interval, since); at < until && starts.length < 2_000; at = nextStart(interval, at))
    starts.push(at)
  return starts
}

interface Clock {
  readonly parts: (ms: number) => readonly [year: number, month: number, date: number, weekday: number]
  readonly at: (year: number, month: number, date: number) => number
}
const clocks: Readonly<Record<'utc' | 'local', Clock>> = {
  utc: {
    parts: (ms) => {
      const date = new Date(ms)
      return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCDay()]
    },
    at: (year, month, date) => Date.UTC(year, month, date),
  },
  local: {
    parts: (ms) => {
      const date = new Date(ms)
      return [date.getFullYear(), date.getMonth(), date.getDate(), date.getDay()]
    },
    at: (year, month, date) => new Date(year, month, date).getTime(),
  },
}

const startOf = (interval: Interval, ms: number): number => {
  const { parts, at } = clocks[zone.value]
  const [year, month, date, weekday] = parts(ms)
  switch (interval) {
    case 'hour': {
      const midnight = at(year, month, date)
      return midnight + Math.floor((ms - midnight) / 3_600_000) * 3_600_000
    }
    case 'day':
      return at(year, month, date)
    case 'week':
      return at(year, month, date - ((weekday + 6) % 7))
    case 'month':
      return at(year, month, 1)
  }
}

const nextStart = (interval: Interval, ms: number): number => {
  const { parts, at } = clocks[zone.value]
  const [year, month, date] = parts(ms)
  switch (interval) {
    case 'hour':
      return ms + 3_600_000
    case 'day':
      return at(year, month, date + 1)
    case 'week':
      return at(year, month, date + 7)
    case 'month':
      return at(year, month + 1, 1)
  }
}
