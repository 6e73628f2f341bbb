import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import './feed.css'
import { Facets } from './facets.js'
import { FeedBody } from './feed-body.js'
import { FeedHead } from './feed-head.js'
import { listenToKeys } from './keys.js'
import { QueryLine } from './query-line.js'
import { Timeline } from './timeline.js'
import { useFeed } from './use-feed.js'
import { useRecount } from './use-recount.js'
import { useWidth } from './use-width.js'
import { addressProblems, line } from './view.js'

/** In rem: below this the facets are behind a button. */
const facetsBeside = 64

export const FeedPage = (): JSX.Element => {
  const page = useRef<HTMLDivElement>(null)
  const width = useWidth(page)
  const feed = useFeed()
  const recount = useRecount(feed.shown)
  const areFacetsOpen = useSignal(false)
  const isWide = width >= facetsBeside
  useEffect(listenToKeys, [])
  useEffect(() => {
    document.title = line.value === '' ? 'Annals' : `${line.value} · Annals`
    return () => void (document.title = 'Annals')
  }, [line.value])
  return (
    <div class={isWide ? 'feed wide' : 'feed'} ref={page}>
      <FeedHead feed={feed.shown} recount={recount} />
      <QueryLine />
      {addressProblems.value.length === 0 && (
        <>
          <Timeline recount={recount} isNarrow={width < 40} />
          {!isWide && (
            <button
              type="button"
              class="facets-button"
              aria-expanded={areFacetsOpen.value}
              aria-controls="facets"
              onClick={() => (areFacetsOpen.value = !areFacetsOpen.value)}
            >
              Filters
            </button>
          )}
          <div id="facets" class="facets-place">
            {(isWide || areFacetsOpen.value) && <Facets recount={recount} />}
          </div>
          <FeedBody feed={feed.shown} isStale={feed.isStale} error={feed.error} />
        </>
      )}
    </div>
  )
}
