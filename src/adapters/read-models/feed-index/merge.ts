import { codedFields, termFields } from './fields.js'
import type { SegmentRange, SegmentStore, StoredSegment } from './segment-store.js'
import type { SegmentRows } from './segment-format.js'
import type { TermRows } from './term-block.js'

/** From so many segments on that have one moment in common, these are merged; no more than that are at once. */
const overlapMax = 8
const mergedMax = 12

/** The segments to be merged: those that share the moment that most of them share, if these are too many. */
export const overlapping = (ranges: readonly SegmentRange[]): readonly SegmentRange[] => {
  const byStart = [...ranges].sort((a, b) => a.minTime - b.minTime)
  let open: SegmentRange[] = []
  let most: readonly SegmentRange[] = []
  for (const range of byStart) {
    open = open.filter(({ maxTime }) => maxTime > range.minTime)
    open.push(range)
    if (open.length > most.length) most = [...open]
  }
  return most.length > overlapMax ? most.slice(0, mergedMax) : []
}

/** Puts segments in the place of others that hold the same rows, without the deleted ones, and do not overlap one another. */
export const mergeSegments = (store: SegmentStore, ids: readonly number[], segmentRows: number): void => {
  const sources = ids.map((id) => store.read(id))
  const order = mergedOrder(sources)
  const targets = []
  for (let from = 0; from < order.count; from += segmentRows) {
    targets.push(store.create(rowsOf(sources, order, from, Math.min(order.count, from + segmentRows))))
  }
  for (const field of termFields.keys()) {
    for (const { term, rows } of mergedTerms(store, sources, order, field)) {
      for (let at = 0; at < rows.length;) {
        const target = Math.floor((rows[at] as number) / segmentRows)
        const base = target * segmentRows
        const here: number[] = []
        while (at < rows.length && (rows[at] as number) < base + segmentRows) here.push((rows[at++] as number) - base)
        targets[target]?.add(field, { term, rows: here })
      }
    }
  }
  for (const target of targets) target.finish()
  for (const { id } of sources) store.remove(id)
}

interface Order {
  readonly count: number
  /** Of each row in the merged order: which source, and which row there. */
  readonly source: Uint16Array
  readonly row: Uint16Array
  /** By source: the place of each row in the merged order; -1 where it was deleted. */
  readonly places: readonly Int32Array[]
}

const mergedOrder = (sources: readonly StoredSegment[]): Order => {
  const all = sources.reduce((sum, { header }) => sum + header.rows, 0)
  const source = new Uint16Array(all)
  const row = new Uint16Array(all)
  const places = sources.map(({ header }) => new Int32Array(header.rows).fill(-1))
  const next = sources.map(() => 0)
  let count = 0
  for (;;) {
    let first = -1
    for (const [i, candidate] of sources.entries()) {
      const at = next[i] as number
      if (at < candidate.header.rows && (first < 0 || isBefore(candidate, at, sources[first], next[first] ?? 0)))
        first = i
    }
    if (first < 0) return { count, source, row, places }
    const at = next[first] as number
    next[first] = at + 1
    if (sources[first]?.deleted?.[at] === 1) continue
    source[count] = first
    row[count] = at
    ;(places[first] as Int32Array)[at] = count
    count++
  }
}

const isBefore = (a: StoredSegment, at: number, b: StoredSegment | undefined, bt: number): boolean => {
  if (b === undefined) return true
  const [x, y] = [timeAt(a, at), timeAt(b, bt)]
  return x < y || (x === y && positionAt(a, at) < positionAt(b, bt))
}

const timeAt = ({ columns }: StoredSegment, row: number): number => columns.timeBase + (columns.times[row] as number)
const positionAt = ({ columns }: StoredSegment, row: number): number =>
  columns.positionBase + (columns.positions[row] as number)

const rowsOf = (sources: readonly StoredSegment[], order: Order, from: number, to: number): SegmentRows => {
  const rows: SegmentRows = {
    times: new Float64Array(to - from),
    positions: new Float64Array(to - from),
    codes: codedFields.map(() => new Uint32Array(to - from)),
  }
  for (let i = from; i < to; i++) {
    const source = sources[order.source[i] as number] as StoredSegment
    const row = order.row[i] as number
    rows.times[i - from] = timeAt(source, row)
    rows.positions[i - from] = positionAt(source, row)
    for (const [field, codes] of rows.codes.entries()) {
      const place = source.columns.codes[field]?.[row] ?? 0
      codes[i - from] = source.header.fields[field]?.codes[place] ?? 0
    }
  }
  return rows
}

/** The terms of all sources in order, each once, with its rows in the merged order. */
function* mergedTerms(
  store: SegmentStore,
  sources: readonly StoredSegment[],
  { places }: Order,
  field: number,
): Generator<TermRows> {
  const heads = sources.map(({ id }, i) => {
    const iterator = store.terms(id, field)[Symbol.iterator]()
    return { iterator, place: places[i] as Int32Array, head: iterator.next() }
  })
  for (;;) {
    let least: Buffer | undefined
    for (const { head } of heads) {
      if (head.done !== true && (least === undefined || Buffer.compare(head.value.term, least) < 0)) {
        least = head.value.term
      }
    }
    if (least === undefined) return
    const rows: number[] = []
    for (const each of heads) {
      if (each.head.done === true || !each.head.value.term.equals(least)) continue
      for (let i = 0; i < each.head.value.rows.length; i++) {
        const place = each.place[each.head.value.rows[i] as number] as number
        if (place >= 0) rows.push(place)
      }
      each.head = each.iterator.next()
    }
    if (rows.length > 0) yield { term: least, rows: rows.sort((a, b) => a - b) }
  }
}
