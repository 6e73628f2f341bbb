import type { FeedPlace, StatsField, StatsQuery } from '../../../ports/read-models.js'
import type { Range } from '../queries/conditions.js'
import type { Slots } from '../queries/intervals.js'
import { compareValues } from '../queries/compare-texts.js'
import { feedPlaces } from './feed-places.js'
import type { IndexParts } from './feed-places.js'
import { actorParts, codedFields } from './fields.js'
import type { CodedField } from './fields.js'
import { groupCounts } from './group-counts.js'
import type { GroupCounts, Groups } from './group-counts.js'
import { maxCells } from './kernel/kernel.js'
import type { Kernel } from './kernel/kernel.js'
import type { KnownValues } from './known-values.js'
import { largest } from './largest.js'
import type { Question } from './question.js'
import { rowsWithin } from './row-range.js'
import { amongThatMatch, markRows, matchSegment } from './segment-match.js'
import type { SegmentMatch } from './segment-match.js'
import type { Segment } from './segments.js'
import { segmentRowsMax } from './index-schema.js'
import { matchTail } from './tail-match.js'
import type { TailMatch } from './tail-match.js'
import type { Tail } from './tail.js'
import { stepsOf } from './work.js'
import type { Work } from './work.js'

/** How many events there are in one slot with these values (`values` in the order of `groupBy`, two for an actor: type and id). */
export interface CountRow {
  readonly slot: number
  readonly count: number
  /** Made when they are asked for: most groups of a large answer are left out of it. */
  readonly values: () => readonly (string | null)[]
}

/** Where counts can be had from. */
export interface CountSource {
  /** The groups of a range: the `limit` largest, of equal ones the first by their values, and how many events the others have. */
  readonly groups: (range: Range, limit: number) => { readonly rows: readonly CountRow[]; readonly others: number }
  /** All groups of a range by slot, in the order of the slots; without slots, all in slot 0. A row's values can be had during the call alone. */
  readonly bySlot: (range: Range, slots: Slots | undefined, onRow: (row: CountRow) => void) => void
  /** The first or the last time of the range that has matching events. */
  readonly edge: (which: 'first' | 'last', range: Range) => number | undefined
  /** The first time from `least` on that the tenant has any events at. */
  readonly nextFrom: (least: number) => number | undefined
}

/** Counts what meets a question by up to two coded fields (their places); segments and the tail are matched once for all ranges. */
export const groupCounter = (
  parts: IndexParts,
  values: KnownValues,
  question: Question,
  fields: readonly number[],
): ((range: Range, slots: Slots | undefined) => Groups) => {
  const ends = fields.map((field) => values.lastCode(codedFields[field] as CodedField) + 1)
  const matches = new Map<number, SegmentMatch | undefined>()
  let tailMatch: TailMatch | undefined

  const matchOf = (segment: Segment): SegmentMatch | undefined => {
    if (matches.has(segment.id)) return matches.get(segment.id)
    const match = matchSegment(question, segment, parts)
    matches.set(segment.id, match)
    return match
  }

  return (range, slots) => {
    const found = parts.segments.all().flatMap((segment) => {
      const match = overlaps(segment, range) ? matchOf(segment) : undefined
      return match === undefined ? [] : [{ segment, match }]
    })
    parts.work.spend(found.length * stepsOf.segment)
    tailMatch ??= matchTail(question, parts.tail)
    const events = found.reduce((sum, { segment, match }) => sum + rowsAtMost(segment, match), tailMatch.rows.length)
    const counts = groupCounts(slotsOf(range, slots), ends[0] ?? 1, ends[1] ?? 1, events)
    const counting: Counting = { fields, range, slots, counts, work: parts.work }
    for (const { segment, match } of found) {
      countSegment(parts.kernel, segment, match, counting)
    }
    countTail(parts.tail, tailMatch, counting)
    return counts.groups()
  }
}

