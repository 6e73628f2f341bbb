import type { Json, JsonObject } from './json.js'

/*
 * JSON objects with any keys at all. `o[key] = value` on an ordinary object loses `__proto__` (it sets the prototype), and
 * `o[key]` finds `constructor` where there is none; the functions here see own properties only and make own properties only.
 */

/** A JSON object under construction. */
export type MutableJsonObject = Record<string, Json>

/** Own enumerable keys, in the object's order. */
export const ownKeys = (object: object): readonly string[] => Object.keys(object)

/** The value of an own property, undefined where there is none. */
export const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** Sets an own property of an object that is still under construction. */
export const put = <V>(target: Record<string, V>, key: string, value: V): void => {
  // The only key whose assignment does not make an own property: an accessor on Object.prototype.
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    target[key] = value
  }
}

/** An object without prototype, so that reading a key it has not finds nothing. A later pair wins over an earlier one. */
export const fromPairs = (pairs: Iterable<readonly [string, Json]>): JsonObject => {
  const object = Object.create(null) as MutableJsonObject
  for (const [key, value] of pairs) object[key] = value
  return object
}

/** A copy with `key` set to `value` (at its place if it is there, else last). */
export const withKey = (object: JsonObject, key: string, value: Json): JsonObject => ({ ...object, [key]: value })

/** A copy without `key`; the same object where it has no such key. */
export const withoutKey = (object: JsonObject, key: string): JsonObject =>
  Object.hasOwn(object, key) ? withoutKeys(object, new Set([key])) : object

/** A copy without the keys. (`delete` would make it a slow object.) */
export const withoutKeys = (object: JsonObject, keys: ReadonlySet<string>): JsonObject => {
  const copy: MutableJsonObject = {}
  for (const key of Object.keys(object)) {
    if (!keys.has(key)) put(copy, key, object[key] as Json)
  }
  return copy
}
