import type { ValueChange } from '../../domain/delta.js'
import { parsePointer } from '../../domain/pointer.js'
import type { Change, Segment } from './change.js'
import { redactedChange, redactedKey } from './redacted-change.js'
import type { DifferenceNode, Leaf } from './tree.js'
import { leaf } from './tree.js'

interface Growing {
  readonly branches: Map<Segment, Growing>
  readonly leaves: Leaf[]
}

const growing = (): Growing => ({ branches: new Map(), leaves: [] })

/** The difference that a list of changes describes, such as the answer of a dry run; a pointer does not say what is an index. */
export const treeOfChanges = (changes: readonly ValueChange[]): DifferenceNode => {
  const root = growing()
  for (const change of changes) {
    const { path, change: what } = readable(change)
    const parent = path.slice(0, -1).reduce(within, root)
    parent.leaves.push(leaf(path.slice(-1), what))
  }
  const [first] = root.leaves
  return root.branches.size === 0 && root.leaves.length === 1 && first?.path.length === 0 ? first : grown(root, [])
}

const readable = (change: ValueChange): { readonly path: readonly Segment[]; readonly change: Change } => {
  const path = parsePointer(change.path) ?? [change.path]
  const redacted = path.at(-1) === redactedKey ? redactedChange(change.old, change.new) : undefined
  return redacted === undefined ? { path, change: changeOf(change) } : { path: path.slice(0, -1), change: redacted }
}

const within = (parent: Growing, segment: Segment): Growing => {
  const known = parent.branches.get(segment)
  if (known !== undefined) return known
  const child = growing()
  parent.branches.set(segment, child)
  return child
}

const grown = ({ branches, leaves }: Growing, path: readonly Segment[]): DifferenceNode => ({
  _tag: 'Branch',
  path,
  children: [...leaves, ...[...branches].map(([segment, child]) => grown(child, [segment]))],
})

const changeOf = ({ path, op, from, old, new: after }: ValueChange): Change => {
  switch (op) {
    case 'add':
      return { op: 'added', new: after ?? null }
    case 'remove':
      return { op: 'removed', old: old ?? null }
    case 'replace':
      return { op: 'replaced', old: old ?? null, new: after ?? null }
    case 'move':
      return { op: 'moved', from: lastOf(from ?? ''), to: lastOf(path) }
  }
}

const lastOf = (pointer: string): Segment => parsePointer(pointer)?.at(-1) ?? pointer
