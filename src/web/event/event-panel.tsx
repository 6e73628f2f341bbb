import type { ComponentChildren, JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { ask } from '../api/request.js'
import type { StoredEvent } from '../api/shapes.js'
import { Failure, Loading } from '../parts/notice.js'
import { Unfolding } from '../parts/unfolding.js'
import { shownOf, useAnswer } from '../parts/use-answer.js'
import { RawJson } from '../values/raw-json.js'
import { Value } from '../values/value.js'
import { CallDetails } from './call-details.js'
import { EventChange } from './event-change.js'
import { EventFacts, RequestContext } from './event-facts.js'
import './event-panel.css'
import { EventSummary } from './event-summary.js'
import { SameTransaction } from './same-transaction.js'
import { closePanel, usePanelFocus } from './use-panel-focus.js'

/** All about one event, beside whatever page it was opened on. */
export const EventPanel = ({ id }: { readonly id: string }): JSX.Element => {
  const panel = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  usePanelFocus(panel, heading, id)
  const [answer, again] = useAnswer(
    (signal) => ask<StoredEvent>(`/v1/events/${encodeURIComponent(id)}`, {}, { signal }),
    id,
  )
  const event = shownOf(answer)?.value
  return (
    <aside ref={panel} class="event-panel" aria-labelledby="event-title" aria-busy={answer._tag === 'Loading'}>
      <div class="event-head">
        <h2 id="event-title" ref={heading} tabIndex={-1}>
          {event === undefined ? 'Event' : <bdi>{event.verb}</bdi>}
        </h2>
        <button type="button" class="quiet" onClick={closePanel} aria-label="Close" title="Close (Esc)">
          ✕
        </button>
      </div>
      {answer._tag === 'Failed' ? (
        <Failure error={answer.error} onRetry={again} />
      ) : event === undefined ? (
        <Loading what="the event" lines={12} />
      ) : (
        <EventBody key={event.id} event={event} />
      )}
    </aside>
  )
}

const EventBody = ({ event }: { readonly event: StoredEvent }): JSX.Element => (
  <>
    <EventSummary event={event} />
    {event.change !== undefined && (
      <Part title="What changed">
        <EventChange event={event} change={event.change} />
      </Part>
    )}
    {event.call !== undefined && (
      <Part title="Call">
        <CallDetails event={event} call={event.call} />
      </Part>
    )}
    {event.data !== undefined && (
      <Part title="Data">
        <Value value={event.data} />
      </Part>
    )}
    {event.transactionId !== undefined && (
      <Part title="In the same transaction">
        <SameTransaction event={event} id={event.transactionId} />
      </Part>
    )}
    {event.context !== undefined && Object.keys(event.context).length > 0 && (
      <Part title="Request">
        <RequestContext context={event.context} />
      </Part>
    )}
    <Part title="Details">
      <EventFacts event={event} />
    </Part>
    <Unfolding class="event-part" summary={<h3>Raw JSON</h3>}>
      {() => <RawJson value={event} label="The event as JSON" />}
    </Unfolding>
  </>
)

const Part = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element => (
  <section class="event-part">
    <h3>{title}</h3>
    {children}
  </section>
)
