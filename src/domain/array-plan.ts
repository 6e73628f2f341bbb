import type { ArrayDelta, Delta, MovedDelta } from './delta.js'
import type { Json } from './json.js'

/**
 * What an array delta does, read once. Old indexes count in the array before, new ones in the array after; every list
 * is sorted by its index. `changed` items are there in both arrays: kept at their place or moved.
 */
export interface ArrayPlan {
  readonly removed: readonly { readonly oldIndex: number; readonly value: Json }[]
  readonly moved: readonly { readonly oldIndex: number; readonly newIndex: number }[]
  readonly added: readonly { readonly newIndex: number; readonly value: Json }[]
  readonly changed: readonly { readonly newIndex: number; readonly delta: Delta }[]
}

/** An array delta is told from an object delta by its own `_t` with the value `'a'`. */
export const isArrayDelta = (delta: Delta): delta is ArrayDelta =>
  !Array.isArray(delta) && Object.hasOwn(delta, '_t') && (delta as { readonly _t: unknown })._t === 'a'

export const isMove = (entry: unknown): entry is MovedDelta =>
  Array.isArray(entry) && entry.length === 3 && entry[0] === '' && entry[2] === 3 && isIndex(entry[1])

export const isRemoval = (entry: unknown): entry is readonly [Json, 0, 0] =>
  Array.isArray(entry) && entry.length === 3 && entry[1] === 0 && entry[2] === 0

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** The number that an array index of a delta stands for; undefined for `01`, `-1`, `1e3` and the like. */
export const parseIndex = (text: string): number | undefined =>
  /^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : undefined

/** Undefined where the delta is not one (see `checkDelta`, which says why). */
export const arrayPlan = (delta: ArrayDelta): ArrayPlan | undefined => {
  const removed: { oldIndex: number; value: Json }[] = []
  const moved: { oldIndex: number; newIndex: number }[] = []
  const added: { newIndex: number; value: Json }[] = []
  const changed: { newIndex: number; delta: Delta }[] = []
  const targets = new Set<number>()
  for (const key of Object.keys(delta)) {
    if (key === '_t') continue
    const entry: unknown = delta[key]
    const isOld = key.startsWith('_')
    const index = parseIndex(isOld ? key.slice(1) : key)
    if (index === undefined || typeof entry !== 'object' || entry === null) return undefined
    if (isOld && isRemoval(entry)) removed.push({ oldIndex: index, value: entry[0] })
    else if (isOld && isMove(entry) && !targets.has(entry[1])) {
      targets.add(entry[1])
      moved.push({ oldIndex: index, newIndex: entry[1] })
    } else if (isOld) return undefined
    else if (!Array.isArray(entry) || entry.length === 2) changed.push({ newIndex: index, delta: entry as Delta })
    else if (entry.length === 1) added.push({ newIndex: index, value: entry[0] as Json })
    else return undefined
  }
  if (added.some(({ newIndex }) => targets.has(newIndex))) return undefined
  removed.sort((a, b) => a.oldIndex - b.oldIndex)
  moved.sort((a, b) => a.newIndex - b.newIndex)
  added.sort((a, b) => a.newIndex - b.newIndex)
  changed.sort((a, b) => a.newIndex - b.newIndex)
  return { removed, moved, added, changed }
}

/**
 * For each new index in ascending order the old index of the same item: items that are neither removed nor moved keep
 * their order and fill the places that no added or moved item takes. Call it with ascending indexes of items that are
 * in both arrays.
 */
export const oldIndexes = (plan: ArrayPlan): ((newIndex: number) => number) => {
  const movedFrom = new Map(plan.moved.map(({ newIndex, oldIndex }) => [newIndex, oldIndex]))
  const placed = [...plan.added, ...plan.moved].map(({ newIndex }) => newIndex).sort((a, b) => a - b)
  const gone = [...plan.removed, ...plan.moved].map(({ oldIndex }) => oldIndex).sort((a, b) => a - b)
  let placedBefore = 0
  let goneBefore = 0
  return (newIndex) => {
    const from = movedFrom.get(newIndex)
    if (from !== undefined) return from
    while (placedBefore < placed.length && (placed[placedBefore] as number) < newIndex) placedBefore += 1
    const rank = newIndex - placedBefore
    while (goneBefore < gone.length && (gone[goneBefore] as number) <= rank + goneBefore) goneBefore += 1
    return rank + goneBefore
  }
}
