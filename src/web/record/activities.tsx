import type { JSX } from 'preact'
import type { Subject } from '../../domain/event.js'
import { ask } from '../api/request.js'
import type { Page, StoredEvent } from '../api/shapes.js'
import { EventLine } from '../event/event-line.js'
import { counted } from '../parts/numbers.js'
import { Failure, Loading } from '../parts/notice.js'
import { currentOf, useAnswer } from '../parts/use-answer.js'
import { about, feedLink } from '../query/feed-link.js'
import { hrefOf } from '../routing/route.js'

const maxShown = 10
const maxLooked = 100

/** What else happened around a record: activities about it, and the transactions that it had a part in lately. */
export const Activities = ({
  subject,
  latest,
}: {
  readonly subject: Subject
  readonly latest: number
}): JSX.Element => {
  const filter = about(subject)
  const topic = JSON.stringify(subject)
  const [activities, again] = useAnswer(
    (signal) => ask<Page<StoredEvent>>('/v1/activity', { ...filter, kind: 'activity', limit: maxShown }, { signal }),
    { subject, latest },
    topic,
  )
  const [around] = useAnswer(
    (signal) => ask<Page<StoredEvent>>('/v1/activity', { ...filter, transactionId: '*', limit: maxLooked }, { signal }),
    { subject, latest },
    topic,
  )
  const items = currentOf(activities)?.items
  const all = feedLink({ ...filter, kind: 'activity' })
  return (
    <>
      <section aria-labelledby="activities-title">
        <h2 id="activities-title">Activities</h2>
        {activities._tag === 'Failed' ? (
          <Failure error={activities.error} onRetry={again} />
        ) : items === undefined ? (
          <Loading what="the activities" lines={2} />
        ) : items.length === 0 ? (
          <p class="soft">None about this record.</p>
        ) : (
          <>
            <ul class="event-lines">
              {items.map((event) => (
                <EventLine key={event.id} event={event} withSubject={false} />
              ))}
            </ul>
            <a href={all}>All activities in the feed</a>
          </>
        )}
      </section>
      <Transactions events={currentOf(around)?.items ?? []} />
    </>
  )
}

const Transactions = ({ events }: { readonly events: readonly StoredEvent[] }): JSX.Element | null => {
  const counts = new Map<string, number>()
  for (const { transactionId } of events) {
    if (transactionId !== undefined) counts.set(transactionId, (counts.get(transactionId) ?? 0) + 1)
  }
  if (counts.size === 0) return null
  return (
    <section aria-labelledby="transactions-title">
      <h2 id="transactions-title">Transactions</h2>
      <ul class="event-lines">
        {[...counts].slice(0, maxShown).map(([id, count]) => (
          <li key={id} class="event-line">
            <a href={hrefOf({ _tag: 'Transaction', id })}>
              <bdi>{id}</bdi>
            </a>{' '}
            <span class="soft">{counted(count, 'event')} of this record</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
