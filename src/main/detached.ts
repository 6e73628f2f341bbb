import { put } from '../domain/json-object.js'

/** Deeper than anything that is accepted: what lies below is left as it is, and refused with the rest. */
const maxDepth = 100

/**
 * A copy that later changes by the caller do not reach. Only plain objects and arrays are copied, own enumerable properties of any name included; whatever else
 * is in it (and will be refused) stays the same.
 */
export const detached = <A>(value: A): A => copy(value, 0) as A

const copy = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return value
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  // A spread copies own properties whatever their names, in a fraction of the time that a loop takes.
  const result = { ...(value as Record<string, unknown>) }
  for (const key of Object.keys(result)) {
    const item = result[key]
    if (typeof item === 'object' && item !== null) put(result, key, copy(item, depth + 1))
  }
  return result
}
