import type { Json } from './json.js'
import { isJsonArray } from './json.js'

/**
 * The canonical form of RFC 8785 (JSON Canonicalization Scheme): no blanks, keys sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Two values have the same form exactly when `equalJson` holds. The value must be one
 * that `checkValue` lets through (finite numbers, no lone surrogates, bounded depth).
 */
export const canonicalize = (value: Json): string => {
  if (typeof value === 'string') return quote(value)
  if (value === null || typeof value !== 'object') return String(value)
  if (isJsonArray(value)) {
    let text = '['
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ','
      text += canonicalize(value[index] as Json)
    }
    return text + ']'
  }
  const keys = sortedKeys(value)
  let text = '{'
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string
    text += (index > 0 ? ',' : '') + quote(key) + ':' + canonicalize(value[key] as Json)
  }
  return text + '}'
}

/** Printable ASCII without the quotation mark and the backslash: JSON escapes nothing in it. */
const plain = /^[ !#-[\]-~]*$/

const quote = (text: string): string => (text.length < 256 && plain.test(text) ? `"${text}"` : JSON.stringify(text))

/** Sorts only what is not sorted yet. */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value)
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] as string) >= (keys[index] as string)) return keys.sort()
  }
  return keys
}
