import type { FilterField, LineField } from './fields.js'
import { isTimeField, lineFieldOf, lineFields } from './fields.js'
import { isWholeType } from './print-query.js'
import type { Query } from './query.js'
import { emptyQuery, addTerm } from './query.js'
import { timeOf, timeTextHelp } from './time-text.js'
import type { Token } from './tokens.js'
import { quoted, tokensOf } from './tokens.js'

/** What a line says that cannot be asked for, and where in it. */
export interface LineProblem {
  readonly from: number
  readonly to: number
  readonly message: string
}

type ParsedLine =
  | { readonly _tag: 'Query'; readonly query: Query }
  | { readonly _tag: 'Problems'; readonly problems: readonly LineProblem[] }

/** Characters of a line: what a request with it may have. */
export const maxLineLength = 4_000

/** Reads a query line: `actor:ada verb:post.* -channel:bulk since:7d`. Nothing of it is guessed: one problem and there is no query. */
export const parseQuery = (line: string): ParsedLine => {
  if (line.length > maxLineLength)
    return oneProblem(maxLineLength, line.length, `A line has at most ${maxLineLength} characters.`)
  const problems: LineProblem[] = []
  let query = emptyQuery
  let firstSubject: Token | undefined
  for (const token of tokensOf(line)) {
    const read = readToken(token, query, firstSubject !== undefined)
    if (typeof read === 'string') problems.push({ from: token.from, to: token.to, message: read })
    else query = read
    if (token.key !== undefined && lineFieldOf(token.key)?.field === 'subject') firstSubject ??= token
  }
  return problems.length > 0 ? { _tag: 'Problems', problems } : { _tag: 'Query', query }
}

const oneProblem = (from: number, to: number, message: string): ParsedLine => ({
  _tag: 'Problems',
  problems: [{ from, to, message }],
})

/** @returns the query with this condition, or what is wrong with it. */
const readToken = (token: Token, query: Query, hasSubject: boolean): Query | string => {
  if (token.problem !== undefined) return token.problem
  if (token.key === undefined) return `Which field is that? Write, for example, ${example(token)}.`
  const known = lineFieldOf(token.key)
  if (known === undefined) return `There is no field “${token.key}”.${suggestion(token.key)}`
  if (token.value === '' && !(known.field === 'path' && token.isQuoted)) return `What is “${known.key}:” to be?`
  if (isTimeField(known.field)) return readTime(token, known.field, query)
  if (known.field === 'subject') return readSubject(token, query, hasSubject)
  const isPart = known.field === 'subjectType' || known.field === 'subjectId'
  if (hasSubject && isPart && !token.negated) return mixedSubject
  const wrong = wrongValue(known, token.value)
  return wrong ?? addTerm(query, { field: known.field, negated: token.negated, value: token.value })
}

const example = ({ value, negated }: Token): string => `“${negated ? '-' : ''}actor:${quoted(value || 'ada')}”`

const suggestion = (name: string): string => {
  const lower = name.toLowerCase()
  const near = lineFields.find(({ key }) => key.startsWith(lower.slice(0, 2)))
  return near === undefined
    ? ` There are ${lineFields.map(({ key }) => key).join(', ')}.`
    : ` Do you mean “${near.key}:”?`
}

const readTime = (token: Token, field: 'since' | 'until', query: Query): Query | string => {
  if (token.negated) return `“-” does not go with a time: write “${field === 'since' ? 'until' : 'since'}:” instead.`
  if (query[field] !== undefined) return `“${field}:” is there twice.`
  if (timeOf(token.value, Date.now(), 'utc') === undefined) return `Not a time. It may be ${timeTextHelp}.`
  return { ...query, [field]: token.value }
}

const mixedSubject = '“subject:” already says the type and the id. Leave it out, or this one.'

const readSubject = (token: Token, query: Query, hasSubject: boolean): Query | string => {
  const slash = token.value.indexOf('/')
  const [type, id] = [token.value.slice(0, slash), token.value.slice(slash + 1)]
  if (slash < 0)
    return `A subject is a type and an id, such as “subject:post/42”. For all of a type write “type:${quoted(token.value)}”.`
  if (!isWholeType(type)) return 'The type of a subject is written whole. For a prefix write “type:” and “id:”.'
  if (id === '') return `Which ${type}? For all of them write “type:${type}”.`
  if (token.negated)
    return `A type and an id cannot be left out together. Write “-id:${quoted(id)}” or “-type:${type}”.`
  const types = query.is.subjectType ?? []
  if (!hasSubject && (types.length > 0 || query.is.subjectId !== undefined)) return mixedSubject
  if (hasSubject && !types.includes(type)) return 'Several subjects must be of one type. Ask for the other by itself.'
  const withType = addTerm(query, { field: 'subjectType', negated: false, value: type })
  return addTerm(withType, { field: 'subjectId', negated: false, value: id })
}

const wrongValue = ({ field, key, values }: LineField, value: string): string | undefined => {
  if (values !== undefined && !values.includes(value)) return `“${key}:” is ${values.join(' or ')}.`
  if (field === ('path' satisfies FilterField) && value !== '' && value !== '*' && !value.startsWith('/'))
    return `A path begins with a slash: “path:${quoted(`/${value}`)}”.`
  return undefined
}
