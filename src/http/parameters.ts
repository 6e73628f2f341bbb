import * as E from 'fp-ts/lib/Either.js'
import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import type { JsonSchema } from '../domain/json-schema.js'
import { stringSchema } from '../domain/json-schema.js'
import { limits } from '../domain/limits.js'
import type { TextCheck } from '../domain/names.js'
import { parseTime, timeSchema } from '../domain/time.js'
import type { Parameters } from './query-string.js'

/** Reads one parameter from all its values (none where it was not sent): Left is what is wrong with it. */
export interface Parameter<A> {
  (values: readonly string[] | undefined): E.Either<string, A>
  /** How the document of the API tells of it; an optional text where this is left out. */
  readonly shape?: ParameterShape
}

export interface ParameterShape {
  readonly required: boolean
  readonly schema: JsonSchema
  readonly description?: string
  /** Given several times, or once with its values parted by commas. */
  readonly repeated?: 'repeated' | 'commas'
}

/** Reads the text of a value. */
export interface ValueOf<A> {
  (text: string): E.Either<string, A>
  /** What JSON Schema can say of the value; a text where this is left out. */
  readonly schema?: JsonSchema
}

export type ParameterSpec = Readonly<Record<string, Parameter<unknown>>>
export type Decoded<S extends ParameterSpec> = { readonly [K in keyof S]: S[K] extends Parameter<infer A> ? A : never }

/**
 * Reads the parameters that a route knows. Each one that it does not know is an issue, but for `tenant`, which every route takes, and
 * for those that `others` says are read elsewhere.
 */
export const decodeParameters = <S extends ParameterSpec>(
  parameters: Parameters,
  spec: S,
  others?: (name: string) => boolean,
): E.Either<readonly FieldIssue[], Decoded<S>> => {
  const issues: FieldIssue[] = []
  const decoded: Record<string, unknown> = {}
  for (const [name, parameter] of Object.entries(spec)) {
    const value = parameter(parameters.get(name))
    if (E.isLeft(value)) issues.push({ field: name, message: value.left })
    else decoded[name] = value.right
  }
  for (const name of parameters.keys()) {
    if (!Object.hasOwn(spec, name) && name !== 'tenant' && others?.(name) !== true) {
      issues.push({ field: name, message: 'is not a parameter of this route' })
    }
  }
  return issues.length > 0 ? E.left(issues) : E.right(decoded as Decoded<S>)
}

/** A part of the path, read like a parameter. */
export const pathPart = <A>(field: string, value: E.Either<string, A>): E.Either<readonly FieldIssue[], A> =>
  E.mapLeft((message: string) => [{ field, message }])(value)

/** Two things read of one request: every issue of both is named. */
export const both = <A, B>(
  a: E.Either<readonly FieldIssue[], A>,
  b: E.Either<readonly FieldIssue[], B>,
): E.Either<readonly FieldIssue[], readonly [A, B]> =>
  E.isRight(a) && E.isRight(b)
    ? E.right([a.right, b.right])
    : E.left([a, b].flatMap((part) => (E.isLeft(part) ? part.left : [])))

export const invalid = (issues: readonly FieldIssue[]): AnnalsError => ({ _tag: 'InvalidInput', issues })

export const optional = <A>(valueOf: ValueOf<A>): Parameter<A | undefined> =>
  shaped((values) => (values === undefined ? E.right(undefined) : single(values, valueOf)), {
    required: false,
    schema: schemaOf(valueOf),
  })

export const required = <A>(valueOf: ValueOf<A>): Parameter<A> =>
  shaped((values) => (values === undefined ? E.left('is required') : single(values, valueOf)), {
    required: true,
    schema: schemaOf(valueOf),
  })

export const withDefault = <A>(valueOf: ValueOf<A>, value: A): Parameter<A> =>
  shaped((values) => (values === undefined ? E.right(value) : single(values, valueOf)), {
    required: false,
    schema: { ...schemaOf(valueOf), default: value },
  })

/** A parameter with how the document tells of it. */
export const shaped = <A>(parameter: Parameter<A>, shape: ParameterShape): Parameter<A> =>
  Object.assign((values: readonly string[] | undefined) => parameter(values), { shape })

/** A parameter with a text for people who read the document. */
export const described = <A>(parameter: Parameter<A>, description: string): Parameter<A> =>
  shaped(parameter, { ...shapeOf(parameter), description })

export const shapeOf = (parameter: Parameter<unknown>): ParameterShape =>
  parameter.shape ?? { required: false, schema: stringSchema }

/** A value with its schema. */
export const valued = <A>(schema: JsonSchema, valueOf: ValueOf<A>): ValueOf<A> =>
  Object.assign((text: string) => valueOf(text), { schema })

const schemaOf = (valueOf: ValueOf<unknown>): JsonSchema => valueOf.schema ?? stringSchema

const single = <A>(values: readonly string[], valueOf: ValueOf<A>): E.Either<string, A> =>
  values.length === 1 ? valueOf(values[0] ?? '') : E.left('is given more than once')

export const text: ValueOf<string> = E.right

export const checked = (check: TextCheck): ValueOf<string> =>
  valued(check.schema ?? stringSchema, (value) => {
    const message = check(value)
    return message === undefined ? E.right(value) : E.left(message)
  })

export const oneOf = <A extends string>(values: readonly A[]): ValueOf<A> =>
  valued({ type: 'string', enum: values }, (value) => {
    const found = values.find((known) => known === value)
    return found === undefined ? E.left(`must be one of ${values.join(', ')}`) : E.right(found)
  })

/** A decimal integer as JSON writes it, no blanks, no plus sign. */
export const integer = (min: number, max: number): ValueOf<number> =>
  valued({ type: 'integer', minimum: min, maximum: max }, (value) => {
    const number = /^-?(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : NaN
    if (number >= min && number <= max) return E.right(number)
    return E.left(max === Number.MAX_SAFE_INTEGER ? `must be an integer from ${min}` : `must be ${min} to ${max}`)
  })

export const version = integer(0, Number.MAX_SAFE_INTEGER)
export const limit = described(
  withDefault(integer(1, limits.maxPageSize), limits.defaultPageSize),
  'How many items a page has at most.',
)
export const order = oneOf(['asc', 'desc'] as const)

/** A place in the log, as receipts name it. */
export const position = integer(0, Number.MAX_SAFE_INTEGER)

/** `after` of reads that projections answer. */
export const after = described(
  optional(position),
  'A position, as receipts have it: the answer waits until the projections have read that far, 5 seconds at most.',
)

/** Where a list goes on. */
export const cursor = <A>(place: ValueOf<A>): Parameter<A | undefined> =>
  described(
    optional(place),
    'The `next` of the page before. Everything but `limit` and `after` must be as it was then.',
  )

export const boolean: ValueOf<boolean> = valued({ type: 'boolean' }, (value) =>
  value === 'true' || value === 'false' ? E.right(value === 'true') : E.left('must be true or false'),
)

/** RFC 3339 with offset, in ms since the epoch. */
export const time: ValueOf<number> = valued(timeSchema, (value) => {
  const ms = parseTime(value)
  return ms === undefined ? E.left('must be an RFC 3339 time with an offset (a + in it is sent as %2B)') : E.right(ms)
})

type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** A record without the keys whose value is undefined. */
export const present = <T extends object>(record: T): Present<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<T>
