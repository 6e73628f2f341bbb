import type { Context, Errors, Type, Validation } from 'io-ts/lib/index.js'
import { failure, failures, success } from 'io-ts/lib/index.js'
import { anySchema } from '../json-schema.js'
import type { JsonSchema } from '../json-schema.js'
import { limits } from '../limits.js'
import type { Codec } from './codec.js'
import { codec, neverSchema } from './codec.js'

export type OptionalKeys<A> = { [K in keyof A]-?: Pick<Partial<A>, K> extends Pick<A, K> ? K : never }[keyof A]
type RequiredFields<A> = { readonly [K in Exclude<keyof A, OptionalKeys<A>>]: Codec<A[K]> }
type OptionalFields<A> = { readonly [K in OptionalKeys<A>]-?: Codec<Exclude<A[K], undefined>> }

interface Field {
  readonly type: Codec<unknown>
  readonly required: boolean
}

type Source = Readonly<Record<string, unknown>>

/**
 * An object with exactly these keys. io-ts's own combinators let unknown keys pass or strip them, take a missing key for
 * an `unknown` and see inherited ones; this one reports each unknown, missing and wrong key (some 200 of them), looks at own properties
 * only, and gives the same object back where no field was changed.
 */
export const strict = <A extends object>(
  name: string,
  required: RequiredFields<A>,
  optional: OptionalFields<A>,
): Codec<A> => {
  const fields = fieldTable(required as Record<string, Codec<unknown>>, optional as Record<string, Codec<unknown>>)
  const requiredKeys = Object.keys(required)
  const validate = (value: unknown, context: Context): Validation<A> => {
    if (!isPlainObject(value)) return failure(value, context, 'must be an object')
    let errors: Errors | undefined
    let changed: Record<string, unknown> | undefined
    let requiredSeen = 0
    for (const key of Object.keys(value)) {
      // No more are named.
      if (errors !== undefined && errors.length >= limits.maxIssues) break
      const given = value[key]
      const field = fields.get(key)
      if (field === undefined) {
        errors = added(errors, context, key, unknownKey(given))
        continue
      }
      if (field.required) requiredSeen++
      const result = field.type.validate(given, noContext)
      if (result._tag === 'Left') errors = added(errors, context, key, result.left)
      else if (!Object.is(result.right, given)) changed = { ...(changed ?? value), [key]: result.right }
    }
    if (requiredSeen < requiredKeys.length) errors = missing(value, requiredKeys, errors, context)
    return errors === undefined ? success((changed ?? value) as A) : failures(errors)
  }
  const schema = objectSchema(name, fields, requiredKeys)
  return codec(name, schema, (value): value is A => validate(value, noContext)._tag === 'Right', validate)
}

/** One of several objects, told apart by the text under `tag`. */
export const tagged = <A extends object>(
  name: string,
  tag: string,
  members: Readonly<Record<string, Pick<Codec<A>, 'validate' | 'schema'>>>,
): Codec<A> => {
  const byTag = new Map(Object.entries(members))
  const expected = `must be ${orList([...byTag.keys()])}`
  const validate = (value: unknown, context: Context): Validation<A> => {
    if (!isPlainObject(value)) return failure(value, context, 'must be an object')
    if (!Object.hasOwn(value, tag)) return failures(added(undefined, context, tag, issueOf(undefined, isRequired)))
    const given = value[tag]
    const member = typeof given === 'string' ? byTag.get(given) : undefined
    return member === undefined
      ? failures(added(undefined, context, tag, issueOf(given, expected)))
      : member.validate(value, context)
  }
  const schema = { title: name, oneOf: Object.values(members).map((member) => member.schema) }
  return codec(name, schema, (value): value is A => validate(value, noContext)._tag === 'Right', validate)
}

const objectSchema = (title: string, fields: ReadonlyMap<string, Field>, required: readonly string[]): JsonSchema => ({
  title,
  type: 'object',
  properties: Object.fromEntries(
    [...fields].filter(([, { type }]) => type.schema !== neverSchema).map(([key, { type }]) => [key, type.schema]),
  ),
  ...(required.length > 0 ? { required } : {}),
  additionalProperties: false,
})

/** Fields are validated without a context, and it is put before their errors: nothing is allocated while all is well. */
export const noContext: Context = []

/** Puts a key before the context of each error, and the given context before that. */
export const added = (errors: Errors | undefined, context: Context, key: string, more: Errors): Errors => {
  const all = errors ?? []
  for (const error of more) {
    all.push({ ...error, context: [...context, { key, type: anything }, ...error.context] })
  }
  return all
}

export const issueOf = (value: unknown, message: string): Errors => [{ value, context: noContext, message }]

/** Made by a literal, by JSON.parse, or without a prototype; not an array, a Date or an instance of a class. */
export const isPlainObject = (value: unknown): value is Source => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** `a, b or c` */
export const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`

const isRequired = 'is required'

const unknownKey = (value: unknown): Errors => issueOf(value, 'unknown key')

const missing = (value: Source, keys: readonly string[], errors: Errors | undefined, context: Context): Errors =>
  keys
    .filter((key) => !Object.hasOwn(value, key))
    .reduce<Errors>((all, key) => added(all, context, key, issueOf(undefined, isRequired)), errors ?? [])

const fieldTable = (
  required: Readonly<Record<string, Codec<unknown>>>,
  optional: Readonly<Record<string, Codec<unknown>>>,
): ReadonlyMap<string, Field> =>
  new Map<string, Field>([
    ...Object.entries(required).map(([key, type]): [string, Field] => [key, { type, required: true }]),
    ...Object.entries(optional).map(([key, type]): [string, Field] => [key, { type, required: false }]),
  ])

const anything: Type<unknown> = codec('unknown', anySchema, (_): _ is unknown => true, success)
