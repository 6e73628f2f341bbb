import { patternText } from '../../domain/pattern.js'
import type { FilterField } from './fields.js'
import { filterFields } from './fields.js'

export type FieldValues = Readonly<Partial<Record<FilterField, readonly string[]>>>

/**
 * What a feed is asked for. The values are those of the API's parameters: alternatives within a field, `*` at the end for a prefix, `\*` there for
 * the character. Times may also be relative (`7d`) or in the reader's zone: see time-text.ts.
 */
export interface Query {
  readonly is: FieldValues
  readonly not: FieldValues
  readonly since?: string
  readonly until?: string
}

export const emptyQuery: Query = { is: {}, not: {} }

/** One condition of a query, as it is taken out of it or put into it. */
interface Term {
  readonly field: FilterField
  readonly negated: boolean
  readonly value: string
}

export const termsOf = (query: Query): readonly Term[] =>
  filterFields.flatMap((field) => [
    ...(query.is[field] ?? []).map((value) => ({ field, negated: false, value })),
    ...(query.not[field] ?? []).map((value) => ({ field, negated: true, value })),
  ])

export const isEmptyQuery = (query: Query): boolean =>
  query.since === undefined && query.until === undefined && termsOf(query).length === 0

export const hasTerm = (query: Query, { field, negated, value }: Term): boolean =>
  (negated ? query.not : query.is)[field]?.includes(value) ?? false

export const addTerm = (query: Query, term: Term): Query => {
  if (hasTerm(query, term)) return query
  const side = term.negated ? 'not' : 'is'
  return { ...query, [side]: { ...query[side], [term.field]: [...(query[side][term.field] ?? []), term.value] } }
}

/** Wants a value, or leaves it out: no longer the other of the two. */
export const withTerm = (query: Query, term: Term): Query =>
  addTerm(withoutTerm(query, { ...term, negated: !term.negated }), term)

export const withoutTerm = (query: Query, term: Term): Query => {
  if (!hasTerm(query, term)) return query
  const side = term.negated ? 'not' : 'is'
  const { [term.field]: values = [], ...others } = query[side]
  const left = values.filter((value) => value !== term.value)
  return { ...query, [side]: left.length === 0 ? others : { ...others, [term.field]: left } }
}

export const withoutField = (query: Query, field: FilterField): Query => {
  const { [field]: _is, ...is } = query.is
  const { [field]: _not, ...not } = query.not
  return { ...query, is, not }
}

export const withPeriod = ({ is, not }: Query, since: string | undefined, until: string | undefined): Query => ({
  is,
  not,
  ...(since === undefined ? {} : { since }),
  ...(until === undefined ? {} : { until }),
})

/** A value as a filter says it, whatever it ends in. */
export const literal = (value: string): string => patternText({ value, prefix: false })
