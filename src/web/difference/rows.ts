import { appendSegment } from '../../domain/pointer.js'
import type { Change, Segment } from './change.js'
import type { DifferenceNode } from './tree.js'

/** A line of a difference: the heading of what is nested below it, or one change. `depth` counts from 0. */
export type Row = GroupRow | ChangeRow
export interface GroupRow extends Line {
  readonly _tag: 'Group'
  /** Changes below it. */
  readonly count: number
}
interface ChangeRow extends Line {
  readonly _tag: 'Change'
  readonly change: Change
}
interface Line {
  /** Unlike that of any other row. */
  readonly key: string
  readonly depth: number
  /** From the heading above; empty for the whole value. */
  readonly path: readonly Segment[]
}

/** The lines of a difference from top to bottom. What has a single thing below it is no heading but the beginning of that thing's path. */
export const rowsOf = (root: DifferenceNode): readonly Row[] => {
  const rows: Row[] = []
  if (root._tag === 'Leaf') push(rows, root, '', [], 0)
  else for (const child of root.children) push(rows, child, '', [], 0)
  return rows
}

/** @returns how many changes were added. */
const push = (
  rows: Row[],
  node: DifferenceNode,
  pointer: string,
  before: readonly Segment[],
  depth: number,
): number => {
  const path = [...before, ...node.path]
  const at = node.path.reduce<string>(appendSegment, pointer)
  if (node._tag === 'Leaf') {
    rows.push({ _tag: 'Change', key: `${node.change.op} ${at}`, depth, path, change: node.change })
    return 1
  }
  const [only] = node.children
  if (only !== undefined && node.children.length === 1) return push(rows, only, at, path, depth)
  const place = rows.length
  rows.push({ _tag: 'Group', key: `group ${at}`, depth, path, count: 0 })
  let count = 0
  for (const child of node.children) count += push(rows, child, at, [], depth + 1)
  rows[place] = { _tag: 'Group', key: `group ${at}`, depth, path, count }
  return count
}

export const countChanges = (rows: readonly Row[]): number =>
  rows.reduce((sum, row) => sum + (row._tag === 'Change' ? 1 : 0), 0)
