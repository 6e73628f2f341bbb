import type { CellBudget } from './array-diff.js'
import { diffArrays, newCellBudget } from './array-diff.js'
import type { Delta } from './delta.js'
import type { ArrayItemKeys, KeysAt } from './item-keys.js'
import { compileItemKeys } from './item-keys.js'
import type { Json, JsonObject, State } from './json.js'
import { isJsonArray, isJsonObject } from './json.js'
import { put } from './json-object.js'
import { lawful } from './lawful.js'

export type { ArrayItemKeys } from './item-keys.js'

/**
 * The delta from one state to another, undefined where they are equal. `patch(before, delta)` is `after` and
 * `unpatch(after, delta)` is `before`: both are tried before it is answered, and a delta for which they do not hold is replaced
 * by one that replaces a whole value. States must be within limits (see `checkValue`): the stack goes as deep as they do.
 */
export const diff = (before: State, after: State, itemKeys?: ArrayItemKeys): Delta | undefined => {
  const walk: Walk = { path: [], keysAt: compileItemKeys(itemKeys), budget: newCellBudget() }
  const delta = diffValues(walk, before, after)
  return delta === undefined ? undefined : lawful(before, after, delta)
}

interface Walk {
  /** Unescaped segments, with indexes as they are after. */
  readonly path: string[]
  readonly keysAt: KeysAt
  readonly budget: CellBudget
}

const diffValues = (walk: Walk, before: Json, after: Json): Delta | undefined => {
  if (before === after) return undefined
  if (isJsonObject(before) && isJsonObject(after)) return diffObjects(walk, before, after)
  if (!isJsonArray(before) || !isJsonArray(after)) return [before, after]
  return diffArrays(before, after, walk.keysAt(walk.path), walk.budget, (oldItem, newItem, newIndex) =>
    diffMember(walk, String(newIndex), oldItem, newItem),
  )
}

const diffMember = (walk: Walk, segment: string, before: Json, after: Json): Delta | undefined => {
  walk.path.push(segment)
  const delta = diffValues(walk, before, after)
  walk.path.pop()
  return delta
}

const diffObjects = (walk: Walk, before: JsonObject, after: JsonObject): Delta | undefined => {
  const entries: Record<string, Delta> = {}
  for (const key of Object.keys(before)) {
    const value = before[key] as Json
    const delta = Object.hasOwn(after, key)
      ? diffMember(walk, key, value, after[key] as Json)
      : ([value, 0, 0] as const)
    if (delta !== undefined) put(entries, key, delta)
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) put<Delta>(entries, key, [after[key] as Json])
  }
  if (Object.keys(entries).length === 0) return undefined
  // In a delta the key `_t` marks an array, so a state's own key of that name cannot be told in one.
  return Object.hasOwn(entries, '_t') ? [before, after] : entries
}
