import type { Is, Validate } from 'io-ts/lib/index.js'
import { Type } from 'io-ts/lib/index.js'
import type { JsonSchema } from '../json-schema.js'

/** An io-ts type that can also say what it takes. */
export interface Codec<A> extends Type<A> {
  readonly schema: JsonSchema
}

export const codec = <A>(name: string, schema: JsonSchema, is: Is<A>, validate: Validate<unknown, A>): Codec<A> =>
  Object.assign(new Type<A>(name, is, validate, identity), { schema })

/** The schema of what nothing meets: an object has no such key. */
export const neverSchema: JsonSchema = { not: {} }

const identity = <A>(value: A): A => value
