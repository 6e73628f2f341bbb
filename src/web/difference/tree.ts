import { arrayPlan, isArrayDelta, isRemoval } from '../../domain/array-plan.js'
import type { ArrayDelta, Delta, ObjectDelta } from '../../domain/delta.js'
import type { Json } from '../../domain/json.js'
import { isJsonArray, isJsonObject } from '../../domain/json.js'
import { own } from '../../domain/json-object.js'
import type { Change, Segment } from './change.js'
import { redactedChange, redactedKey } from './redacted-change.js'

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
  const redacted = redactedIn(delta)
  if (redacted !== undefined) return leaf(path, redacted)
  const children = isArrayDelta(delta)
    ? itemsOf(delta, after, nesting)
    : membersOf(delta as ObjectDelta, after, nesting)
  return children === undefined ? unreadable(path, delta) : { _tag: 'Branch', path, children }
}

const redactedIn = (delta: Delta): Change | undefined => {
  const entry: unknown = Object.hasOwn(delta, redactedKey) ? (delta as ObjectDelta)[redactedKey] : undefined
  const isAlone = Array.isArray(entry) && entry.length === 2 && Object.keys(delta).length === 1
  return isAlone ? redactedChange(entry[0] as Json, entry[1] as Json) : undefined
}

const membersOf = (delta: ObjectDelta, after: Json | undefined, nesting: number): readonly DifferenceNode[] =>
  Object.keys(delta).map((key) => walk(delta[key] as Delta, [key], memberOf(after, key), nesting + 1))

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
