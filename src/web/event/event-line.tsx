import type { JSX } from 'preact'
import type { StoredEvent } from '../api/shapes.js'
import { duration } from '../parts/duration.js'
import { ActorName, SubjectLink } from '../parts/names.js'
import { Time } from '../parts/time.js'
import { eventHref } from '../routing/here.js'

/** One event in a short list; it opens in the panel. */
export const EventLine = ({
  event,
  withSubject = true,
}: {
  readonly event: StoredEvent
  readonly withSubject?: boolean
}): JSX.Element => {
  const { call, outcome } = event
  return (
    <li class={outcome.status === 'failure' ? 'event-line failed' : 'event-line'}>
      <a href={eventHref(event.id)}>
        <bdi>{event.verb}</bdi>
      </a>{' '}
      {withSubject && <SubjectLink subject={event.subject} />}
      <span class="soft">
        {call !== undefined && (
          <>
            <bdi>{call.service}</bdi> <bdi>{call.operation}</bdi> {call.statusCode}{' '}
            {call.durationMs !== undefined && duration(call.durationMs)}{' '}
          </>
        )}
        {outcome.status === 'failure' && <strong class="outcome failure">✕ failure </strong>}
        <ActorName actor={event.actor} /> <Time at={event.occurredAt} />
      </span>
    </li>
  )
}
