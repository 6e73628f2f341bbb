import type { Subject } from '../../domain/event.js'
import { askDifference, askState } from '../api/subjects.js'
import { treeOfChanges } from './tree-of-changes.js'
import type { DifferenceNode } from './tree.js'
import { hasMoves, treeOfDelta } from './tree.js'

/** What differs between two versions of a record; -1 is before its first. Where items have moved, with what they are. */
export const differenceBetween = async (
  subject: Subject,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<DifferenceNode> => {
  const { delta, changes } = await askDifference(subject, from, to, signal)
  if (delta === null) return treeOfChanges(changes)
  const tree = treeOfDelta(delta)
  return hasMoves(tree) ? treeOfDelta(delta, (await askState(subject, { version: to }, signal)).state) : tree
}
