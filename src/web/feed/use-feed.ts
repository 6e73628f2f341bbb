import type { Signal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Feed } from './feed.js'
import { openFeed } from './feed.js'
import { isReading } from './reading.js'
import { addressProblems, restart, view } from './view.js'

export interface ShownFeed {
  readonly shown: Feed
  /** Whether what is shown is still that of the filter before. */
  readonly isStale: boolean
  readonly error: unknown
}

/** The feed of the address. While another is being loaded the one before stays, so that nothing jumps. */
export const useFeed = (isPaused: Signal<boolean>): ShownFeed => {
  const { key, parameters, isOpen } = view.value
  const hasProblems = addressProblems.value.length > 0
  const feed = useMemo(
    () =>
      openFeed({
        parameters,
        isAsked: !hasProblems,
        isLive: isOpen,
        mayFlow: () => !isPaused.peek() && !isReading(),
        restart,
      }),
    [key],
  )
  const before = useRef<Feed>(undefined)
  useEffect(() => () => feed.end(), [feed])
  const isReady = feed.isLoaded.value || feed.error.value !== undefined
  if (isReady) before.current = feed
  return { shown: before.current ?? feed, isStale: before.current !== feed, error: feed.error.value }
}
