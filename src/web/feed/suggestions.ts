import { ask } from '../api/request.js'
import type { Page } from '../api/shapes.js'
import type { FilterField } from '../query/fields.js'
import { isTimeField, lineFields } from '../query/fields.js'
import { parseQuery } from '../query/parse-query.js'
import { isWholeType } from '../query/print-query.js'
import type { Query } from '../query/query.js'
import { emptyQuery, literal, withTerm, withoutField } from '../query/query.js'
import { isRelative } from '../query/time-text.js'
import type { Typing } from '../query/typing.js'
import { actorNames } from './actor-names.js'
import { parametersAt } from './view.js'

/** What could stand where one types. */
export interface Suggestion {
  readonly text: string
  readonly note: string
  /** False where more of the value is to come: the id behind `post/`. */
  readonly isWhole: boolean
}

const most = 8
const maxPrefixCharacters = 256

export type ValueTyping = Extract<Typing, { readonly _tag: 'Value' }>

/** What can be told without asking: fields by their names, times by examples, values where there are no others. Undefined for all other values. */
export const knownSuggestions = (typing: Typing): readonly Suggestion[] | undefined => {
  if (typing._tag === 'Field') {
    const begun = typing.begun.toLowerCase()
    return lineFields
      .filter(({ key }) => key.toLowerCase().startsWith(begun))
      .map(({ key, what }) => ({ text: key, note: what, isWhole: false }))
  }
  const { field, begun } = typing
  if (isTimeField(field.field)) return times.filter(({ text }) => text.startsWith(begun))
  return field.values
    ?.filter((value) => value.startsWith(begun))
    .map((value) => ({ text: value, note: '', isWhole: true }))
}

/** All other values, from the facets of what the rest of the line lets through. */
export const askSuggestions = async (
  { field: { field }, begun, others }: ValueTyping,
  signal: AbortSignal,
): Promise<readonly Suggestion[]> => {
  if (isTimeField(field)) return []
  const parsed = parseQuery(others)
  const rest = parsed._tag === 'Query' ? parsed.query : emptyQuery
  if (field !== 'subject') return valuesOf(field, begun, rest, signal)
  const slash = begun.indexOf('/')
  const alone = withoutField(withoutField(rest, 'subjectType'), 'subjectId')
  if (slash < 0) {
    const types = await valuesOf('subjectType', begun, alone, signal)
    return types.map((one) => ({ ...one, text: `${one.text}/`, isWhole: false }))
  }
  const type = begun.slice(0, slash)
  if (!isWholeType(type)) return []
  const ofType = withTerm(alone, { field: 'subjectType', negated: false, value: type })
  const ids = await valuesOf('subjectId', begun.slice(slash + 1), ofType, signal)
  return ids.map((one) => ({ ...one, text: `${type}/${one.text}` }))
}

const times: readonly Suggestion[] = [
  ['1h', 'an hour ago'],
  ['24h', 'a day ago'],
  ['today', 'the last midnight'],
  ['7d', 'a week ago'],
  ['30d', 'thirty days ago'],
].map(([text = '', note = '']) => ({ text, note, isWhole: isRelative(text) }))

const valuesOf = async (
  field: FilterField,
  begun: string,
  rest: Query,
  signal: AbortSignal,
): Promise<readonly Suggestion[]> => {
  const parameters = parametersAt(rest)
  parameters.set('limit', String(most))
  const prefix = begun.replace(/\*$/, '').slice(0, maxPrefixCharacters)
  if (prefix !== '') parameters.set('prefix', prefix)
  const { items } = await ask<Page<{ readonly value: string; readonly count: number }>>(
    `/v1/facets/${field}`,
    parameters,
    {
      signal,
    },
  )
  return items.map(({ value, count }) => {
    const name = field === 'actorId' ? actorNames.of(value) : undefined
    return { text: literal(value), note: [name, count.toLocaleString()].filter(Boolean).join(' · '), isWhole: true }
  })
}
