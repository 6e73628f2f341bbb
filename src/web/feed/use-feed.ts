import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Feed } from './feed.js'
import { openFeed } from './feed.js'
import { isPaused, isReading } from './reading.js'
import { addressProblems, restart, view } from './view.js'

interface ShownFeed {
  readonly shown: Feed
  /** Whether what is shown is still that of the filter before. */
  readonly isStale: boolean
  readonly error: unknown
}

/** The last one, which goes on while another page is looked at: who comes back finds it as it was, and what is new beside it. */
let last: { readonly key: string; readonly feed: Feed } | undefined
let isOnPage = false

/** The feed of the address. While another is being loaded the one before stays, so that nothing jumps. */
export const useFeed = (): ShownFeed => {
  const { key, parameters, isOpen } = view.value
  const hasProblems = addressProblems.value.length > 0
  const feed = useMemo(() => {
    if (last?.key === key && isWell(last.feed)) return last.feed
    last?.feed.end()
    const mayFlow = (): boolean => isOnPage && !isPaused.peek() && !isReading()
    last = { key, feed: openFeed({ parameters, isAsked: !hasProblems, isLive: isOpen, mayFlow, restart }) }
    return last.feed
  }, [key])
  useEffect(() => {
    isOnPage = true
    return () => {
      isOnPage = false
    }
  }, [])
  const before = useRef<Feed>(undefined)
  const isReady = feed.isLoaded.value || feed.error.value !== undefined
  if (isReady) before.current = feed
  return { shown: before.current ?? feed, isStale: before.current !== feed, error: feed.error.value }
}

/** Not after a token was refused, and another given. */
const isWell = ({ error, live }: Feed): boolean => error.peek() === undefined && live.peek() !== 'refused'
