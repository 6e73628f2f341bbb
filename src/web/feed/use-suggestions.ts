import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Typing } from '../query/typing.js'
import { typingAt } from '../query/typing.js'
import type { Suggestion } from './suggestions.js'
import { askSuggestions, knownSuggestions } from './suggestions.js'

/** ms after a key until values are asked for. */
const restMs = 80

export interface Suggested {
  /** What is being typed; the same object as long as that is so. Undefined while the list is closed. */
  readonly typing: Typing | undefined
  readonly suggestions: readonly Suggestion[]
  /** Whether the list of what is typed is still to come. Until then there is that of what was typed before in its place. */
  readonly isAwaited: boolean
}

interface Answer {
  readonly typing: Typing
  readonly suggestions: readonly Suggestion[]
}

const none: readonly Suggestion[] = []

/** What could stand at the caret; nothing while the list is closed. An error is nothing too: one can go on typing. */
export const useSuggestions = (text: string, caret: number, isOpen: boolean): Suggested => {
  const typing = useMemo(() => (isOpen ? typingAt(text, caret) : undefined), [text, caret, isOpen])
  const known = useMemo(() => (typing === undefined ? none : knownSuggestions(typing)), [typing])
  const [answer, setAnswer] = useState<Answer | undefined>(undefined)
  useEffect(() => {
    if (typing?._tag !== 'Value' || known !== undefined) return undefined
    const ending = new AbortController()
    const settle = (suggestions: readonly Suggestion[]): void => {
      if (!ending.signal.aborted) setAnswer({ typing, suggestions })
    }
    const timer = setTimeout(() => {
      askSuggestions(typing, ending.signal).then(settle, () => settle(none))
    }, restMs)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [typing])
  if (known !== undefined) return { typing, suggestions: known, isAwaited: false }
  if (answer?.typing === typing) return { typing, suggestions: answer?.suggestions ?? none, isAwaited: false }
  return {
    typing,
    suggestions: isOfSamePlace(answer?.typing, typing) ? (answer?.suggestions ?? none) : none,
    isAwaited: true,
  }
}

/** Whether both are beginnings of the same condition's value. */
const isOfSamePlace = (a: Typing | undefined, b: Typing | undefined): boolean =>
  a?._tag === 'Value' && b?._tag === 'Value' && a.field === b.field && a.from === b.from && a.others === b.others
