import { diffArrays } from './array-diff.js'
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
  const delta = diffValues(before, after, [], compileItemKeys(itemKeys))
  return delta === undefined ? undefined : lawful(before, after, delta)
}

const diffValues = (before: Json, after: Json, path: string[], keysAt: KeysAt): Delta | undefined => {
  if (before === after) return undefined
  if (isJsonObject(before) && isJsonObject(after)) return diffObjects(before, after, path, keysAt)
  if (!isJsonArray(before) || !isJsonArray(after)) return [before, after]
  return diffArrays(before, after, keysAt(path), (oldItem, newItem, newIndex) => {
    path.push(String(newIndex))
    const delta = diffValues(oldItem, newItem, path, keysAt)
    path.pop()
    return delta
  })
}

const diffObjects = (before: JsonObject, after: JsonObject, path: string[], keysAt: KeysAt): Delta | undefined => {
  const entries: Record<string, Delta> = {}
  for (const key of Object.keys(before)) {
    const value = before[key] as Json
    if (!Object.hasOwn(after, key)) {
      put<Delta>(entries, key, [value, 0, 0])
      continue
    }
    path.push(key)
    const delta = diffValues(value, after[key] as Json, path, keysAt)
    path.pop()
    if (delta !== undefined) put(entries, key, delta)
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) put<Delta>(entries, key, [after[key] as Json])
  }
  if (Object.keys(entries).length === 0) return undefined
  // In a delta the key `_t` marks an array, so a state's own key of that name cannot be told in one.
  return Object.hasOwn(entries, '_t') ? [before, after] : entries
}
