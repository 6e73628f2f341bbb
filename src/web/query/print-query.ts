import { keyOf, timeFields } from './fields.js'
import type { Query } from './query.js'
import { termsOf, withoutField } from './query.js'
import { quoted } from './tokens.js'

/** A query as a line, which is parsed to the same query: always in the same order, whatever the order it was typed in. */
export const printQuery = (query: Query): string => {
  const subjects = subjectsOf(query)
  const rest = subjects === undefined ? query : { ...query, is: withoutSubjects(query) }
  return [
    ...(subjects ?? []).map((subject) => `subject:${quoted(subject)}`),
    ...termsOf(rest).map(({ field, negated, value }) => `${negated ? '-' : ''}${keyOf(field)}:${quoted(value)}`),
    ...timeFields.flatMap((field) => {
      const value = query[field]
      return value === undefined ? [] : [`${field}:${quoted(value)}`]
    }),
  ].join(' ')
}

/** `post/42` where there is one type and there are ids: the alternatives are then exactly those pairs. */
const subjectsOf = ({ is }: Query): readonly string[] | undefined => {
  const [type, ...more] = is.subjectType ?? []
  const ids = is.subjectId ?? []
  if (type === undefined || more.length > 0 || ids.length === 0 || !isWholeType(type)) return undefined
  return ids.map((id) => `${type}/${id}`)
}

/** A type that `subject:` can name: no prefix, and no slash that would end it. */
export const isWholeType = (type: string): boolean => type !== '' && !/[/*]/.test(type)

const withoutSubjects = (query: Query): Query['is'] => withoutField(withoutField(query, 'subjectType'), 'subjectId').is
