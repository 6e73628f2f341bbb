import type { Edit } from './shortest-edit.js'
import { shortestEdit } from './shortest-edit.js'

/** A stretch of two texts: in both, in the old one alone, in the new one alone. */
export interface Stretch {
  readonly kind: 'same' | 'old' | 'new'
  readonly text: string
}

/** Scripts that do not put blanks between words are compared letter by letter. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}`
const word = new RegExp(String.raw`\s+|[${unspaced}]|(?:(?![${unspaced}])[\p{L}\p{M}\p{N}_])+|[^]`, 'gu')

/** Words that are taken out and put in; beyond that two texts count as wholly different. */
const maxEdits = 600
/** Below this share of equal characters marking single words confuses more than it tells. */
const minSameShare = 0.25

/** Where two texts differ, by words, punctuation marks and blanks. The old stretch stands before the new one that takes its place. */
export const differingWords = (before: string, after: string): readonly Stretch[] => {
  const a = before.match(word) ?? []
  const b = after.match(word) ?? []
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  const edits = shortestEdit(a.slice(start, a.length - end), b.slice(start, b.length - end), maxEdits)
  if (edits === undefined) return whole(before, after)
  const stretches = joined([
    ...a.slice(0, start).map((text): Edit => ({ kind: 'same', text })),
    ...edits,
    ...a.slice(a.length - end).map((text): Edit => ({ kind: 'same', text })),
  ])
  const same = stretches.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.length : 0), 0)
  return same < minSameShare * Math.max(before.length, after.length) ? whole(before, after) : stretches
}

const whole = (before: string, after: string): readonly Stretch[] =>
  (
    [
      { kind: 'old', text: before },
      { kind: 'new', text: after },
    ] as const
  ).filter(({ text }) => text !== '')

/** Neighbours of a kind made one; blanks between two changes belong to both, so that a phrase is marked as one. */
const joined = (edits: readonly Edit[]): readonly Stretch[] => {
  const result: Stretch[] = []
  let old = ''
  let added = ''
  const flush = (): void => {
    if (old !== '') result.push({ kind: 'old', text: old })
    if (added !== '') result.push({ kind: 'new', text: added })
    old = ''
    added = ''
  }
  edits.forEach(({ kind, text }, index) => {
    if (kind === 'old') old += text
    else if (kind === 'new') added += text
    else if (old !== '' && added !== '' && /^\s+$/.test(text) && (edits[index + 1]?.kind ?? 'same') !== 'same') {
      old += text
      added += text
    } else {
      flush()
      const last = result.at(-1)
      if (last?.kind === 'same') result[result.length - 1] = { kind, text: last.text + text }
      else result.push({ kind, text })
    }
  })
  flush()
  return result
}
