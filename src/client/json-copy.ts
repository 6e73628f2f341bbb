import { put } from '../domain/json-object.js'
import { limits } from '../domain/limits.js'
import { refuse } from './client-failure.js'

/** Deeper than anything that is accepted: what lies below is left as it is, and refused with the rest. */
const maxDepth = limits.maxDepth + 16
/** More values than an event with a delta may have: copying ends here, also for an object that contains itself. */
const maxNodes = 8 * limits.maxNodes

/**
 * A copy that later changes by the caller do not reach, as `JSON.stringify` would write it: `toJSON` is asked (a Date becomes its text), members that are undefined are
 * left out. Unlike there, what JSON cannot say (NaN, a function, a Map) stays what it is, and is refused by name when the copy is checked.
 * Throws InvalidInput for more values than any event may have.
 */
export const jsonCopy = (value: unknown): unknown => copy({ nodes: 0 }, value, '', 0)

interface Walk {
  nodes: number
}

const copy = (walk: Walk, given: unknown, key: string, depth: number): unknown => {
  if (typeof given !== 'object' || given === null) return given
  const value = withToJson(given) ? given.toJSON(key) : given
  if (typeof value !== 'object' || value === null || depth > maxDepth) return value
  if (Array.isArray(value)) {
    count(walk, value.length)
    return Array.from(value, (item: unknown, index) => copy(walk, item ?? null, String(index), depth + 1))
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  const result: Record<string, unknown> = {}
  const keys = Object.keys(value)
  count(walk, keys.length)
  for (const name of keys) {
    const member = (value as Record<string, unknown>)[name]
    if (member !== undefined) put(result, name, copy(walk, member, name, depth + 1))
  }
  return result
}

/** Before the members are copied: an array of a billion holes ends here. */
const count = (walk: Walk, members: number): void => {
  walk.nodes += members
  if (walk.nodes > maxNodes) refuse([{ field: '', message: `must have at most ${maxNodes} values in all` }])
}

const withToJson = (value: object): value is { readonly toJSON: (key: string) => unknown } =>
  'toJSON' in value && typeof value.toJSON === 'function'
