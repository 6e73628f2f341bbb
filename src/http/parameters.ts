import * as E from 'fp-ts/lib/Either.js'
import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import { limits } from '../domain/limits.js'
import type { TextCheck } from '../domain/names.js'
import { parseTime } from '../domain/time.js'
import type { Parameters } from './query-string.js'

/** Reads one parameter from all its values (none where it was not sent): Left is what is wrong with it. */
export type Parameter<A> = (values: readonly string[] | undefined) => E.Either<string, A>

/** Reads the text of a value. */
export type ValueOf<A> = (text: string) => E.Either<string, A>

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

export const optional =
  <A>(valueOf: ValueOf<A>): Parameter<A | undefined> =>
  (values) =>
    values === undefined ? E.right(undefined) : single(values, valueOf)

export const required =
  <A>(valueOf: ValueOf<A>): Parameter<A> =>
  (values) =>
    values === undefined ? E.left('is required') : single(values, valueOf)

export const withDefault =
  <A>(valueOf: ValueOf<A>, value: A): Parameter<A> =>
  (values) =>
    values === undefined ? E.right(value) : single(values, valueOf)

const single = <A>(values: readonly string[], valueOf: ValueOf<A>): E.Either<string, A> =>
  values.length === 1 ? valueOf(values[0] ?? '') : E.left('is given more than once')

export const text: ValueOf<string> = E.right

export const checked =
  (check: TextCheck): ValueOf<string> =>
  (value) => {
    const message = check(value)
    return message === undefined ? E.right(value) : E.left(message)
  }

export const oneOf =
  <A extends string>(values: readonly A[]): ValueOf<A> =>
  (value) => {
    const found = values.find((known) => known === value)
    return found === undefined ? E.left(`must be one of ${values.join(', ')}`) : E.right(found)
  }

/** A decimal integer as JSON writes it, no blanks, no plus sign. */
export const integer =
  (min: number, max: number): ValueOf<number> =>
  (value) => {
    const number = /^-?(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : NaN
    if (number >= min && number <= max) return E.right(number)
    return E.left(max === Number.MAX_SAFE_INTEGER ? `must be an integer from ${min}` : `must be ${min} to ${max}`)
  }

export const version = integer(0, Number.MAX_SAFE_INTEGER)
export const limit = withDefault(integer(1, limits.maxPageSize), limits.defaultPageSize)
export const order = oneOf(['asc', 'desc'] as const)

/** A place in the log, as receipts name it. */
export const position = integer(0, Number.MAX_SAFE_INTEGER)

export const boolean: ValueOf<boolean> = (value) =>
  value === 'true' || value === 'false' ? E.right(value === 'true') : E.left('must be true or false')

/** RFC 3339 with offset, in ms since the epoch. */
export const time: ValueOf<number> = (value) => {
  const ms = parseTime(value)
  return ms === undefined ? E.left('must be an RFC 3339 time with an offset (a + in it is sent as %2B)') : E.right(ms)
}

type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** A record without the keys whose value is undefined. */
export const present = <T extends object>(record: T): Present<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<T>
