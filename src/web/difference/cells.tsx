import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { TextPiece } from '../values/plain-text.js'
import { Value } from '../values/value.js'
import { folded } from './fold.js'
import type { Change, Segment } from './tree.js'
import { differingWords } from './words.js'

/** From this length on the words that differ are marked. */
const leastMarked = 12

export const Before = ({ change }: { readonly change: Change }): JSX.Element => {
  switch (change.op) {
    case 'added':
      return <Absent what="not there" />
    case 'removed':
      return <Value value={change.old} />
    case 'replaced':
      return isText(change) ? <TextSide change={change} side="old" /> : <Value value={change.old} />
    case 'moved':
      return <Place at={change.from} />
    case 'unreadable':
      return <Absent what="cannot be read" />
  }
}

export const After = ({ change }: { readonly change: Change }): JSX.Element => {
  switch (change.op) {
    case 'added':
      return <Value value={change.new} />
    case 'removed':
      return <Absent what="removed" />
    case 'replaced':
      return isText(change) ? <TextSide change={change} side="new" /> : <Value value={change.new} />
    case 'moved':
      return (
        <>
          <Place at={change.to} />
          {change.value !== undefined && <Value value={change.value} />}
        </>
      )
    case 'unreadable':
      return <Value value={change.delta} />
  }
}

const Absent = ({ what }: { readonly what: string }): JSX.Element => <span class="absent">{what}</span>

const Place = ({ at }: { readonly at: Segment }): JSX.Element => (
  <span class="place">{typeof at === 'number' ? `moved, item ${at + 1}` : `moved, at ${at}`}</span>
)

interface TextChange {
  readonly old: string
  readonly new: string
}

const isText = (change: Extract<Change, { op: 'replaced' }>): change is typeof change & TextChange =>
  typeof change.old === 'string' &&
  typeof change.new === 'string' &&
  Math.min(change.old.length, change.new.length) >= leastMarked

const TextSide = ({ change, side }: { readonly change: TextChange; readonly side: 'old' | 'new' }): JSX.Element => {
  const pieces = useMemo(() => folded(differingWords(change.old, change.new)), [change])
  return (
    <span class="text-value">
      <span class="quote">"</span>
      {pieces.map((piece, index) =>
        piece.kind === 'same' || piece.kind === side ? <TextPiece key={index} piece={piece} /> : null,
      )}
      <span class="quote">"</span>
    </span>
  )
}
