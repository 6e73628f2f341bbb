import type { StatsAnswer, StatsItem } from '../../ports/read-models.js'
import { ask } from '../api/request.js'
import { given } from '../routing/given.js'
import { timeZone } from '../settings.js'
import type { Grouping, Period, Preset } from './range.js'
import { intervalStarts } from './range.js'
import type { Value } from './grouping.js'
import { valueOf } from './grouping.js'

interface Series {
  readonly value: Value
  readonly counts: readonly number[]
}

/** Volume over time: one row of counts a value, and one for all others where there are any. */
export interface Volume {
  /** Of the intervals, in ms; `ends` exclusive. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly series: readonly Series[]
  readonly total: number
}

/** How many values are told apart: those of 7 days by the hour fit into one answer. */
const maxValues = 5

export const loadVolume = async (
  { preset, since, asOf }: Period,
  by: Grouping,
  signal: AbortSignal,
): Promise<Volume> => {
  const slices = { since, interval: preset.interval, timeZone: timeZone() }
  const [all, top] = await Promise.all([
    ask<StatsAnswer>('/v1/stats', slices, { signal }),
    ask<StatsAnswer>('/v1/stats', { since, groupBy: by, limit: maxValues }, { signal }),
  ])
  const values = top.items.map((item) => valueOf(by, item)).filter(({ filter }) => filter !== undefined)
  const parts =
    values.length === 0 ? [] : (await ask<StatsAnswer>('/v1/stats', seriesQuery(slices, by, values), { signal })).items
  return volumeOf(preset, by, all, values, parts, since === undefined ? undefined : Date.parse(since), asOf)
}

const seriesQuery = (
  slices: Readonly<Record<string, string | undefined>>,
  by: Grouping,
  values: readonly Value[],
): URLSearchParams => {
  const filters = values.flatMap(({ filter }) =>
    Object.entries(filter ?? {}).map(([name, value]) => `${name}\n${value}`),
  )
  const unique = [...new Set(filters)].map((one): [string, string] => [
    one.slice(0, one.indexOf('\n')),
    one.slice(one.indexOf('\n') + 1),
  ])
  return new URLSearchParams([...given(slices), ['groupBy', by], ...unique])
}

const volumeOf = (
  { interval }: Preset,
  by: Grouping,
  all: StatsAnswer,
  values: readonly Value[],
  parts: readonly StatsItem[],
  since: number | undefined,
  until: number,
): Volume => {
  const ofItem = ({ from = '' }: StatsItem): number => Date.parse(from)
  const first = since ?? (all.items[0] === undefined ? until : ofItem(all.items[0]))
  const starts = [...new Set([...intervalStarts(interval, first, until), ...all.items.map(ofItem)])].sort(
    (a, b) => a - b,
  )
  const placeOf = new Map(starts.map((start, place) => [start, place]))
  const rows = new Map(values.map(({ key }) => [key, starts.map(() => 0)]))
  const others = starts.map(() => 0)
  const ends = starts.map((start, place) => starts[place + 1] ?? Math.max(until, start + 1))
  for (const item of all.items) {
    const place = placeOf.get(ofItem(item)) ?? 0
    others[place] = (others[place] ?? 0) + item.count
    ends[place] = Date.parse(item.to ?? '')
  }
  for (const item of parts) {
    const row = rows.get(valueOf(by, item).key)
    const place = placeOf.get(ofItem(item))
    if (row === undefined || place === undefined) continue
    row[place] = item.count
    others[place] = (others[place] ?? 0) - item.count
  }
  const series = values.map((value) => ({ value, counts: rows.get(value.key) ?? [] }))
  const rest = { value: { key: 'others', name: 'all others', filter: undefined }, counts: others }
  return { starts, ends, total: all.total, series: others.some((one) => one > 0) ? [...series, rest] : series }
}
