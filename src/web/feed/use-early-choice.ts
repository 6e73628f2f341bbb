import { useEffect, useRef } from 'preact/hooks'
import type { Edited } from '../query/typing.js'
import { complete } from '../query/typing.js'
import type { ValueTyping } from './suggestions.js'
import { askSuggestions } from './suggestions.js'
import { indexOf } from './use-active.js'
import type { Place } from './use-active.js'

interface Early {
  readonly typing: ValueTyping
  readonly ending: AbortController
  isToApply: boolean
}

interface EarlyChoice {
  /** Takes the suggestion at a place of a list that is not there yet, once it is. */
  readonly choose: (typing: ValueTyping, place: Place) => void
  /** What the choice is for that is being waited for. */
  readonly awaited: () => ValueTyping | undefined
  /** Searches behind it. */
  readonly thenApply: () => void
  /** @returns false where there is none. */
  readonly takeBack: () => boolean
}

/**
 * A choice that was made faster than its list came. What is typed behind it meanwhile stays there; a change before its end is a change of mind.
 * Where there turns out to be nothing to choose from, Enter was meant for the line.
 */
export const useEarlyChoice = (
  now: Edited,
  put: (edited: Edited) => void,
  apply: (line: string) => void,
): EarlyChoice => {
  const early = useRef<Early>(undefined)
  const latest = useRef(now)
  latest.current = now
  const takeBack = (): boolean => {
    const isThere = early.current !== undefined
    early.current?.ending.abort()
    early.current = undefined
    return isThere
  }
  useEffect(() => () => void takeBack(), [])
  const choose = async (typing: ValueTyping, place: Place): Promise<void> => {
    takeBack()
    const choice: Early = { typing, ending: new AbortController(), isToApply: false }
    early.current = choice
    const begun = now.line
    const suggestions = await askSuggestions(typing, choice.ending.signal).catch(() => [])
    if (early.current !== choice) return
    early.current = undefined
    const { line, caret } = latest.current
    if (!line.startsWith(begun.slice(0, typing.to))) return
    const chosen = suggestions[indexOf(place, suggestions.length)]
    const edited = chosen && complete(line, typing, chosen.text, chosen.isWhole)
    if (edited !== undefined)
      put({ ...edited, caret: Math.max(edited.caret, caret + edited.line.length - line.length) })
    if (choice.isToApply || (edited === undefined && line === begun)) apply(edited?.line ?? line)
  }
  return {
    choose: (typing, place) => void choose(typing, place),
    awaited: () => early.current?.typing,
    thenApply: () => {
      if (early.current !== undefined) early.current.isToApply = true
    },
    takeBack,
  }
}
