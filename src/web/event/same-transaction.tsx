import type { JSX } from 'preact'
import type { StoredEvent } from '../api/shapes.js'
import { askTransaction } from '../api/transactions.js'
import { counted } from '../parts/numbers.js'
import { Failure, Loading } from '../parts/notice.js'
import { currentOf, useAnswer } from '../parts/use-answer.js'
import { hrefOf } from '../routing/route.js'
import { EventLine } from './event-line.js'

const maxShown = 20

/** Everything else in the transaction of an event: its beginning, and the way to all of it. */
export const SameTransaction = ({ event, id }: { readonly event: StoredEvent; readonly id: string }): JSX.Element => {
  const [answer, again] = useAnswer((signal) => askTransaction(id, undefined, maxShown + 1, signal), id)
  const page = currentOf(answer)
  if (answer._tag === 'Failed') return <Failure error={answer.error} onRetry={again} />
  if (page === undefined) return <Loading what="the transaction" lines={3} />
  const others = page.items.filter((one) => one.id !== event.id).slice(0, maxShown)
  return (
    <>
      {others.length === 0 ? (
        <p>Nothing else.</p>
      ) : (
        <ol class="event-lines">
          {others.map((one) => (
            <EventLine key={one.id} event={one} />
          ))}
        </ol>
      )}
      <p>
        <a href={hrefOf({ _tag: 'Transaction', id })}>
          The whole transaction: {counted(page.transaction.events, 'event')}
          {page.transaction.failures > 0 && `, ${counted(page.transaction.failures, 'failure')}`}
        </a>
      </p>
    </>
  )
}
