import type { JSX } from 'preact'
import { ProblemError } from '../api/problem.js'
import { apiUrl } from '../api/request.js'
import { askTransaction } from '../api/transactions.js'
import type { TransactionPage as Answer } from '../api/transactions.js'
import type { StoredEvent } from '../api/shapes.js'
import { counted } from '../parts/numbers.js'
import { duration } from '../parts/duration.js'
import { Empty, Failure, Loading } from '../parts/notice.js'
import { FullTime, Time } from '../parts/time.js'
import { usePages } from '../parts/use-pages.js'
import { hereWith } from '../routing/here.js'
import { search } from '../routing/route.js'
import { EventTable } from './event-table.js'
import './transaction.css'
import { WaterfallView } from './waterfall-view.js'

const pageSize = 200

/** One operation over any number of records and services: when each thing began, how long it took and how it ended. */
export const TransactionPage = ({ id }: { readonly id: string }): JSX.Element => {
  const { items, last, hasMore, isLoading, error, more } = usePages<StoredEvent, Answer>(
    (cursor, signal) => askTransaction(id, cursor, pageSize, signal),
    [id],
  )
  const isTable = search.value.get('view') === 'table'
  return (
    <article class="transaction">
      <header class="record-title">
        <h1>
          <span class="soft">Transaction </span>
          <bdi>{id}</bdi>
        </h1>
        {last !== undefined && <Summary of={last.transaction} />}
      </header>
      {items.length > 0 && (
        <>
          <nav class="view-choice" aria-label="Ways to look at it">
            <a class="button" href={hereWith({ view: undefined })} aria-current={isTable ? undefined : 'true'}>
              Waterfall
            </a>
            <a class="button" href={hereWith({ view: 'table' })} aria-current={isTable ? 'true' : undefined}>
              Table
            </a>
          </nav>
          <section class="transaction-view">
            {isTable ? <EventTable events={items} /> : <WaterfallView events={items} />}
          </section>
        </>
      )}
      {error !== undefined && <NoTransaction error={error} onRetry={more} />}
      {isLoading && items.length === 0 && <Loading what="the transaction" lines={10} />}
      {hasMore && error === undefined && (
        <button type="button" class="show-more" disabled={isLoading} onClick={more}>
          More events ({counted((last?.transaction.events ?? 0) - items.length, 'event')} left)
        </button>
      )}
    </article>
  )
}

const Summary = ({ of }: { readonly of: Answer['transaction'] }): JSX.Element => (
  <p>
    {counted(of.events, 'event')}, {counted(of.changes, 'change')},{' '}
    {of.failures > 0 ? <strong class="outcome failure">✕ {counted(of.failures, 'failure')}</strong> : 'no failure'} ·{' '}
    <Time at={of.startedAt} />{' '}
    <span class="soft">
      (<FullTime at={of.startedAt} />)
    </span>
    , {duration(Date.parse(of.endedAt) - Date.parse(of.startedAt))} from the first to the last beginning
  </p>
)

const NoTransaction = ({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): JSX.Element =>
  error instanceof ProblemError && error.problem.status === 404 ? (
    <Empty title="There is no such transaction">
      <p>Events belong together when they are sent with the same transaction:</p>
      <pre>
        <code>{`curl '${location.origin}${apiUrl('/v1/events')}' -H 'content-type: application/json' -d '{
  "subject": { "type": "order", "id": "1" }, "verb": "order.paid",
  "actor": { "type": "user", "id": "u-7" }, "transactionId": "checkout-1" }'`}</code>
      </pre>
    </Empty>
  ) : (
    <Failure error={error} onRetry={onRetry} />
  )
