import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failure, Loading } from '../parts/notice.js'
import { isEmptyQuery, withPeriod } from '../query/query.js'
import type { Feed } from './feed.js'
import { maxFresh, maxRows } from './feed.js'
import { NoEvents, NothingFound } from './no-rows.js'
import { Rows } from './rows.js'
import { feedHref, query, restart } from './view.js'

interface FeedBodyProps {
  readonly feed: Feed
  readonly isStale: boolean
  readonly error: unknown
}

/** The rows, or why there are none. */
export const FeedBody = ({ feed, isStale, error }: FeedBodyProps): JSX.Element => {
  const isEmpty = feed.isLoaded.value && feed.rows.value.length === 0
  return (
    <section class="feed-body" aria-label="Events">
      <FreshPill feed={feed} />
      {error !== undefined && feed.rows.value.length === 0 ? (
        <Failure error={error} onRetry={restart} />
      ) : isEmpty && !isStale ? (
        isEmptyQuery(query.value) ? (
          <NoEvents />
        ) : (
          <NothingFound />
        )
      ) : feed.isLoaded.value ? (
        <>
          <Rows feed={feed} isStale={isStale} />
          <End feed={feed} />
        </>
      ) : (
        <Loading what="events" lines={14} />
      )}
    </section>
  )
}

/** Says how many are new. They come onto the page when one asks for them, and what one reads stays where it is until then. */
const FreshPill = ({ feed }: { readonly feed: Feed }): JSX.Element => {
  const count = feed.fresh.value.length
  const text = count > maxFresh ? `${maxFresh.toLocaleString()}+ new` : `${count.toLocaleString()} new`
  return (
    <div class="pill-place" role="status">
      {count > 0 && (
        <button
          type="button"
          class="pill"
          onClick={() => {
            feed.showFresh()
            scrollTo({ top: 0 })
          }}
        >
          <span aria-hidden="true">↑ </span>
          {text}
        </button>
      )}
    </div>
  )
}

const End = ({ feed }: { readonly feed: Feed }): JSX.Element => {
  const last = feed.rows.value.at(-1)
  if (feed.error.value !== undefined) return <Failure error={feed.error.value} onRetry={feed.more} />
  if (feed.hasMore.value && feed.rows.value.length >= maxRows && last !== undefined) {
    const { since } = query.value
    const older = withPeriod(query.value, since, new Date(last.at + 1).toISOString())
    return (
      <p class="feed-end">
        {maxRows.toLocaleString()} rows are shown. <a href={feedHref(older)}>Go on with what is older</a>
      </p>
    )
  }
  return <p class="feed-end">{feed.hasMore.value ? <Later /> : 'That is all.'}</p>
}

/** Only where it takes long enough to be noticed. */
const Later = (): JSX.Element => {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return <>{isLate ? 'Loading older events …' : '\u00a0'}</>
}
