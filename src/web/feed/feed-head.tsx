import type { JSX } from 'preact'
import { ask } from '../api/request.js'
import { counted } from '../parts/numbers.js'
import { currentOf, useAnswer } from '../parts/use-answer.js'
import type { Feed } from './feed.js'
import { isPaused, togglePause } from './reading.js'
import { addressProblems, view } from './view.js'

interface FeedHeadProps {
  readonly feed: Feed
  readonly recount: number
}

export const FeedHead = ({ feed, recount }: FeedHeadProps): JSX.Element => (
  <div class="feed-head">
    <h1>Feed</h1>
    {addressProblems.value.length === 0 && <Total recount={recount} />}
    <LiveControl feed={feed} />
  </div>
)

const Total = ({ recount }: { readonly recount: number }): JSX.Element => {
  const [answer] = useAnswer(
    (signal) => {
      const parameters = new URLSearchParams(view.value.parameters)
      parameters.set('limit', '1')
      return ask<{ readonly total: number }>('/v1/stats', parameters, { signal })
    },
    { key: view.value.key, recount },
    view.value.key,
  )
  const total = currentOf(answer)?.total
  return (
    <p class="feed-total" role="status">
      {total === undefined ? '\u00a0' : counted(total, 'event')}
    </p>
  )
}

/** Whether new events come, and how to hold them back. */
const LiveControl = ({ feed }: Pick<FeedHeadProps, 'feed'>): JSX.Element => {
  const said = !view.value.isOpen ? 'ended' : isPaused.value ? 'paused' : feed.live.value
  return (
    <div class="live">
      <span class={`live-state is-${said}`} role="status">
        {saying[said]}
      </span>
      {view.value.isOpen && (
        <button
          type="button"
          aria-keyshortcuts="p"
          title={`${isPaused.value ? 'New events come onto the page again' : 'New events wait behind a button'} (p)`}
          onClick={togglePause}
        >
          {isPaused.value ? 'Go on' : 'Pause'}
        </button>
      )}
    </div>
  )
}

const saying = {
  connecting: 'Connecting …',
  live: 'Live',
  interrupted: 'Connecting again …',
  refused: 'Not live',
  paused: 'Paused',
  ended: 'A time gone by',
} as const
