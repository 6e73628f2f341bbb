import type { Stretch } from './words.js'

/** A piece of a text to be shown: as it is, or folded until somebody asks for it. */
export type Piece =
  | { readonly _tag: 'Shown'; readonly kind: Stretch['kind']; readonly text: string }
  | { readonly _tag: 'Folded'; readonly kind: Stretch['kind']; readonly text: string }

/** Characters (UTF-16 units) that stay beside a change, and at both ends of a long stretch that changed. */
const keptBesideChange = 60
const keptOfChange = 1_500
/** Less than this is not worth folding. */
const leastFolded = 120

/** Folds the long stretches of a text that did not change, but for what stands beside a change; and the middle of very long ones that did. */
export const folded = (stretches: readonly Stretch[]): readonly Piece[] =>
  stretches.flatMap(({ kind, text }, index) => {
    const isSame = kind === 'same'
    const head = isSame && index === 0 ? 0 : isSame ? keptBesideChange : keptOfChange
    const tail = isSame && index === stretches.length - 1 ? 0 : isSame ? keptBesideChange : keptOfChange
    return cut(kind, text, head, tail)
  })

/** The beginning of one text, and the rest of it folded. */
export const foldedText = (text: string, shown: number): readonly Piece[] => cut('same', text, shown, 0)

const cut = (kind: Stretch['kind'], text: string, head: number, tail: number): readonly Piece[] => {
  if (text.length < head + tail + leastFolded) return [{ _tag: 'Shown', kind, text }]
  const from = wholeCharacter(text, head)
  const to = wholeCharacter(text, text.length - tail)
  const pieces: readonly Piece[] = [
    { _tag: 'Shown', kind, text: text.slice(0, from) },
    { _tag: 'Folded', kind, text: text.slice(from, to) },
    { _tag: 'Shown', kind, text: text.slice(to) },
  ]
  return pieces.filter((piece) => piece.text !== '')
}

/** Not between the two halves of a character. */
const wholeCharacter = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
