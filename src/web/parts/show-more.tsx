import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { counted } from './numbers.js'

/** How many of a long list are shown, and a way to more of them. */
export const useBound = (first: number, step: number): readonly [number, () => void] => {
  const [bound, setBound] = useState(first)
  return [bound, () => setBound((before) => before + step)]
}

export const ShowMore = ({
  shown,
  of,
  what,
  onMore,
}: {
  readonly shown: number
  readonly of: number
  readonly what: string
  readonly onMore: () => void
}): JSX.Element | null =>
  shown >= of ? null : (
    <button type="button" class="show-more" onClick={onMore}>
      Show more ({counted(of - shown, what)} left)
    </button>
  )