export const indexCounts = (
  parts: IndexParts,
  values: KnownValues,
  question: Question,
  query: StatsQuery,
): CountSource => {
  const fields = query.groupBy.map((field) => codedFields.indexOf(field))
  const count = groupCounter(parts, values, question, fields)
  const ofTenant: Question = { coded: question.coded.slice(0, 1), terms: [] }
  let tenantTail: TailMatch | undefined

  const firstPlace = (range: Range, order: 'asc' | 'desc'): FeedPlace | undefined =>
    feedPlaces(parts, question, { ...placeQuery(query, range), order }, 1)[0]

  return {
    groups: (range, limit) => {
      const groups = count(range, undefined)
      const { firstAt, secondAt, counts } = groups
      const valuesAt = (i: number) => groupValues(values, query.groupBy, [firstAt(i), secondAt(i)])
      // Where there are as many groups as values, it is cheaper to put all values in order once than to compare many groups by them.
      const isByRank = counts.length > query.groupBy.reduce((sum, field) => sum + values.lastCode(field), 0)
      const compare = isByRank
        ? compareRanks(groups, values, query.groupBy)
        : (a: number, b: number) => compareValues(valuesAt(a), valuesAt(b))
      const taken = largest(counts, limit, compare)
      const rows = taken.map((i) => ({ slot: 0, count: counts[i] as number, values: () => valuesAt(i) }))
      let all = 0
      for (let i = 0; i < counts.length; i++) all += counts[i] as number
      return { rows, others: rows.reduce((left, row) => left - row.count, all) }
    },
    bySlot: (range, slots, onRow) => {
      const groups = count(range, slots)
      let at = 0
      const valuesOfRow = () => {
        parts.work.spend(stepsOf.group)
        return groupValues(values, query.groupBy, [groups.firstAt(at), groups.secondAt(at)])
      }
      for (; at < groups.counts.length; at++) {
        onRow({ slot: groups.slotAt(at), count: groups.counts[at] as number, values: valuesOfRow })
      }
    },
    edge: (which, range) => firstPlace(range, which === 'first' ? 'asc' : 'desc')?.occurredAt,
    nextFrom: (least) => {
      tenantTail ??= matchTail(ofTenant, parts.tail)
      const inTail = tenantTail.times[tenantTail.within({ least })[0]]
      const asked = { ...placeQuery(query, { least }), order: 'asc' as const }
      const [inSegments] = feedPlaces({ ...parts, tail: undefined }, ofTenant, asked, 1)
      return inTail === undefined || (inSegments !== undefined && inSegments.occurredAt < inTail)
        ? inSegments?.occurredAt
        : inTail
    },
  }
}

/** In the order of the groups' values. */
const compareRanks = (
  { firstAt, secondAt }: Groups,
  values: KnownValues,
  [first, second]: readonly StatsField[],
): ((a: number, b: number) => number) => {
  const ranksOf = (field: StatsField | undefined): Uint32Array =>
    field === undefined ? new Uint32Array(1) : values.ranks(field)
  const [firstRanks, secondRanks] = [ranksOf(first), ranksOf(second)]
  return (a, b) =>
    (firstRanks[firstAt(a)] as number) - (firstRanks[firstAt(b)] as number) ||
    (secondRanks[secondAt(a)] as number) - (secondRanks[secondAt(b)] as number)
}

/** What is counted, and where to. */
interface Counting {
  readonly fields: readonly number[]
  readonly range: Range
  readonly slots: Slots | undefined
  readonly counts: GroupCounts
  readonly work: Work
}

const rowsAtMost = ({ header }: Segment, { among, codes }: SegmentMatch): number =>
  Math.min(header.rows, among?.length ?? Infinity, codes[0]?.rows ?? Infinity)

const placeQuery = ({ tenant }: StatsQuery, { least, end }: Range) => ({
  tenant,
  fields: {},
  sort: 'occurredAt' as const,
  limit: 1,
  ...(least === undefined ? {} : { since: least }),
  ...(end === undefined ? {} : { until: end }),
})

const groupValues = (
  values: KnownValues,
  groupBy: readonly StatsField[],
  codes: readonly number[],
): readonly (string | null)[] =>
  groupBy.flatMap((field, i) => {
    const value = values.valueOf(field, codes[i] ?? 0)
    if (field !== 'actor') return [value]
    const { type, id } = actorParts(value ?? '')
    return [type, id]
  })

const slotsOf = ({ end }: Range, slots: Slots | undefined): number | undefined => {
  if (slots === undefined) return 1
  return end === undefined ? undefined : Math.ceil((end - slots.base) / slots.lengthMs)
}

const slotAt = (time: number, { base, lengthMs }: Slots): number => Math.floor((time - base) / lengthMs)

export const overlaps = ({ header }: Segment, { least, end }: Range): boolean =>
  (least === undefined || header.maxTime >= least) && (end === undefined || header.minTime < end)

