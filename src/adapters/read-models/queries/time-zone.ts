import { LRUCache } from 'lru-cache'

export const dayMs = 86_400_000

/** A stretch of time with one offset from UTC, or a part of one. Times are in ms since the epoch. */
export interface Stretch {
  /** Inclusive and exclusive. */
  readonly from: number
  readonly to: number
  /** Local time less UTC, in ms. */
  readonly offset: number
  /** Where the clocks were changed last before `from` and next behind `to`; infinite where that is further than a day away. */
  readonly changedAt: number
  readonly changesAt: number
  /** The local date just before `changedAt`, in days since 1970-01-01; -Infinity where `changedAt` is. */
  readonly dateBefore: number
}

export interface TimeZone {
  /** The stretch that a time lies in; it ends with the year of UTC at the latest. */
  readonly stretchAt: (ms: number) => Stretch
  /** When a local date (days since 1970-01-01) begins: the first moment whose local date is that one or a later one. */
  readonly startOf: (date: number) => number
}

/** By IANA name, from the data that Intl has. Throws a RangeError where there is no such zone. */
export const timeZone = (name: string): TimeZone => {
  const known = zones.get(name)
  if (known !== undefined) return known
  const zone = makeZone(offsetsOf(name))
  zones.set(name, zone)
  return zone
}

const zones = new LRUCache<string, TimeZone>({ max: 64 })
/** Of one zone. */
const maxYears = 256

const makeZone = (offsetAt: (ms: number) => number): TimeZone => {
  const years = new LRUCache<number, readonly Stretch[]>({ max: maxYears })

  const stretchesOf = (year: number): readonly Stretch[] => {
    const known = years.get(year)
    if (known !== undefined) return known
    const stretches = findStretches(offsetAt, startOfYear(year), startOfYear(year + 1))
    years.set(year, stretches)
    return stretches
  }

  const stretchAt = (ms: number): Stretch => {
    const found = stretchesOf(new Date(ms).getUTCFullYear()).find(({ to }) => ms < to)
    if (found === undefined) throw new Error(`no offset at ${ms}`)
    return found
  }

  const startOf = (date: number): number => {
    const local = date * dayMs
    // No offset is as large as a day and a half.
    for (let stretch = stretchAt(local - 1.5 * dayMs); ; stretch = stretchAt(stretch.to)) {
      const start = Math.max(stretch.from, local - stretch.offset)
      if (start < stretch.to) return start
    }
  }

  return { stretchAt, startOf }
}

/** Looks at each day, one beyond both ends too: clocks are not changed and changed back within one. */
const findStretches = (offsetAt: (ms: number) => number, from: number, to: number): readonly Stretch[] => {
  const changes: { readonly at: number; readonly offset: number; readonly before: number }[] = []
  let offset = offsetAt(from - dayMs)
  for (let day = from; day <= to + dayMs; day += dayMs) {
    const later = offsetAt(day)
    if (later === offset) continue
    changes.push({ at: findChange(offsetAt, day - dayMs, day, offset), offset: later, before: offset })
    offset = later
  }
  const edges = [
    { at: -Infinity, offset: offsetAt(from - dayMs), before: 0 },
    ...changes,
    { at: Infinity, offset: 0, before: 0 },
  ]
  return edges.slice(0, -1).flatMap((edge, i): readonly Stretch[] => {
    const changesAt = edges[i + 1]?.at ?? Infinity
    const stretch = { from: Math.max(from, edge.at), to: Math.min(to, changesAt) }
    if (stretch.from >= stretch.to) return []
    const dateBefore = Math.floor((edge.at - 1 + edge.before) / dayMs)
    return [{ ...stretch, offset: edge.offset, changedAt: edge.at, changesAt, dateBefore }]
  })
}

/** The first ms in (from, to] whose offset is no longer the one at `from`. */
const findChange = (offsetAt: (ms: number) => number, from: number, to: number, offset: number): number => {
  let [before, behind] = [from, to]
  while (behind - before > 1) {
    const middle = Math.floor((before + behind) / 2)
    if (offsetAt(middle) === offset) before = middle
    else behind = middle
  }
  return behind
}

const startOfYear = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1)

/** `1/1/1850, GMT+00:53:28`: seconds are there in the local mean times of before about 1900. */
const offsetsOf = (name: string): ((ms: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  return (ms) => {
    const text = format.format(ms)
    const at = text.indexOf('GMT') + 3
    if (text.length === at) return 0
    const [hours = 0, minutes = 0, seconds = 0] = text
      .slice(at + 1)
      .split(':')
      .map(Number)
    const size = ((hours * 60 + minutes) * 60 + seconds) * 1_000
    return text[at] === '-' ? -size : size
  }
}
