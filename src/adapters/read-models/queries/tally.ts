import { formatTime } from '../../../domain/time.js'
import type { StatsField, StatsItem } from '../../../ports/read-models.js'
import type { CountRow } from './count-source.js'
import type { Interval } from './intervals.js'

/** One group under way; `values` as in a CountRow. */
export interface Group {
  readonly interval: Interval | undefined
  readonly values: readonly (string | null)[]
  count: number
}

/** Adds up counts, which come in the order of time. */
export interface Tally {
  readonly add: (row: CountRow, interval: Interval | undefined) => void
  readonly total: () => number
  /** In the order of the answer, those beyond the limit left out. */
  readonly groups: () => { readonly groups: readonly Group[]; readonly truncated: boolean }
}

/** Once there are more groups than `limit`, those of later intervals only count for the total: no more groups are kept than are needed. */
export const tally = (valuesPerGroup: number, limit: number): Tally => {
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
    const values = [row.c0, row.c1, row.c2, row.c3].slice(0, valuesPerGroup).map((value) => value ?? null)
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

const compareValues = (a: Group['values'], b: Group['values']): number => {
  for (const [i, value] of a.entries()) {
    const order = compareTexts(value, b[i] ?? null)
    if (order !== 0) return order
  }
  return 0
}

/** No value comes first; texts byte by byte in UTF-8, as everywhere in the read models. */
const compareTexts = (a: string | null, b: string | null): number => {
  if (a === b) return 0
  if (a === null) return -1
  return b === null ? 1 : Buffer.compare(Buffer.from(a), Buffer.from(b))
}

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
