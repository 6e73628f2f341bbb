import type { Json, JsonArray, JsonObject } from './json.js'
import { isJsonArray } from './json.js'

/**
 * Whether two JSON values are the same value: the order of keys does not count, only own properties do, and −0 is 0
 * (JSON writes both as `0`). undefined stands for an absent value and equals itself alone. As deep as the shallower value.
 */
export const equalJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isJsonArray(a)) return isJsonArray(b) && equalArrays(a, b)
  return !isJsonArray(b) && equalObjects(a, b)
}

const equalArrays = (a: JsonArray, b: JsonArray): boolean => {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) {
    if (!equalJson(a[index], b[index])) return false
  }
  return true
}

const equalObjects = (a: JsonObject, b: JsonObject): boolean => {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  for (const key of keys) {
    if (!Object.hasOwn(b, key) || !equalJson(a[key], b[key])) return false
  }
  return true
}
