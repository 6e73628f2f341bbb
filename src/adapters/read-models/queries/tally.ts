import { formatTime } from '../../../domain/time.js'
import type { StatsField, StatsItem } from '../../../ports/read-models.js'
import type { CountRow } from '../feed-index/index-counts.js'
import { compareValues } from './compare-texts.js'
import type { Interval } from './intervals.js'

/** One group under way; `values` as a CountRow makes them. */
export interface Group {
  readonly interval: Interval | undefined
  readonly values: readonly (string | null)[]
  count: number
}

/** Adds up counts, which come in the order of time. */
export interface Tally {
  readonly add: (row: CountRow, interval: Interval | undefined) => void
  /** Events of groups that are left out. */
  readonly addOthers: (count: number) => void
  readonly total: () => number
  /** In the order of the answer, those beyond the limit left out. */
  readonly groups: () => { readonly groups: readonly Group[]; readonly truncated: boolean }
}

/** Once there are more groups than `limit`, those of later intervals only count for the total: no more groups are kept than are needed. */
export const tally = (limit: number): Tally => {
  const kept = new Map<string, Group>()
  let lastKept = Infinity
  let left = false
  let total = 0

  const add = (row: CountRow, interval: Interval | undefined): void => {
    total += row.count
    const from = interval?.from ?? 0
    if (from > lastKept) {
      left = true
      return
    }
    const values = row.values()
    const key = `${from}${values.map((value) => (value === null ? '\u0001' : `\u0000${value}`)).join('')}`
    const group = kept.get(key)
    if (group === undefined) {
      kept.set(key, { interval, values, count: row.count })
      if (kept.size > limit) lastKept = from
    } else {
      group.count += row.count
    }
  }

  return {
    add,
    addOthers: (count) => {
      total += count
      left ||= count > 0
    },
    total: () => total,
    groups: () => {
      const sorted = [...kept.values()].sort(inOrder)
      return { groups: sorted.slice(0, limit), truncated: left || sorted.length > limit }
    },
  }
}

/** By time, then the largest count first, then by the values. */
const inOrder = (a: Group, b: Group): number =>
  (a.interval?.from ?? 0) - (b.interval?.from ?? 0) || b.count - a.count || compareValues(a.values, b.values)

/** `nameOf` finds the latest name of an actor. */
export const statsItem = (
  groupBy: readonly StatsField[],
  { interval, values, count }: Group,
  nameOf: (type: string, id: string) => string | undefined,
): StatsItem => {
  const rest = [...values]
  const fields = groupBy.map((field): readonly [string, unknown] => {
    const value = rest.shift() ?? null
    if (field !== 'actor') return [field, value]
    const [type, id] = [value ?? '', rest.shift() ?? '']
    const name = nameOf(type, id)
    return [field, name === undefined ? { type, id } : { type, id, name }]
  })
  const times = interval === undefined ? {} : { from: formatTime(interval.from), to: formatTime(interval.to) }
  return { ...Object.fromEntries(fields), ...times, count }
}
