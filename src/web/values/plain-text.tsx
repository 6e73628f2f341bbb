import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Piece } from '../difference/fold.js'
import { foldedText } from '../difference/fold.js'
import { counted } from '../parts/numbers.js'
import { textParts } from './unseen.js'

/** Text from outside: isolated from its surroundings, and with the characters named that nobody would see. */
export const PlainText = ({ text }: { readonly text: string }): JSX.Element => (
  <bdi>
    {textParts(text).map((part, index) =>
      part._tag === 'Text' ? (
        part.text
      ) : (
        <span key={index} class="unseen" title={part.name}>
          U+{part.code}
        </span>
      ),
    )}
  </bdi>
)

/** A text that may be long: its beginning, and the rest when asked for. */
export const LongText = ({ text, shown = 400 }: { readonly text: string; readonly shown?: number }): JSX.Element => (
  <>
    {foldedText(text, shown).map((piece, index) => (
      <TextPiece key={index} piece={piece} />
    ))}
  </>
)

/** One piece of a text, marked where it differs; what is folded is a button until it is asked for. */
export const TextPiece = ({
  piece,
  isMarked = true,
}: {
  readonly piece: Piece
  readonly isMarked?: boolean
}): JSX.Element => {
  const [isOpen, setOpen] = useState(false)
  if (piece._tag === 'Folded' && !isOpen) {
    return (
      <button type="button" class="fold" onClick={() => setOpen(true)}>
        <span class="visually-hidden">Show </span>… {counted(piece.text.length, 'character')} …
      </button>
    )
  }
  const text = <PlainText text={piece.text} />
  if (!isMarked) return text
  if (piece.kind === 'old') return <del class="word">{text}</del>
  return piece.kind === 'new' ? <ins class="word">{text}</ins> : text
}
