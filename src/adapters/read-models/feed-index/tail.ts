import type { Database } from 'better-sqlite3'
import { codedFields, termFields } from './fields.js'
import { tailTerms } from './seal.js'
import type { TailRow } from './seal.js'

/** The events that are in no segment yet, in memory, in the order of their positions. */
export interface Tail {
  readonly rows: () => number
  /** All rows, by time, then by position. */
  readonly byTime: () => Uint32Array
  /** All rows, by position. */
  readonly byPosition: () => Uint32Array
  readonly times: () => Float64Array
  readonly positions: () => Float64Array
  /** By `codedFields`. */
  readonly codes: () => readonly Uint32Array[]
  /** By `termFields`: of each row. */
  readonly terms: () => readonly (readonly (readonly string[])[])[]
  /** Takes in what has come since. */
  readonly follow: () => void
  /** Lets go of what is in segments now, and takes in what has come since. */
  readonly reload: () => void
}

export const openTail = (db: Database): Tail => {
  const behind = db.prepare<[number], TailRow>('SELECT * FROM feed_tail WHERE position > ? ORDER BY position').raw()
  const present = db.prepare<[], number>('SELECT position FROM feed_tail ORDER BY position').pluck()
  let size = 0
  let last = -1
  let times = new Float64Array(1_024)
  let positions = new Float64Array(1_024)
  let byTime = new Uint32Array(1_024)
  let byPosition = upTo(1_024)
  let codes = codedFields.map(() => new Uint32Array(1_024))
  const terms = termFields.map((): (readonly string[])[] => [])

  const grow = (): void => {
    const larger = times.length * 2
    times = copied(times, new Float64Array(larger))
    positions = copied(positions, new Float64Array(larger))
    byTime = copied(byTime, new Uint32Array(larger))
    byPosition = upTo(larger)
    codes = codes.map((column) => copied(column, new Uint32Array(larger)))
  }

  /** Nearly always behind all that are there: `row` is the last one by position. */
  const placeByTime = (row: number): void => {
    const time = times[row] as number
    let place = row
    if (row > 0 && (times[byTime[row - 1] as number] as number) > time) {
      place = firstBehind(time, row)
      byTime.copyWithin(place + 1, place, row)
    }
    byTime[place] = row
  }

  /** The first place by time, of so many, whose row is later. */
  const firstBehind = (time: number, rows: number): number => {
    let low = 0
    let high = rows
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((times[byTime[middle] as number] as number) <= time) low = middle + 1
      else high = middle
    }
    return low
  }

  const follow = (): void => {
    for (const row of behind.iterate(last)) {
      if (size === times.length) grow()
      last = row[0] as number
      positions[size] = last
      times[size] = row[1] as number
      for (let field = 0; field < codes.length; field++) (codes[field] as Uint32Array)[size] = row[2 + field] as number
      for (const [field, lists] of terms.entries()) lists[size] = tailTerms(row, field)
      placeByTime(size)
      size++
    }
  }

  /** Both the rows here and those in the file are in the order of their positions, and those in the file are fewer. */
  const shrink = (): void => {
    const newRows = new Int32Array(size).fill(-1)
    const before = size
    let kept = 0
    let at = 0
    for (const position of present.iterate()) {
      while (at < size && (positions[at] as number) < position) at++
      if (at === size) break
      if ((positions[at] as number) !== position) continue
      move(at, kept)
      newRows[at] = kept
      kept++
      at++
    }
    size = kept
    for (const lists of terms) lists.length = size
    let place = 0
    for (let i = 0; i < before; i++) {
      const row = newRows[byTime[i] as number] as number
      if (row >= 0) byTime[place++] = row
    }
  }

  const move = (from: number, to: number): void => {
    times[to] = times[from] as number
    positions[to] = positions[from] as number
    for (const column of codes) column[to] = column[from] as number
    for (const lists of terms) lists[to] = lists[from] as readonly string[]
  }

  return {
    rows: () => size,
    byTime: () => byTime.subarray(0, size),
    byPosition: () => byPosition.subarray(0, size),
    times: () => times,
    positions: () => positions,
    codes: () => codes,
    terms: () => terms,
    follow,
    reload: () => {
      shrink()
      follow()
    },
  }
}

/** From 0 on. */
const upTo = (size: number): Uint32Array<ArrayBuffer> => {
  const numbers = new Uint32Array(size)
  for (let i = 0; i < size; i++) numbers[i] = i
  return numbers
}

const copied = <A extends Float64Array | Uint32Array>(from: A, to: A): A => {
  to.set(from)
  return to
}
