import { useState } from 'preact/hooks'
import type { Typing } from '../query/typing.js'
import type { Suggested } from './use-suggestions.js'

/** Counted from the first suggestion on, around and around: -1 is the last one, however many there are. */
export type Place = number

export const indexOf = (place: Place, count: number): number => ((place % count) + count) % count

interface Active {
  /** The suggestion that Enter takes. */
  readonly active: number | undefined
  /** Where in the list the keys have led that is still to come. */
  readonly earlyPlace: Place | undefined
  readonly move: (step: 1 | -1) => void
}

/** The place in the list that arrow keys lead to. It is one in the list of what is typed now, also before that is there. */
export const useActive = ({ typing, suggestions, isAwaited }: Suggested): Active => {
  const [moved, setMoved] = useState<{ readonly typing: Typing; readonly place: Place } | undefined>(undefined)
  const place = moved?.typing === typing ? moved?.place : undefined
  const move = (step: 1 | -1): void => {
    if (typing === undefined) return
    setMoved((before) => {
      const from = before?.typing === typing ? before.place : undefined
      return { typing, place: from === undefined ? (step > 0 ? 0 : -1) : from + step }
    })
  }
  const isThere = place !== undefined && !isAwaited && suggestions.length > 0
  return {
    active: isThere ? indexOf(place, suggestions.length) : undefined,
    earlyPlace: isAwaited ? place : undefined,
    move,
  }
}
