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

/** Objects mostly have few keys: they are sorted where they are, since Array.sort makes several copies of each list. */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value)
  if (keys.length > fewKeys) return keys.sort()
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] as string
    let at = index
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string
    keys[at] = key
  }
  return keys
}

const fewKeys = 24
