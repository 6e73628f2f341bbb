import { DiffPatcher } from 'jsondiffpatch'
import type { ArrayPlan } from './array-plan.js'
import { arrayPlan, oldIndexes } from './array-plan.js'
import type { ArrayDelta, Delta } from './delta.js'
import { equalJson } from './equal.js'
import { itemTokens } from './item-tokens.js'
import type { Json, JsonArray } from './json.js'

/** What one diff may spend on longest common subsequences, whose table in jsondiffpatch has old × new cells. */
export interface CellBudget {
  cells: number
}

/** They take about 50 ms, and one array, or all arrays of a state together, may have them. */
export const newCellBudget = (): CellBudget => ({ cells: 250_000 })

/**
 * It is given one number per item, equal where two items are the same one (see `itemTokens`), never the items: so it finds
 * what was added, removed and moved, no key inside an item can mislead it, and no text is diffed.
 */
const differ = new DiffPatcher({ arrays: { detectMove: true, includeValueOnMove: false } })

/** How an item that is in both arrays changed; undefined where it did not. */
export type DiffItem = (before: Json, after: Json, newIndex: number) => Delta | undefined

/**
 * The array delta between two arrays, undefined where they are equal, `[before, after]` where comparing them item by item
 * would cost more than is left of the budget. `keys` identify items that are objects, in this order.
 */
export const diffArrays = (
  before: JsonArray,
  after: JsonArray,
  keys: readonly string[],
  budget: CellBudget,
  diffItem: DiffItem,
): Delta | undefined => {
  const head = commonHead(before, after, equalJson)
  if (head === before.length && head === after.length) return undefined
  const tail = commonTail(before, after, head, equalJson)
  const oldItems = before.slice(head, before.length - tail)
  const newItems = after.slice(head, after.length - tail)
  const { oldTokens, newTokens } = itemTokens(oldItems, newItems, keys)
  const cost = cells(oldTokens, newTokens)
  if (cost > budget.cells) return [before, after]
  budget.cells -= cost
  const plan = planOf(oldTokens, newTokens)
  return arrayDelta(oldItems, newItems, head, plan, diffItem)
}

const commonHead = <T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): number => {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && same(a[length] as T, b[length] as T)) length += 1
  return length
}

const commonTail = <T>(a: readonly T[], b: readonly T[], head: number, same: (x: T, y: T) => boolean): number => {
  const most = Math.min(a.length, b.length) - head
  let length = 0
  while (length < most && same(a[a.length - 1 - length] as T, b[b.length - 1 - length] as T)) length += 1
  return length
}

const sameToken = (a: number, b: number): boolean => a === b

const cells = (oldTokens: readonly number[], newTokens: readonly number[]): number => {
  const head = commonHead(oldTokens, newTokens, sameToken)
  const common = head + commonTail(oldTokens, newTokens, head, sameToken)
  return (oldTokens.length - common) * (newTokens.length - common)
}

const noChange: ArrayPlan = { removed: [], moved: [], added: [], changed: [] }

const planOf = (oldTokens: readonly number[], newTokens: readonly number[]): ArrayPlan => {
  const delta = differ.diff(oldTokens, newTokens)
  return (delta === undefined ? undefined : arrayPlan(delta as unknown as ArrayDelta)) ?? noChange
}

/** The plan's tokens replaced by the items they stand for, its indexes moved by `head`, and changes within items added. */
const arrayDelta = (
  oldItems: JsonArray,
  newItems: JsonArray,
  head: number,
  plan: ArrayPlan,
  diffItem: DiffItem,
): Delta | undefined => {
  const entries: Record<string, unknown> = {}
  for (const { oldIndex } of plan.removed) entries[`_${head + oldIndex}`] = [oldItems[oldIndex], 0, 0]
  for (const { oldIndex, newIndex } of plan.moved) entries[`_${head + oldIndex}`] = ['', head + newIndex, 3]
  const added = new Set(plan.added.map(({ newIndex }) => newIndex))
  const oldIndexOf = oldIndexes(plan)
  for (const [newIndex, item] of newItems.entries()) {
    const entry = added.has(newIndex) ? [item] : diffItem(oldItems[oldIndexOf(newIndex)] as Json, item, head + newIndex)
    if (entry !== undefined) entries[head + newIndex] = entry
  }
  return Object.keys(entries).length === 0 ? undefined : { ...entries, _t: 'a' }
}