const countSegment = (kernel: Kernel, segment: Segment, match: SegmentMatch, counting: Counting): void => {
  const { fields, range, slots, counts } = counting
  const [lo, hi] = rowsWithin(segment, range)
  if (lo >= hi) return
  const { rows, minTime, maxTime } = segment.header
  const slot = slots === undefined ? 0 : slotAt(minTime, slots)
  const isOneSlot = slots === undefined || slot === slotAt(maxTime, slots)
  if (match.all && lo === 0 && hi === rows && isOneSlot && fields.length <= 1) {
    countWhole(segment, fields[0], slot, counts)
    return
  }
  if (match.among !== undefined) {
    countListed(segment, amongThatMatch(match, match.among, segment, lo, hi), counting)
    return
  }
  markRows(kernel, match, segment, lo, hi)
  if (isOneSlot && canTally(segment, fields)) tallyMarked(kernel, segment, lo, fields, slot, counts)
  else countListed(segment, kernel.rows(), counting, lo)
}

/** The header knows how many rows each value has. */
const countWhole = ({ header }: Segment, field: number | undefined, slot: number, counts: GroupCounts): void => {
  if (field === undefined) {
    counts.add(slot, 0, 0, header.rows)
    return
  }
  const known = header.fields[field]
  for (let i = 0; known !== undefined && i < known.codes.length; i++) {
    counts.add(slot, known.codes[i] as number, 0, known.counts[i] as number)
  }
}

const canTally = ({ header }: Segment, fields: readonly number[]): boolean => {
  const [a = 1, b = 1] = fields.map((field) => header.fields[field]?.codes.length ?? 1)
  return fields.length < 2 ? a <= maxCells : a <= 256 && b <= 256 && a * b <= maxCells
}

const none = new Uint32Array(1)

const tallyMarked = (
  kernel: Kernel,
  segment: Segment,
  lo: number,
  fields: readonly number[],
  slot: number,
  counts: GroupCounts,
): void => {
  const { codes: columns } = segment.columns()
  const [a = none, b = none] = fields.map((field) => segment.header.fields[field]?.codes)
  const [x, y] = fields.map((field) => columns[field])
  if (x === undefined && y === undefined) {
    const count = kernel.count()
    if (count > 0) counts.add(slot, a[0] ?? 0, b[0] ?? 0, count)
    return
  }
  const cells =
    x instanceof Uint8Array && y instanceof Uint8Array
      ? kernel.tallyPairs(x, y, lo, a.length * b.length, b.length)
      : kernel.tally((x ?? y) as Uint8Array, lo, Math.max(a.length, b.length))
  // Where one of two fields has one value in the segment, the other's place is the cell.
  for (let cell = 0; cell < cells.length; cell++) {
    const count = cells[cell] as number
    if (count > 0) counts.add(slot, a[Math.floor(cell / b.length)] ?? 0, b[cell % b.length] ?? 0, count)
  }
}

const keys = new Float64Array(segmentRowsMax)

/** Counts rows one by one; they are given less `base`. */
const countListed = (segment: Segment, rows: Uint16Array, counting: Counting, base = 0): void => {
  const { fields, slots, counts, work } = counting
  work.spend(rows.length * stepsOf.row)
  const { codes: columns, times, timeBase } = segment.columns()
  const [a = none, b = none] = fields.map((field) => segment.header.fields[field]?.codes)
  const [x, y] = fields.map((field) => columns[field])
  const { perSlot, perFirst } = counts
  let [slot, slotEnd] = [0, slots === undefined ? Infinity : -Infinity]
  for (let i = 0; i < rows.length; i++) {
    const row = base + (rows[i] as number)
    if (slots !== undefined) {
      const time = timeBase + (times[row] as number)
      if (time >= slotEnd) {
        slot = slotAt(time, slots)
        slotEnd = slots.base + (slot + 1) * slots.lengthMs
      }
    }
    const first = a[x === undefined ? 0 : (x[row] as number)] ?? 0
    keys[i] = slot * perSlot + first * perFirst + (b[y === undefined ? 0 : (y[row] as number)] ?? 0)
  }
  counts.addEach(keys, rows.length)
}

const countTail = (tail: Tail, match: TailMatch, { fields, range, slots, counts }: Counting): void => {
  const [x, y] = fields.map((field) => tail.codes()[field])
  const [from, to] = match.within(range)
  for (let i = from; i < to; i++) {
    const row = match.rows[i] as number
    const slot = slots === undefined ? 0 : slotAt(match.times[i] as number, slots)
    counts.add(slot, x?.[row] ?? 0, y?.[row] ?? 0, 1)
  }
}
