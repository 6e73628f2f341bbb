import type { Json } from './json.js'
import { isJsonArray } from './json.js'

export interface SizeLimits {
  readonly maxDepth: number
  readonly maxNodes: number
  readonly maxBytes: number
}

interface Walk {
  readonly limits: SizeLimits
  nodes: number
  bytes: number
}

/**
 * Whether a JSON value is within the limits beyond doubt: each character is counted as the longest escape. It is quick, as it runs for
 * every patch; what it answers false for has to be measured. Never deeper than `maxDepth` on the stack.
 */
export const isSurelyWithin = (value: Json, limits: SizeLimits): boolean =>
  add({ limits, nodes: 0, bytes: 0 }, value, 0)

/** The bytes of a value's JSON, roughly: each character is counted as one. */
export const roughBytes = (value: Json): number => {
  if (typeof value === 'string') return value.length + aroundBytes
  if (typeof value !== 'object' || value === null) return scalarBytes
  let bytes = aroundBytes
  if (isJsonArray(value)) for (const item of value) bytes += roughBytes(item)
  else for (const key of Object.keys(value)) bytes += key.length + aroundBytes + roughBytes(value[key] as Json)
  return bytes
}

/** A number, true, false or null, and a comma. */
const scalarBytes = 6

/** `\u0000` */
const escapeBytes = 6
/** `-1.2345678901234567e-300` and a comma. */
const numberBytes = 25
/** Quotes or brackets, and a comma or colon. */
const aroundBytes = 3

const add = (walk: Walk, value: Json, depth: number): boolean => {
  walk.nodes += 1
  if (typeof value === 'string') walk.bytes += value.length * escapeBytes + aroundBytes
  else if (typeof value !== 'object' || value === null) walk.bytes += numberBytes
  else if (!addMembers(walk, value, depth + 1)) return false
  return walk.nodes <= walk.limits.maxNodes && walk.bytes <= walk.limits.maxBytes
}

const addMembers = (walk: Walk, container: object, depth: number): boolean => {
  if (depth > walk.limits.maxDepth) return false
  walk.bytes += aroundBytes
  if (Array.isArray(container)) return (container as readonly Json[]).every((item) => add(walk, item, depth))
  for (const key of Object.keys(container)) {
    walk.bytes += key.length * escapeBytes + aroundBytes
    if (!add(walk, (container as Readonly<Record<string, Json>>)[key] as Json, depth)) return false
  }
  return true
}
