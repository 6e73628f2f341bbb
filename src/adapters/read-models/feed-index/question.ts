import type { EventFilter, FieldFilter, FilterField, Pattern } from '../../../ports/read-models.js'
import { askedFields } from '../queries/conditions.js'
import { codedFields, columnFor, isTermField, termFields } from './fields.js'
import type { TermField } from './fields.js'
import type { KnownValues } from './known-values.js'
import { termPatterns } from './segment-terms.js'
import type { TermPattern } from './segment-terms.js'

/** A filter, but for the range of time, in terms of the index. */
export interface Question {
  readonly coded: readonly CodedCondition[]
  readonly terms: readonly TermCondition[]
}

/** The code of a field is one of `anyOf` and none of `noneOf`; 0, which is no value, is never among them. */
export interface CodedCondition {
  readonly field: number
  readonly anyOf: ReadonlySet<number> | undefined
  readonly noneOf: ReadonlySet<number> | undefined
}

export interface TermCondition {
  readonly field: number
  readonly anyOf: Patterns | undefined
  readonly noneOf: Patterns | undefined
}

/** As they were asked, for the tail, and as segments have them. */
export interface Patterns {
  readonly asked: readonly Pattern[]
  readonly terms: readonly TermPattern[]
}

export const questionOf = (values: KnownValues, filter: EventFilter): Question => {
  const tenant = [{ value: filter.tenant, prefix: false }]
  const coded: CodedCondition[] = [{ field: 0, anyOf: values.matching('tenant', tenant), noneOf: undefined }]
  const terms: TermCondition[] = []
  for (const [field, asked] of askedFields(filter)) {
    if (isTermField(field)) terms.push(termCondition(filter.tenant, field, asked))
    else coded.push(codedCondition(values, field, asked))
  }
  return { coded, terms }
}

const codedCondition = (
  values: KnownValues,
  field: Exclude<FilterField, TermField>,
  { anyOf, noneOf }: FieldFilter,
): CodedCondition => {
  const codes = (patterns: readonly Pattern[]): ReadonlySet<number> =>
    field === 'actorId' ? values.actorsWithIds(patterns) : values.matching(field, patterns)
  return {
    field: codedFields.indexOf(columnFor(field)),
    anyOf: anyOf && codes(anyOf),
    noneOf: noneOf && codes(noneOf),
  }
}

const termCondition = (tenant: string, field: TermField, { anyOf, noneOf }: FieldFilter): TermCondition => {
  const patterns = (asked: readonly Pattern[]): Patterns => {
    // No stored text has a lone surrogate.
    const possible = asked.filter(({ value }) => value.isWellFormed())
    return { asked: possible, terms: termPatterns(tenant, possible) }
  }
  return { field: termFields.indexOf(field), anyOf: anyOf && patterns(anyOf), noneOf: noneOf && patterns(noneOf) }
}
