import { useEffect, useState } from 'preact/hooks'
import type { Typing } from '../query/typing.js'
import { typingAt } from '../query/typing.js'
import type { Suggestion } from './suggestions.js'
import { suggestionsFor } from './suggestions.js'

/** ms after a key until values are asked for. */
const restMs = 80

export interface Suggested {
  readonly typing: Typing | undefined
  readonly suggestions: readonly Suggestion[]
}

const nothing: Suggested = { typing: undefined, suggestions: [] }

/** What could stand at the caret; nothing while the list is closed. An error is nothing too: one can go on typing. */
export const useSuggestions = (text: string, caret: number, isOpen: boolean): Suggested => {
  const [suggested, setSuggested] = useState(nothing)
  useEffect(() => {
    const typing = isOpen ? typingAt(text, caret) : undefined
    if (typing === undefined) {
      setSuggested(nothing)
      return undefined
    }
    const ending = new AbortController()
    const ask = (): void => {
      suggestionsFor(typing, ending.signal).then(
        (suggestions) => {
          if (!ending.signal.aborted) setSuggested({ typing, suggestions })
        },
        () => {
          if (!ending.signal.aborted) setSuggested(nothing)
        },
      )
    }
    const timer = setTimeout(ask, typing._tag === 'Field' ? 0 : restMs)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [text, caret, isOpen])
  return suggested
}
