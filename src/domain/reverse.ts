import type { ArrayPlan } from './array-plan.js'
import { arrayPlan, isArrayDelta, isRemoval, oldIndexes } from './array-plan.js'
import type { ArrayDelta, Delta, ObjectDelta } from './delta.js'
import { put } from './json-object.js'

/**
 * The delta that leads back: `patch(after, reverse(delta))` is the value before. What is malformed is answered as it
 * is, for `patch` to refuse.
 */
export const reverse = (delta: Delta): Delta => {
  if (!isObject(delta)) return delta
  if (Array.isArray(delta)) return reverseLeaf(delta as readonly unknown[]) as Delta
  if (isArrayDelta(delta)) {
    const plan = arrayPlan(delta)
    return plan === undefined ? delta : reverseArray(plan)
  }
  const reversed: Record<string, Delta> = {}
  for (const key of Object.keys(delta)) put(reversed, key, reverse((delta as ObjectDelta)[key] as Delta))
  return reversed
}

const isObject = (delta: unknown): boolean => typeof delta === 'object' && delta !== null

const reverseLeaf = (leaf: readonly unknown[]): readonly unknown[] => {
  if (leaf.length === 1) return [leaf[0], 0, 0]
  if (leaf.length === 2) return [leaf[1], leaf[0]]
  return isRemoval(leaf) ? [leaf[0]] : leaf
}

const reverseArray = ({ removed, moved, added, changed }: ArrayPlan): ArrayDelta => {
  const reversed: Record<string, unknown> = { _t: 'a' }
  const oldIndexOf = oldIndexes({ removed, moved, added, changed })
  for (const { oldIndex, value } of removed) reversed[oldIndex] = [value]
  for (const { newIndex, value } of added) reversed[`_${newIndex}`] = [value, 0, 0]
  for (const { oldIndex, newIndex } of moved) reversed[`_${newIndex}`] = ['', oldIndex, 3]
  for (const { newIndex, delta } of changed) reversed[oldIndexOf(newIndex)] = reverse(delta)
  return reversed as ArrayDelta
}
