import type { Context, Validation } from 'io-ts/lib/index.js'
import { failure, success } from 'io-ts/lib/index.js'
import type { JsonSchema } from '../json-schema.js'
import { stringSchema } from '../json-schema.js'
import type { TextCheck } from '../names.js'
import { checkChannel, checkId, checkTenant, checkText, checkType, checkUuid, checkVerb, grouped } from '../names.js'
import { parseTime, timeSchema } from '../time.js'
import type { Codec } from './codec.js'
import { codec } from './codec.js'
import { orList } from './strict.js'

const uuidSchema = { ...checkUuid.schema, format: 'uuid' }

/** A codec of one check: `check` answers what is wrong, or undefined. */
export const checked = <A>(
  name: string,
  schema: JsonSchema,
  check: (value: unknown) => string | undefined,
): Codec<A> => {
  const validate = (value: unknown, context: Context): Validation<A> => {
    const message = check(value)
    return message === undefined ? success(value as A) : failure(value, context, message)
  }
  return codec(name, schema, (value): value is A => check(value) === undefined, validate)
}

const textOf = (name: string, check: TextCheck, schema = check.schema ?? stringSchema): Codec<string> =>
  checked(name, schema, (value) => (typeof value === 'string' ? check(value) : mustBe('a string', value)))

/** A missing key and one that is `undefined` are not the same: JSON has no undefined, so it is refused where it is sent. */
const mustBe = (what: string, value: unknown): string =>
  value === undefined ? `must be ${what}, not undefined (leave the key out)` : `must be ${what}`

export const typeName = textOf('Type', checkType)
export const idText = textOf('Id', checkId)
export const tenantName = textOf('Tenant', checkTenant)
export const channelName = textOf('Channel', checkChannel)
export const verbName = textOf('Verb', checkVerb)

/** Text that may be empty. */
export const text = (maxChars: number): Codec<string> => textOf('Text', checkText(0, maxChars))
/** Text of at least one character. */
export const label = (maxChars: number): Codec<string> => textOf('Label', checkText(1, maxChars))

/** A UUID of any version, in lower case once decoded (RFC 9562 compares them so). */
export const uuid = codec<string>(
  'Uuid',
  uuidSchema,
  (value): value is string => typeof value === 'string' && checkUuid(value) === undefined,
  (value, context) => {
    if (typeof value !== 'string') return failure(value, context, mustBe('a UUID', value))
    const message = checkUuid(value)
    return message === undefined ? success(value.toLowerCase()) : failure(value, context, message)
  },
)

/** RFC 3339 with offset; kept as it was sent. */
export const time = textOf(
  'Time',
  (given) =>
    parseTime(given) === undefined
      ? 'must be an RFC 3339 time with offset, such as 2026-11-23T03:14:00.000Z'
      : undefined,
  timeSchema,
)

export const integer = (min: number, max: number): Codec<number> => {
  const message = `must be an integer from ${grouped(min)} to ${grouped(max)}`
  return checked('Integer', { type: 'integer', minimum: min, maximum: max }, (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? undefined : message,
  )
}

export const numberBetween = (min: number, max: number): Codec<number> => {
  const message = `must be a number from ${grouped(min)} to ${grouped(max)}`
  return checked('Number', { type: 'number', minimum: min, maximum: max }, (value) =>
    typeof value === 'number' && value >= min && value <= max ? undefined : message,
  )
}

export const boolean = checked<boolean>('Boolean', { type: 'boolean' }, (value) =>
  typeof value === 'boolean' ? undefined : mustBe('true or false', value),
)

export const oneOf = <A extends string>(...values: readonly A[]): Codec<A> => {
  const allowed: ReadonlySet<unknown> = new Set(values)
  const message = `must be ${orList(values)}`
  const schema = values.length === 1 ? { const: values[0] } : { type: 'string', enum: values }
  return checked('OneOf', schema, (value) => (allowed.has(value) ? undefined : message))
}

/** Any string, number: what is read back is checked for its shape alone. */
export const anyText = checked<string>('String', stringSchema, (value) =>
  typeof value === 'string' ? undefined : 'must be a string',
)
export const anyNumber = checked<number>('Number', { type: 'number' }, (value) =>
  typeof value === 'number' ? undefined : 'must be a number',
)
