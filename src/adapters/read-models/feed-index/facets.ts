import type { FacetsQuery, FacetValue, Page } from '../../../ports/read-models.js'
import { compareValues } from '../queries/compare-texts.js'
import type { Range } from '../queries/conditions.js'
import { prefixEnd } from '../queries/prefix-end.js'
import type { IndexParts } from './feed-places.js'
import { actorParts, codedFields, columnFor, isTermField, termFields, termText } from './fields.js'
import type { CodedField, TermField } from './fields.js'
import { groupCounter, overlaps } from './index-counts.js'
import type { KnownValues } from './known-values.js'
import { largest } from './largest.js'
import type { Question } from './question.js'
import { rowsWithin } from './row-range.js'
import { amongThatMatch, markRows, matchSegment } from './segment-match.js'
import type { SegmentMatch } from './segment-match.js'
import type { Segment } from './segments.js'
import { matchTail } from './tail-match.js'
import { stepsOf } from './work.js'

/** The values of a field and how many of the events that meet the question have each, those behind `from`. */
export const facetPage = (
  parts: IndexParts,
  values: KnownValues,
  question: Question,
  query: FacetsQuery,
  from: FacetValue | undefined,
): Page<FacetValue, FacetValue> => {
  const { field } = query
  // No stored text has a lone surrogate; half of a character is not what a whole one begins with.
  if (!query.prefix.isWellFormed()) return { items: [] }
  const counts = isTermField(field)
    ? countTerms(parts, question, query, field)
    : countCodes(parts, values, question, query, columnFor(field))
  return pageOf(counts, query, from)
}

type Counts = ReadonlyMap<string, number>

const countCodes = (
  parts: IndexParts,
  values: KnownValues,
  question: Question,
  query: FacetsQuery,
  column: CodedField,
): Counts => {
  const { firstAt, counts } = groupCounter(parts, values, question, [codedFields.indexOf(column)])(
    rangeOf(query),
    undefined,
  )
  const found = new Map<string, number>()
  parts.work.spend(counts.length * stepsOf.group)
  for (let i = 0; i < counts.length; i++) {
    const value = values.valueOf(column, firstAt(i))
    if (value === null) continue
    // Actors of different types may have one id.
    const text = column === 'actor' ? actorParts(value).id : value
    if (text.startsWith(query.prefix)) found.set(text, (found.get(text) ?? 0) + (counts[i] as number))
  }
  return found
}

const countTerms = (parts: IndexParts, question: Question, query: FacetsQuery, termField: TermField): Counts => {
  const found = new Map<string, number>()
  const field = termFields.indexOf(termField)
  const asked = termText(query.tenant, query.prefix)
  const end = prefixEnd(asked)
  const range = { term: Buffer.from(asked), end: end === undefined ? undefined : Buffer.from(end) }
  const tenantBytes = Buffer.byteLength(termText(query.tenant, ''))
  for (const segment of parts.segments.all()) {
    const match = overlaps(segment, rangeOf(query)) ? matchSegment(question, segment, parts) : undefined
    if (match === undefined) continue
    const marks = marksOf(parts, match, segment, rangeOf(query))
    parts.terms.each(segment, field, range, parts.work, (term, rows) => {
      let count = 0
      for (const row of rows()) count += marks[row] as number
      if (count > 0) {
        const value = term.toString('utf8', tenantBytes)
        found.set(value, (found.get(value) ?? 0) + count)
      }
    })
  }
  const tail = matchTail(question, parts.tail)
  const [from, to] = tail.within(rangeOf(query))
  for (let i = from; i < to; i++) {
    for (const value of parts.tail.terms()[field]?.[tail.rows[i] as number] ?? []) {
      if (value.startsWith(query.prefix)) found.set(value, (found.get(value) ?? 0) + 1)
    }
  }
  return found
}

/** One byte a row of the segment: 1 where it matches. */
const marksOf = ({ kernel }: IndexParts, match: SegmentMatch, segment: Segment, range: Range): Uint8Array => {
  const marks = new Uint8Array(segment.header.rows)
  const [lo, hi] = rowsWithin(segment, range)
  if (lo >= hi) return marks
  if (match.among !== undefined) {
    for (const row of amongThatMatch(match, match.among, segment, lo, hi)) marks[row] = 1
    return marks
  }
  markRows(kernel, match, segment, lo, hi)
  for (const row of kernel.rows()) marks[lo + row] = 1
  return marks
}

const rangeOf = ({ since, until }: FacetsQuery): Range => ({ least: since, end: until })

/** The largest count first, ties by the value. */
const compareFacets = (a: FacetValue, b: FacetValue): number => b.count - a.count || compareValues([a.value], [b.value])

const pageOf = (counts: Counts, { limit }: FacetsQuery, from: FacetValue | undefined): Page<FacetValue, FacetValue> => {
  const behind: FacetValue[] = []
  for (const [value, count] of counts) {
    if (from === undefined || compareFacets({ value, count }, from) > 0) behind.push({ value, count })
  }
  const taken = largest(
    Uint32Array.from(behind, ({ count }) => count),
    limit,
    (a, b) => compareFacets(behind[a] as FacetValue, behind[b] as FacetValue),
  )
  const items = taken.map((i) => behind[i] as FacetValue).sort(compareFacets)
  const last = items.at(-1)
  return behind.length > items.length && last !== undefined ? { items, next: last } : { items }
}
