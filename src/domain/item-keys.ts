import type { JsonObject } from './json.js'
import { own } from './json-object.js'
import { parsePointer } from './pointer.js'
import { matchesPattern } from './path-pattern.js'

/** Which key identifies the items of an array, by the array's path pattern; `*` alone stands for all arrays. */
export type ArrayItemKeys = Readonly<Record<string, string>>

/** Where no key is configured for an array, the first of these with a string or a number identifies an item. */
const defaultKeys: readonly string[] = ['id', '_id', 'key']

/** The keys to try on the items of the array at a path (unescaped segments), the most particular pattern first. */
export type KeysAt = (path: readonly string[]) => readonly string[]

export const compileItemKeys = (itemKeys: ArrayItemKeys | undefined): KeysAt => {
  if (itemKeys === undefined) return () => defaultKeys
  const general = Object.hasOwn(itemKeys, '*') ? [itemKeys['*'] as string] : []
  const patterns = Object.entries(itemKeys).flatMap(([pattern, key]) => {
    const segments = parsePointer(pattern)
    return segments === undefined ? [] : [{ segments, key }]
  })
  return (path) => {
    const found = patterns.find(({ segments }) => matchesPattern(segments, path))
    return [...(found === undefined ? general : [found.key]), ...defaultKeys]
  }
}

/** What identifies an item among its siblings, as a text; undefined where it has none of the keys. */
export const itemIdentity = (item: JsonObject, keys: readonly string[]): string | undefined => {
  for (const key of keys) {
    const value = own(item, key)
    if (typeof value === 'string') return `${key}=s${value}`
    if (typeof value === 'number') return `${key}=n${value === 0 ? 0 : value}`
  }
  return undefined
}
