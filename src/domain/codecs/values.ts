import * as E from 'fp-ts/lib/Either.js'
import type { Context, Errors, Validation } from 'io-ts/lib/index.js'
import { failure, failures, success } from 'io-ts/lib/index.js'
import type { Delta } from '../delta.js'
import { checkDelta } from '../delta-shape.js'
import type { FieldIssue } from '../errors.js'
import type { Json, State } from '../json.js'
import type { JsonSchema } from '../json-schema.js'
import { anySchema } from '../json-schema.js'
import { limits } from '../limits.js'
import { parsePointer } from '../pointer.js'
import { checkValue } from '../value-limits.js'
import type { Codec } from './codec.js'
import { codec } from './codec.js'
import { added, issueOf } from './strict.js'

type Check<A> = (value: unknown) => E.Either<readonly FieldIssue[], A>

const fromCheck = <A>(name: string, schema: JsonSchema, check: Check<A>): Codec<A> => {
  const validate = (value: unknown, context: Context): Validation<A> => {
    const result = check(value)
    return E.isRight(result)
      ? success(result.right)
      : failures(result.left.flatMap((issue) => located(issue, context, value)))
  }
  return codec(name, schema, (value): value is A => E.isRight(check(value)), validate)
}

/** The checks answer pointers from the value itself; an io-ts error has its path as a context. */
const located = (issue: FieldIssue, context: Context, value: unknown): Errors => {
  const segments = parsePointer(issue.field) ?? []
  const inner = segments.reduceRight<Errors>(
    (errors, key) => added(undefined, [], key, errors),
    issueOf(value, issue.message),
  )
  return inner.map((error) => ({ ...error, context: [...context, ...error.context] }))
}

/** A state: any JSON value but null. */
export const stateSchema: JsonSchema = { type: ['object', 'array', 'string', 'number', 'boolean'] }

/** The outer shape of a delta: what stands within an object or an array is as deep as the state is. */
export const deltaSchema: JsonSchema = {
  title: 'Delta',
  description:
    'A jsondiffpatch delta without text diffs: `[new]`, `[old, new]`, `[old, 0, 0]`, an object of deltas, or an object with `_t: "a"` for an array.',
  anyOf: [
    { type: 'array', minItems: 1, maxItems: 3 },
    { type: 'object', minProperties: 1 },
  ],
}

const shape = { maxDepth: limits.maxDepth, maxNodes: limits.maxNodes, refuseRedacted: true }

/** The limits of a subject's state. */
export const stateLimits = { ...shape, maxBytes: limits.maxStateBytes, allowNul: true }

/** What an emitter attaches as `data`: any JSON value within the limits. */
export const dataValue = fromCheck<Json>('Data', anySchema, (value) =>
  checkValue(value, '', { ...shape, maxBytes: limits.maxDataBytes, allowNul: true }),
)

/** Parameters and the result of a call. */
export const callValue = fromCheck<Json>('CallValue', anySchema, (value) =>
  checkValue(value, '', { ...shape, maxBytes: limits.maxDataBytes, allowNul: false }),
)

const anyState = fromCheck<Json>('State', anySchema, (value) => checkValue(value, '', stateLimits))

/** A state, which is never null; `hint` says what null might have meant. */
export const stateValue = (hint: string): Codec<State> =>
  codec<State>(
    'State',
    stateSchema,
    (value): value is State => value !== null && anyState.is(value),
    (value, context) =>
      value === null
        ? failure(value, context, `must not be null${hint}`)
        : (anyState.validate(value, context) as Validation<State>),
  )

/** A state, or null for a deleted one. */
export const stateOrNull: Codec<State | null> = anyState

/** A leaf of a delta encloses a value once more, and may hold it twice beside the marks of a removal. Its bytes are those of its event. */
const deltaShape = {
  maxDepth: limits.maxDepth + 1,
  maxNodes: 6 * limits.maxNodes,
  refuseRedacted: true,
  allowNul: true,
}

/** A delta that an emitter sends. */
export const deltaValue = fromCheck<Delta>('Delta', deltaSchema, (value) => {
  const json = checkValue(value, '', deltaShape)
  return E.isLeft(json) ? json : checkDelta(json.right, '')
})

/** A state and a delta that may hold values redacted before: what was read from here may come back. */
export const storedStateWithinLimits = fromCheck<State>('State', stateSchema, (value) =>
  value === null
    ? E.left([{ field: '', message: 'must not be null' }])
    : (checkValue(value, '', { ...stateLimits, refuseRedacted: false }) as E.Either<readonly FieldIssue[], State>),
)

export const storedDeltaWithinLimits = fromCheck<Delta>('Delta', deltaSchema, (value) => {
  const json = checkValue(value, '', { ...deltaShape, refuseRedacted: false })
  return E.isLeft(json) ? json : checkDelta(json.right, '')
})

/** A delta that is read back: JSON already. */
export const storedDelta = fromCheck<Delta>('StoredDelta', deltaSchema, (value) => checkDelta(value as Json, ''))
