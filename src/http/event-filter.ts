import * as E from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../domain/errors.js'
import type { Pattern } from '../domain/pattern.js'
import { patternOf } from '../domain/pattern.js'
import type { EventFilter, FieldFilter, FilterField } from '../ports/read-models.js'
import { filterFields } from '../ports/read-models.js'
import type { ParameterShape } from './parameters.js'
import type { Parameters } from './query-string.js'

const closedSets: Readonly<Partial<Record<FilterField, readonly string[]>>> = {
  outcome: ['success', 'failure'],
  kind: ['change', 'activity'],
}

const compared: Readonly<Record<FilterField, string>> = {
  subjectType: "The subject's type",
  subjectId: "The subject's id",
  actorType: "The actor's type",
  actorId: "The actor's id",
  affects: 'The id of the party that is affected',
  verb: 'The verb',
  channel: 'The channel',
  org: 'The org',
  outcome: 'The outcome',
  kind: 'The kind',
  transactionId: 'The transaction',
  path: 'Any of the changed paths (JSON Pointers)',
}

const shapesOf = (field: FilterField): [string, ParameterShape][] => {
  const closed = closedSets[field]
  const open = field === 'path' ? { type: 'string' } : { type: 'string', minLength: 1 }
  const items = closed === undefined ? open : { type: 'string', enum: closed }
  const shape = { required: false, schema: { type: 'array', items }, repeated: 'repeated' } as const
  const prefix = closed === undefined ? ' A `*` at the end of a value makes it a prefix.' : ''
  return [
    [field, { ...shape, description: `${compared[field]} is one of these.${prefix}` }],
    [`${field}!`, { ...shape, description: `${compared[field]} is none of these.${prefix}` }],
  ]
}

/** The parameters that make the filter: each field's name, and with `!` after it for "is not". */
export const filterShapes: ReadonlyMap<string, ParameterShape> = new Map(filterFields.flatMap(shapesOf))

/** Whether a parameter is a field of the filter: its name, or its name with `!` for "is not". */
export const isFilterParameter = (name: string): boolean => filterShapes.has(name)

/**
 * The filter's fields. Values of a repeated parameter are alternatives; `field!=value` leaves out what has the value. A `*` at the end
 * of a value makes it a prefix, `\*` there is the character itself.
 */
export const decodeFields = (parameters: Parameters): E.Either<readonly FieldIssue[], EventFilter['fields']> => {
  const issues: FieldIssue[] = []
  const fields: Partial<Record<FilterField, FieldFilter>> = {}
  for (const field of filterFields) {
    const anyOf = decodePatterns(field, field, parameters, issues)
    const noneOf = decodePatterns(field, `${field}!`, parameters, issues)
    if (anyOf !== undefined && noneOf !== undefined) fields[field] = { anyOf, noneOf }
    else if (anyOf !== undefined) fields[field] = { anyOf }
    else if (noneOf !== undefined) fields[field] = { noneOf }
  }
  return issues.length > 0 ? E.left(issues) : E.right(fields)
}

const decodePatterns = (
  field: FilterField,
  name: string,
  parameters: Parameters,
  issues: FieldIssue[],
): readonly Pattern[] | undefined => {
  const values = parameters.get(name)
  if (values === undefined) return undefined
  const allowed = closedSets[field]
  return values.map((value) => {
    if (allowed !== undefined && !allowed.includes(value)) {
      issues.push({ field: name, message: `must be one of ${allowed.join(', ')}` })
    } else if (value === '' && field !== 'path') {
      issues.push({ field: name, message: 'must not be empty' })
    }
    return patternOf(value)
  })
}
