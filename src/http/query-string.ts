import * as E from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import { invalidInput } from '../domain/errors.js'

/** The parameters of a query string, decoded: every value of a name, in the order they were sent. */
export type Parameters = ReadonlyMap<string, readonly string[]>

const none: Parameters = new Map()

/** Everything behind the first `?` of a URL, without it. */
export const queryOf = (url: string): string => {
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark + 1)
}

/**
 * Reads a query string: pairs parted by `&`, name and value by the first `=`, `+` for a blank, percent-encoded UTF-8. What is not UTF-8 is
 * refused. `verb!=x` is the parameter `verb!`.
 */
export const parseQuery = (query: string): E.Either<AnnalsError, Parameters> => {
  if (query === '') return E.right(none)
  const parameters = new Map<string, string[]>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    if (name === undefined) return E.left(invalidInput('', 'the query string is not percent-encoded UTF-8'))
    if (value === undefined) return E.left(invalidInput(name, 'is not percent-encoded UTF-8'))
    const values = parameters.get(name)
    if (values === undefined) parameters.set(name, [value])
    else values.push(value)
  }
  return E.right(parameters)
}

const decode = (text: string): string | undefined => {
  const blanks = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!blanks.includes('%')) return blanks
  try {
    return decodeURIComponent(blanks)
  } catch {
    return undefined
  }
}
