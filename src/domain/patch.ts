import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { ArrayPlan } from './array-plan.js'
import { arrayPlan, isArrayDelta, isRemoval, oldIndexes } from './array-plan.js'
import type { ArrayDelta, Delta, ObjectDelta } from './delta.js'
import { equalJson } from './equal.js'
import type { Json, JsonArray, JsonObject } from './json.js'
import { isJsonArray, isJsonObject } from './json.js'
import type { MutableJsonObject } from './json-object.js'
import { own, put, withoutKeys } from './json-object.js'
import { appendSegment, boundedPointer } from './pointer.js'
import { reverse } from './reverse.js'

/** Deltas follow the nesting of states (64); no stored delta comes near this, and the stack bears it. */
const maxNesting = 256
const maxPaths = 20

interface Walk {
  readonly misses: string[]
  nesting: number
}

/**
 * The value after `delta`, which must fit exactly: every old value in it deep-equal to what is there, nothing there where it
 * adds, every index inside its array. What did not change is shared with `before`, which itself is never altered.
 * Left: JSON Pointers into `before` (at most 20) where the delta does not fit.
 */
export const patch = (before: Json, delta: Delta): Either<readonly string[], Json> => {
  const walk: Walk = { misses: [], nesting: 0 }
  const after = apply(walk, before, delta, '')
  if (after === undefined) miss(walk, '')
  return walk.misses.length > 0 ? left(walk.misses) : right(after as Json)
}

/** The value before `delta`, under the same conditions. Left: JSON Pointers into `after`. */
export const unpatch = (after: Json, delta: Delta): Either<readonly string[], Json> =>
  nestsTooDeep(delta, 0) ? left(['']) : patch(after, reverse(delta))

const nestsTooDeep = (delta: unknown, nesting: number): boolean => {
  if (nesting > maxNesting) return true
  if (typeof delta !== 'object' || delta === null || Array.isArray(delta)) return false
  return Object.values(delta).some((each) => nestsTooDeep(each, nesting + 1))
}

const miss = (walk: Walk, pointer: string): Json | undefined => {
  const told = boundedPointer(pointer)
  if (walk.misses.length < maxPaths && !walk.misses.includes(told)) walk.misses.push(told)
  return undefined
}

/** undefined stands for a value that is not there, before or after; after a miss the result does not matter. */
const apply = (walk: Walk, value: Json | undefined, delta: unknown, pointer: string): Json | undefined => {
  if (typeof delta !== 'object' || delta === null || walk.nesting >= maxNesting) return miss(walk, pointer)
  if (Array.isArray(delta)) return applyLeaf(walk, value, delta as readonly Json[], pointer)
  walk.nesting += 1
  const result = applyNested(walk, value, delta as ObjectDelta | ArrayDelta, pointer)
  walk.nesting -= 1
  return result
}

const applyLeaf = (walk: Walk, value: Json | undefined, leaf: JsonArray, pointer: string): Json | undefined => {
  if (leaf.length === 1 && value === undefined) return leaf[0]
  if (leaf.length === 2 && equalJson(value, leaf[0])) return leaf[1]
  if (isRemoval(leaf) && equalJson(value, leaf[0])) return undefined
  return miss(walk, pointer)
}

const applyNested = (walk: Walk, value: Json | undefined, delta: Delta, pointer: string): Json | undefined => {
  if (!isArrayDelta(delta)) {
    if (!isJsonObject(value) || Object.hasOwn(delta, '_t')) return miss(walk, pointer)
    return applyObject(walk, value, delta as ObjectDelta, pointer)
  }
  const plan = arrayPlan(delta)
  return plan === undefined || !isJsonArray(value) ? miss(walk, pointer) : applyArray(walk, value, plan, pointer)
}

/** Keys stay in their order; new ones come last. */
const applyObject = (walk: Walk, object: JsonObject, delta: ObjectDelta, pointer: string): Json => {
  const result: MutableJsonObject = { ...object }
  const removed = new Set<string>()
  for (const key of Object.keys(delta)) {
    const next = apply(walk, own(object, key), delta[key], appendSegment(pointer, key))
    if (next === undefined) removed.add(key)
    else put(result, key, next)
  }
  return removed.size === 0 ? result : withoutKeys(result, removed)
}

const applyArray = (walk: Walk, items: JsonArray, plan: ArrayPlan, pointer: string): Json | undefined => {
  const result = rearranged(walk, items, plan, pointer)
  const oldIndexOf = oldIndexes(plan)
  for (const { newIndex, delta } of plan.changed) {
    if (newIndex >= result.length) miss(walk, appendSegment(pointer, newIndex))
    if (walk.misses.length > 0) continue
    const itemPointer = appendSegment(pointer, oldIndexOf(newIndex))
    const next = apply(walk, result[newIndex], delta, itemPointer)
    if (next === undefined) miss(walk, itemPointer)
    else result[newIndex] = next
  }
  return result
}

/** The items after removals, moves and additions, before changes within them. */
const rearranged = (walk: Walk, items: JsonArray, plan: ArrayPlan, pointer: string): Json[] => {
  const gone = new Set<number>()
  const placed = new Map<number, Json>()
  for (const { oldIndex, value } of plan.removed) {
    if (oldIndex >= items.length || !equalJson(items[oldIndex], value)) miss(walk, appendSegment(pointer, oldIndex))
    gone.add(oldIndex)
  }
  for (const { oldIndex, newIndex } of plan.moved) {
    if (oldIndex >= items.length) miss(walk, appendSegment(pointer, oldIndex))
    gone.add(oldIndex)
    placed.set(newIndex, items[oldIndex] as Json)
  }
  for (const { newIndex, value } of plan.added) placed.set(newIndex, value)
  const length = items.length - gone.size + placed.size
  for (const newIndex of placed.keys()) {
    if (newIndex >= length) miss(walk, appendSegment(pointer, newIndex))
  }
  return walk.misses.length > 0 ? [] : merged(items, gone, placed, length)
}

const merged = (
  items: JsonArray,
  gone: ReadonlySet<number>,
  placed: ReadonlyMap<number, Json>,
  length: number,
): Json[] => {
  const result: Json[] = []
  let oldIndex = 0
  while (result.length < length) {
    const put = placed.get(result.length)
    if (put !== undefined) {
      result.push(put)
      continue
    }
    while (gone.has(oldIndex)) oldIndex += 1
    result.push(items[oldIndex] as Json)
    oldIndex += 1
  }
  return result
}
