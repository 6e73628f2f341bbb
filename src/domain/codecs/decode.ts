import * as E from 'fp-ts/lib/Either.js'
import type { Type, ValidationError } from 'io-ts/lib/index.js'
import type { FieldIssue } from '../errors.js'
import { limits } from '../limits.js'
import { boundedPointer, formatPointer } from '../pointer.js'
import { isPlainObject, noContext } from './strict.js'

/** What must hold between the fields of an object; it sees the object as it was sent, before its fields are known to be right. */
export type Rules = (sent: Readonly<Record<string, unknown>>) => readonly FieldIssue[]

const noIssues: readonly FieldIssue[] = []

/** Validates with the type and the rules. Left: what is wrong, each with the JSON Pointer of its field (the first 200 of them). */
export const decodeWith = <A>(
  type: Type<A>,
  value: unknown,
  rules: Rules = () => noIssues,
): E.Either<readonly FieldIssue[], A> => {
  const result = type.validate(value, noContext)
  const broken = isPlainObject(value) ? rules(value) : noIssues
  if (result._tag === 'Right' && broken.length === 0) return result
  const wrong = result._tag === 'Left' ? result.left.slice(0, limits.maxIssues).map(issueFrom) : noIssues
  return E.left([...wrong, ...broken].slice(0, limits.maxIssues))
}

const issueFrom = (error: ValidationError): FieldIssue => ({
  field: boundedPointer(formatPointer(error.context.map(({ key }) => key))),
  message: error.message ?? 'is not valid',
})
