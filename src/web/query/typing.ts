import type { LineField } from './fields.js'
import { lineFieldOf } from './fields.js'
import { quoted, quotedAt, tokensOf } from './tokens.js'

/** What is being typed where the caret is, and which part of the line a suggestion takes the place of. */
export type Typing =
  | { readonly _tag: 'Field'; readonly from: number; readonly to: number; readonly begun: string }
  | {
      readonly _tag: 'Value'
      readonly from: number
      readonly to: number
      readonly begun: string
      readonly field: LineField
      /** The line without this condition: the others decide which values there are. */
      readonly others: string
    }

export const typingAt = (line: string, caret: number): Typing | undefined => {
  const token = tokensOf(line).find(({ from, to }) => from < caret && caret <= to)
  if (token === undefined) return { _tag: 'Field', from: caret, to: caret, begun: '' }
  const keyFrom = token.negated ? token.from + 1 : token.from
  if (token.key === undefined || caret < token.valueFrom) {
    const to = token.key === undefined ? token.to : token.valueFrom
    return { _tag: 'Field', from: keyFrom, to, begun: line.slice(keyFrom, Math.max(keyFrom, caret)) }
  }
  const field = lineFieldOf(token.key)
  if (field === undefined) return undefined
  const others = `${line.slice(0, token.from)} ${line.slice(token.to)}`
  const typed = line.slice(token.valueFrom, caret)
  const begun = token.isQuoted ? quotedAt(typed, 1).value : typed
  return { _tag: 'Value', from: token.valueFrom, to: token.to, begun, field, others }
}

export interface Edited {
  readonly line: string
  readonly caret: number
}

/** Puts a suggestion in the place of what was typed. A value is followed by a blank, unless more of it is to come. */
export const complete = (line: string, typing: Typing, chosen: string, isWhole = true): Edited => {
  const [before, after] = [line.slice(0, typing.from), line.slice(typing.to)]
  if (typing._tag === 'Field') {
    const text = `${before}${chosen}:`
    return { line: `${text}${after}`, caret: text.length }
  }
  if (!isWhole) return { line: `${before}${chosen}${after}`, caret: before.length + chosen.length }
  const text = `${before}${quoted(chosen)} `
  return { line: `${text}${after.trimStart()}`, caret: text.length }
}
