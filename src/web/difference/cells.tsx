import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { TextPiece } from '../values/plain-text.js'
import { Value } from '../values/value.js'
import { folded } from './fold.js'
import type { Change, Segment } from './change.js'
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
      return <Place word="moved from" at={change.from} />
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
          <Place word="to" at={change.to} />
          {change.value !== undefined && <Value value={change.value} />}
        </>
      )
    case 'unreadable':
      return <Value value={change.delta} />
  }
}

const Absent = ({ what }: { readonly what: string }): JSX.Element => <span class="absent">{what}</span>

const Place = ({ word, at }: { readonly word: string; readonly at: Segment }): JSX.Element => (
  <span class="place">
    {word} <span class="index">{typeof at === 'number' ? `[${at}]` : at}</span>
  </span>
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
  // Where everything differs, marking it all would say nothing.
  const isMarked = pieces.some(({ kind }) => kind === 'same')
  return (
    <span class="text-value">
      <span class="quote">"</span>
      {pieces.map((piece, index) =>
        piece.kind === 'same' || piece.kind === side ? (
          <TextPiece key={index} piece={piece} isMarked={isMarked} />
        ) : null,
      )}
      <span class="quote">"</span>
    </span>
  )
}
