import type { JSX } from 'preact'
import type { Context } from '../../domain/event.js'
import type { StoredEvent } from '../api/shapes.js'
import { Facts } from '../parts/facts.js'
import { FullTime } from '../parts/time.js'
import { eventHref } from '../routing/here.js'
import { PlainText } from '../values/plain-text.js'

const text = (value: string | number | undefined): JSX.Element | undefined =>
  value === undefined ? undefined : <PlainText text={String(value)} />

/** Where the event stands in the log, and the rest of what it says. */
export const EventFacts = ({ event }: { readonly event: StoredEvent }): JSX.Element => (
  <Facts
    facts={[
      ['Id', <code>{event.id}</code>],
      ['Kind', event.kind],
      ['Happened', <FullTime at={event.occurredAt} />],
      ['Recorded', <FullTime at={event.recordedAt} />],
      ['Version', event.version ?? undefined],
      ['Stream', text(event.stream)],
      ['Revision', event.revision],
      ['Position', event.position],
      ['Tenant', event.tenant],
      ['Org', text(event.org)],
      [
        'Caused by',
        event.causationId === undefined ? undefined : (
          <a href={eventHref(event.causationId)}>
            <bdi>{event.causationId}</bdi>
          </a>
        ),
      ],
    ]}
  />
)

const contextNames: readonly (readonly [keyof Context, string])[] = [
  ['entryPoint', 'Came in by'],
  ['method', 'Method'],
  ['path', 'Path'],
  ['route', 'Route'],
  ['ip', 'Address'],
  ['userAgent', 'Program'],
  ['requestId', 'Request id'],
  ['traceparent', 'Trace'],
]

export const RequestContext = ({ context }: { readonly context: Context }): JSX.Element => (
  <Facts facts={contextNames.map(([key, name]) => [name, text(context[key])] as const)} />
)
