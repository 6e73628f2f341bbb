import { arrayPlan, isArrayDelta, isRemoval } from '../../domain/array-plan.js'
import type { ArrayDelta, Delta, ObjectDelta } from '../../domain/delta.js'
import type { Json } from '../../domain/json.js'
import { isJsonArray, isJsonObject } from '../../domain/json.js'
import { own } from '../../domain/json-object.js'

/** A key of an object, or an index of an array. */
export type Segment = string | number

/** What became of one value. Indexes of moved items: `from` in the array before, `to` in the array after. */
export type Change =
  | { readonly op: 'added'; readonly new: Json }
  | { readonly op: 'removed'; readonly old: Json }
  | { readonly op: 'replaced'; readonly old: Json; readonly new: Json }
  | { readonly op: 'moved'; readonly from: Segment; readonly to: Segment; readonly value?: Json }
  /** A part of a delta that says nothing that is known here; shown as it is. */
  | { readonly op: 'unreadable'; readonly delta: Json }

/** A difference as it nests; `path` leads from the branch above. The root's is empty. */
export type DifferenceNode = Branch | Leaf
export interface Branch {
  readonly _tag: 'Branch'
  readonly path: readonly Segment[]
  readonly children: readonly DifferenceNode[]
}
export interface Leaf {
  readonly _tag: 'Leaf'
  readonly path: readonly Segment[]
  readonly change: Change
}

export const leaf = (path: readonly Segment[], change: Change): Leaf => ({ _tag: 'Leaf', path, change })

/** Deltas nest as deep as states (64); beyond this a stored one is not read on. */
const maxNesting = 128

/**
 * The difference that a delta describes. A delta does not say what the items are that it moves: they are shown where the
 * state after it is given.
 */
export const treeOfDelta = (delta: Delta, after?: Json): DifferenceNode => walk(delta, [], after, 0)

const walk = (delta: Delta, path: readonly Segment[], after: Json | undefined, nesting: number): DifferenceNode => {
  if (typeof delta !== 'object' || (delta as unknown) === null || nesting > maxNesting) return unreadable(path, delta)
  if (Array.isArray(delta)) return leafOf(delta as readonly Json[], path)
  const children = isArrayDelta(delta)
    ? itemsOf(delta, after, nesting)
    : Object.keys(delta).map((key) =>
        walk((delta as ObjectDelta)[key] as Delta, [key], memberOf(after, key), nesting + 1),
      )
  return children === undefined ? unreadable(path, delta) : { _tag: 'Branch', path, children }
}

const unreadable = (path: readonly Segment[], delta: unknown): Leaf =>
  leaf(path, { op: 'unreadable', delta: delta as Json })

const leafOf = (delta: readonly Json[], path: readonly Segment[]): Leaf => {
  if (delta.length === 1) return leaf(path, { op: 'added', new: delta[0] as Json })
  if (delta.length === 2) return leaf(path, { op: 'replaced', old: delta[0] as Json, new: delta[1] as Json })
  return isRemoval(delta) ? leaf(path, { op: 'removed', old: delta[0] }) : unreadable(path, delta)
}

interface Placed {
  readonly index: number
  readonly node: DifferenceNode
}

/** By place: removed items where they were, before what is there now. */
const itemsOf = (
  delta: ArrayDelta,
  after: Json | undefined,
  nesting: number,
): readonly DifferenceNode[] | undefined => {
  const plan = arrayPlan(delta)
  if (plan === undefined) return undefined
  const placed: readonly Placed[] = [
    ...plan.removed.map(({ oldIndex, value }) => ({
      index: oldIndex,
      node: leaf([oldIndex], { op: 'removed', old: value }),
    })),
    ...plan.moved.map(({ oldIndex, newIndex }) => ({
      index: newIndex,
      node: movedLeaf(oldIndex, newIndex, itemOf(after, newIndex)),
    })),
    ...plan.added.map(({ newIndex, value }) => ({
      index: newIndex,
      node: leaf([newIndex], { op: 'added', new: value }),
    })),
    ...plan.changed.map(({ newIndex, delta: nested }) => ({
      index: newIndex,
      node: walk(nested, [newIndex], itemOf(after, newIndex), nesting + 1),
    })),
  ]
  return placed.toSorted((a, b) => a.index - b.index).map(({ node }) => node)
}

const movedLeaf = (from: number, to: number, value: Json | undefined): Leaf =>
  leaf([to], { op: 'moved', from, to, ...(value !== undefined && { value }) })

const memberOf = (side: Json | undefined, key: string): Json | undefined =>
  isJsonObject(side) ? own(side, key) : undefined
const itemOf = (side: Json | undefined, index: number): Json | undefined =>
  isJsonArray(side) ? side[index] : undefined

/** Whether it holds moved items, which only the state after it can show. */
export const hasMoves = (node: DifferenceNode): boolean =>
  node._tag === 'Leaf' ? node.change.op === 'moved' : node.children.some(hasMoves)
