import type { JSX } from 'preact'
import type { StoredEvent } from '../api/shapes.js'
import { duration } from '../parts/duration.js'
import { ActorName, SubjectLink } from '../parts/names.js'
import { OutcomeMark } from '../parts/outcome.js'
import { eventHref } from '../routing/here.js'
import { waterfallOf } from './waterfall.js'

/** The same events one after the other. */
export const EventTable = ({ events }: { readonly events: readonly StoredEvent[] }): JSX.Element => {
  const offsets = new Map(
    waterfallOf(events).lanes.flatMap(({ bars }) => bars.map(({ event, offsetMs }) => [event.id, offsetMs])),
  )
  return (
    <div class="scroller event-table" tabIndex={0} role="region" aria-label="The events of the transaction">
      <table>
        <caption class="visually-hidden">The events of the transaction, in the order of time</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              After
            </th>
            <th scope="col">Event</th>
            <th scope="col">Record</th>
            <th scope="col">Actor</th>
            <th scope="col">Call</th>
            <th scope="col" class="number">
              Status
            </th>
            <th scope="col" class="number">
              Duration
            </th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Line key={event.id} event={event} offsetMs={offsets.get(event.id) ?? 0} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Line = ({ event, offsetMs }: { readonly event: StoredEvent; readonly offsetMs: number }): JSX.Element => (
  <tr>
    <td class="number">{duration(offsetMs)}</td>
    <th scope="row">
      <a href={eventHref(event.id)}>
        <bdi>{event.verb}</bdi>
      </a>
    </th>
    <td>
      <SubjectLink subject={event.subject} />
    </td>
    <td>
      <ActorName actor={event.actor} />
    </td>
    <td>
      {event.call !== undefined && (
        <>
          <bdi>{event.call.service}</bdi> <bdi>{event.call.operation}</bdi>
        </>
      )}
    </td>
    <td class="number">{event.call?.statusCode}</td>
    <td class="number">{event.call?.durationMs !== undefined && duration(event.call.durationMs)}</td>
    <td>
      <OutcomeMark outcome={event.outcome} />
    </td>
  </tr>
)
