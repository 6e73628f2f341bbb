import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { FieldIssue } from './errors.js'
import { jsonTextBytes } from './json-bytes.js'
import type { Json } from './json.js'
import type { MutableJsonObject } from './json-object.js'
import { put } from './json-object.js'
import { boundedPointer, formatPointer } from './pointer.js'

export interface ValueLimits {
  /** How many arrays and objects may enclose one another: a scalar has depth 0, `[]` and `{}` have depth 1. */
  readonly maxDepth: number
  /** Values altogether: each scalar, array and object counts one. */
  readonly maxNodes: number
  /** UTF-8 bytes of `JSON.stringify(value)`. */
  readonly maxBytes?: number
  /** Whether strings and keys may contain U+0000. */
  readonly allowNul: boolean
  /** Whether the key `$redacted`, which only the store may write, is refused. */
  readonly refuseRedacted?: boolean
}

/** More issues than this are not worth listing. */
const maxIssues = 100

interface Walk {
  readonly limits: ValueLimits
  readonly field: string
  readonly path: (string | number)[]
  readonly issues: FieldIssue[]
  nodes: number
  bytes: number
}

/**
 * Makes sure that a value is JSON within limits: no NaN, ±Infinity, undefined, function, bigint, symbol or object with a
 * prototype of its own; no integer beyond ±(2^53−1) (it could not be told from its neighbour); no lone surrogates.
 * −0 becomes 0. Answers the same reference where nothing had to be changed. Never deeper than `maxDepth` on the stack.
 * Left: issues whose `field` is a JSON Pointer that starts with the given one.
 */
export const checkValue = (value: unknown, field: string, limits: ValueLimits): Either<readonly FieldIssue[], Json> => {
  const walk: Walk = { limits, field, path: [], issues: [], nodes: 0, bytes: 0 }
  const checked = check(walk, value)
  if (walk.nodes > limits.maxNodes) {
    walk.issues.push({ field, message: `must have at most ${limits.maxNodes} values in all` })
  } else if (limits.maxBytes !== undefined && walk.bytes > limits.maxBytes) {
    walk.issues.push({ field, message: `must be at most ${limits.maxBytes} bytes of JSON text` })
  }
  return walk.issues.length > 0 ? left(walk.issues) : right(checked)
}

const add = (walk: Walk, message: string): void => {
  if (walk.issues.length >= maxIssues) return
  walk.issues.push({ field: boundedPointer(walk.field + formatPointer(walk.path)), message })
}

const check = (walk: Walk, value: unknown): Json => {
  walk.nodes += 1
  if (typeof value === 'string') return checkText(walk, value)
  if (typeof value === 'number') return checkNumber(walk, value)
  if (typeof value === 'object' && value !== null) return checkContainer(walk, value)
  if (typeof value === 'boolean' || value === null) {
    walk.bytes += value === false ? 5 : 4
    return value
  }
  add(walk, `must be a JSON value, not ${value === undefined ? 'undefined' : `a ${typeof value}`}`)
  return null
}

const checkNumber = (walk: Walk, value: number): number => {
  if (!Number.isFinite(value)) add(walk, `must be a finite number, not ${value}`)
  else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    add(walk, 'is an integer beyond ±9007199254740991 and would lose digits: send it as a string')
  }
  walk.bytes += String(value).length
  return value === 0 ? 0 : value
}

const checkText = (walk: Walk, text: string): string => {
  if (!text.isWellFormed()) add(walk, 'must not contain a lone surrogate')
  if (!walk.limits.allowNul && text.includes('\0')) add(walk, 'must not contain U+0000')
  if (walk.limits.maxBytes !== undefined) walk.bytes += jsonTextBytes(text)
  return text
}

const checkContainer = (walk: Walk, value: object): Json => {
  if (walk.path.length >= walk.limits.maxDepth) {
    add(walk, `is nested more than ${walk.limits.maxDepth} deep`)
    return null
  }
  if (Array.isArray(value)) return checkArray(walk, value)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) return checkObject(walk, value as UncheckedObject)
  add(walk, 'must be a plain object')
  return null
}

type UncheckedObject = Readonly<Record<string, unknown>>

const checkArray = (walk: Walk, items: readonly unknown[]): Json => {
  walk.bytes += Math.max(2, items.length + 1)
  let copy: Json[] | undefined
  for (let index = 0; index < items.length && walk.nodes <= walk.limits.maxNodes; index++) {
    walk.path.push(index)
    const checked = check(walk, items[index])
    walk.path.pop()
    if (copy === undefined && !Object.is(checked, items[index])) copy = (items as Json[]).slice(0, index)
    copy?.push(checked)
  }
  return copy ?? (items as readonly Json[])
}

const checkObject = (walk: Walk, object: UncheckedObject): Json => {
  const keys = Object.keys(object)
  walk.bytes += Math.max(2, 2 * keys.length + 1)
  let copy: MutableJsonObject | undefined
  for (const key of keys) {
    if (walk.nodes > walk.limits.maxNodes) break
    walk.path.push(key)
    checkText(walk, key)
    if (key === '$redacted' && walk.limits.refuseRedacted === true) {
      add(walk, 'is written by the store alone: `$redacted` is not taken from outside')
    }
    const checked = check(walk, object[key])
    walk.path.pop()
    if (!Object.is(checked, object[key])) {
      copy ??= { ...(object as MutableJsonObject) }
      put(copy, key, checked)
    }
  }
  return copy ?? (object as MutableJsonObject)
}
