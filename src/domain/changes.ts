import { arrayPlan, isArrayDelta, oldIndexes } from './array-plan.js'
import type { ArrayDelta, Delta, ObjectDelta, ValueChange } from './delta.js'
import { equalJson } from './equal.js'
import type { Json } from './json.js'
import { isJsonArray, isJsonObject } from './json.js'
import { own } from './json-object.js'
import { appendSegment, maxPointerLength } from './pointer.js'

/**
 * The JSON Pointers that a delta changes, each once. Within arrays, removed items are named by their old index and all
 * others by their new one; a move gives both. Where a pointer would be longer than 1,024 characters its nearest ancestor
 * that is not stands for it.
 */
export const changedPaths = (delta: Delta): readonly string[] => {
  const paths = new Set<string>()
  walk(delta, '', undefined, undefined, (change) => {
    if (change.from !== undefined) paths.add(change.from)
    paths.add(change.path)
  })
  return [...paths]
}

/**
 * The differences between two states, for people to read; null stands for no state. The delta must be the one between them
 * (undefined where they are equal or one is null). Paths are those of `changedPaths`.
 */
export const describeChanges = (
  before: Json | null,
  after: Json | null,
  delta: Delta | undefined,
): readonly ValueChange[] => {
  if (before === null) return after === null ? [] : [{ path: '', op: 'add', new: after }]
  if (after === null) return [{ path: '', op: 'remove', old: before }]
  if (delta === undefined) {
    return equalJson(before, after) ? [] : [{ path: '', op: 'replace', old: before, new: after }]
  }
  const changes: ValueChange[] = []
  walk(delta, '', before, after, (change) => changes.push(change))
  return changes
}

type Emit = (change: ValueChange) => void
type Side = Json | undefined

const walk = (delta: Delta, path: string, before: Side, after: Side, emit: Emit): void => {
  if (Array.isArray(delta)) emit(leafChange(delta as readonly Json[], path))
  else if (isArrayDelta(delta)) walkArray(delta, path, before, after, emit)
  else walkObject(delta as ObjectDelta, path, before, after, emit)
}

const leafChange = (leaf: readonly Json[], path: string): ValueChange => {
  if (leaf.length === 1) return { path, op: 'add', new: leaf[0] as Json }
  if (leaf.length === 2) return { path, op: 'replace', old: leaf[0] as Json, new: leaf[1] as Json }
  return { path, op: 'remove', old: leaf[0] as Json }
}

const whole = (path: string, before: Side, after: Side): ValueChange => ({
  path,
  op: 'replace',
  ...(before !== undefined && { old: before }),
  ...(after !== undefined && { new: after }),
})

/** Calls `visit` with the child's pointer, or, once for all children whose pointers are too long, reports the parent. */
const limited = (path: string, before: Side, after: Side, emit: Emit) => {
  let reported = false
  return (segment: string | number, visit: (pointer: string) => void): void => {
    const pointer = appendSegment(path, segment)
    if (pointer.length <= maxPointerLength) visit(pointer)
    else if (!reported) {
      reported = true
      emit(whole(path, before, after))
    }
  }
}

const walkObject = (delta: ObjectDelta, path: string, before: Side, after: Side, emit: Emit): void => {
  const within = limited(path, before, after, emit)
  for (const key of Object.keys(delta)) {
    within(key, (pointer) => walk(delta[key] as Delta, pointer, memberOf(before, key), memberOf(after, key), emit))
  }
}

const walkArray = (delta: ArrayDelta, path: string, before: Side, after: Side, emit: Emit): void => {
  const plan = arrayPlan(delta)
  if (plan === undefined) return
  const within = limited(path, before, after, emit)
  for (const { oldIndex, value } of plan.removed) {
    within(oldIndex, (pointer) => emit({ path: pointer, op: 'remove', old: value }))
  }
  for (const { oldIndex, newIndex } of plan.moved) {
    within(oldIndex, (from) => within(newIndex, (to) => emit({ path: to, op: 'move', from })))
  }
  for (const { newIndex, value } of plan.added) {
    within(newIndex, (pointer) => emit({ path: pointer, op: 'add', new: value }))
  }
  const oldIndexOf = oldIndexes(plan)
  for (const { newIndex, delta: nested } of plan.changed) {
    const oldIndex = oldIndexOf(newIndex)
    within(newIndex, (to) => walk(nested, to, itemOf(before, oldIndex), itemOf(after, newIndex), emit))
  }
}

const memberOf = (side: Side, key: string): Side => (isJsonObject(side) ? own(side, key) : undefined)
const itemOf = (side: Side, index: number): Side => (isJsonArray(side) ? side[index] : undefined)
