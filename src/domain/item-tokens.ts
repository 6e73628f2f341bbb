import { canonicalize } from './canonical.js'
import { itemIdentity } from './item-keys.js'
import type { Json, JsonArray } from './json.js'
import { isJsonArray, isJsonObject } from './json.js'

/** One number for each item; equal numbers on both sides mean: the same item, perhaps changed. */
export interface ItemTokens {
  readonly oldTokens: readonly number[]
  readonly newTokens: readonly number[]
}

/**
 * Scalars are the same item where they are equal, objects with an identifying key where it is equal, other objects and
 * arrays where their content is equal. Objects without a key whose content is found on one side only are taken for the same
 * items in their order where both sides have equally many of them, and so are arrays: a changed item then shows as a change.
 */
export const itemTokens = (oldItems: JsonArray, newItems: JsonArray, keys: readonly string[]): ItemTokens => {
  const numbers = new Map<Json, number>()
  const intern = (name: Json): number => {
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, numbers.size)
    return numbers.size - 1
  }
  const oldSide = nameAll(oldItems, keys, intern)
  const newSide = nameAll(newItems, keys, intern)
  let next = numbers.size
  for (const kind of ['objects', 'arrays'] as const) {
    const [oldRest, newRest] = unmatched(oldSide[kind], newSide[kind], oldSide.tokens, newSide.tokens)
    if (oldRest.length !== newRest.length) continue
    for (const [rank, oldIndex] of oldRest.entries()) {
      oldSide.tokens[oldIndex] = next
      newSide.tokens[newRest[rank] as number] = next
      next += 1
    }
  }
  return { oldTokens: oldSide.tokens, newTokens: newSide.tokens }
}

interface Side {
  readonly tokens: number[]
  /** Indexes of objects without an identifying key. */
  readonly objects: readonly number[]
  readonly arrays: readonly number[]
}

const nameAll = (items: JsonArray, keys: readonly string[], intern: (name: Json) => number): Side => {
  const tokens: number[] = []
  const objects: number[] = []
  const arrays: number[] = []
  for (const [index, item] of items.entries()) {
    if (isJsonObject(item)) {
      const identity = itemIdentity(item, keys)
      if (identity === undefined) objects.push(index)
      tokens.push(intern(identity === undefined ? `c${canonicalize(item)}` : `i${identity}`))
    } else if (isJsonArray(item)) {
      arrays.push(index)
      tokens.push(intern(`c${canonicalize(item)}`))
    } else tokens.push(intern(typeof item === 'string' ? `s${item}` : item))
  }
  return { tokens, objects, arrays }
}

/** The indexes whose tokens are left over when each token of one side is set off against one of the other. */
const unmatched = (
  oldIndexes: readonly number[],
  newIndexes: readonly number[],
  oldTokens: readonly number[],
  newTokens: readonly number[],
): readonly [readonly number[], readonly number[]] => {
  const open = new Map<number, number[]>()
  for (const index of newIndexes) {
    const token = newTokens[index] as number
    const list = open.get(token)
    if (list === undefined) open.set(token, [index])
    else list.push(index)
  }
  for (const list of open.values()) list.reverse()
  const oldRest = oldIndexes.filter((index) => open.get(oldTokens[index] as number)?.pop() === undefined)
  const newRest = [...open.values()].flat().sort((a, b) => a - b)
  return [oldRest, newRest]
}
