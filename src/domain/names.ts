import type { JsonSchema } from './json-schema.js'
import { limits } from './limits.js'
import { utf8Length } from './utf8.js'

/** A check answers what is wrong with a text, or undefined where nothing is. */
export interface TextCheck {
  (text: string): string | undefined
  /** What JSON Schema can say of the texts that pass. */
  readonly schema?: JsonSchema
}

const matching = (pattern: RegExp, message: string): TextCheck =>
  described((text) => (pattern.test(text) ? undefined : message), { pattern: pattern.source })

const described = (check: TextCheck, schema: JsonSchema): TextCheck =>
  Object.assign(check, { schema: { type: 'string', ...schema } })

/** The type of a subject or of a party. It has no `-` and no `:`, which is what stream names are split at. */
export const checkType = matching(
  /^[A-Za-z][A-Za-z0-9_.]{0,63}$/,
  'must be a letter and up to 63 letters, digits, "_" or "."',
)
export const checkTenant = matching(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, "_", "." or "-"')
export const checkChannel = matching(
  /^[a-z0-9_.-]{1,64}$/,
  'must be 1 to 64 lower-case letters, digits, "_", "." or "-"',
)
export const checkVerb = matching(/^[A-Za-z0-9_.-]{1,128}$/, 'must be 1 to 128 letters, digits, "_", "." or "-"')
export const checkUuid = matching(/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, 'must be a UUID')

const plainId = /^[!-~](?:[ -~]*[!-~])?$/
const controlCharacter = /\p{Cc}/u

/** Schemas count characters, of which there are at most as many as bytes. */
const idSchema: JsonSchema = {
  minLength: 1,
  maxLength: limits.maxIdBytes,
  pattern: '^\\S([^\\u0000-\\u001f\\u007f-\\u009f]*\\S)?$',
  not: { enum: ['.', '..'] },
}

/** The id of a subject, a party, an org or a transaction: compared byte by byte; slashes and colons are fine. */
export const checkId: TextCheck = described((text) => {
  if (text === '.' || text === '..') return 'must not be "." or ".."'
  if (text.length <= limits.maxIdBytes && plainId.test(text)) return undefined
  const bytes = utf8Length(text)
  if (bytes < 1 || bytes > limits.maxIdBytes) {
    return `must be 1 to ${limits.maxIdBytes} bytes of UTF-8 (${grouped(bytes)} given)`
  }
  if (!text.isWellFormed()) return loneSurrogate
  if (controlCharacter.test(text)) return 'must not contain control characters'
  return text === text.trim() ? undefined : 'must not begin or end with a blank'
}, idSchema)

/** Free text of `min` to `max` characters (Unicode code points), without U+0000 and lone surrogates. */
export const checkText = (min: number, max: number): TextCheck =>
  described(
    (text) => {
      if (text.length > max || text.length < min) {
        const characters = countCharacters(text)
        if (characters > max || characters < min)
          return `must be ${sizeText(min, max)} characters (${grouped(characters)} given)`
      }
      if (!text.isWellFormed()) return loneSurrogate
      return text.includes('\u0000') ? 'must not contain U+0000' : undefined
    },
    { ...(min > 0 ? { minLength: min } : {}), maxLength: max },
  )

const loneSurrogate = 'must not contain lone surrogates'

const sizeText = (min: number, max: number): string =>
  min === 0 ? `at most ${grouped(max)}` : `${min} to ${grouped(max)}`

/** 16384 as `16,384`. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',')

const countCharacters = (text: string): number => {
  let count = 0
  for (const _ of text) count++
  return count
}
