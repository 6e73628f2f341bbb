import type { JSX } from 'preact'
import type { Call } from '../../domain/event.js'
import type { StoredEvent } from '../api/shapes.js'
import { duration } from '../parts/duration.js'
import { Facts } from '../parts/facts.js'
import { OutcomeMark } from '../parts/outcome.js'
import { PlainText } from '../values/plain-text.js'
import { Value } from '../values/value.js'

/** The call that an activity describes: what was called, how it answered and how long that took. */
export const CallDetails = ({ event, call }: { readonly event: StoredEvent; readonly call: Call }): JSX.Element => (
  <Facts
    facts={[
      ['Service', <PlainText text={call.service} />],
      ['Operation', <PlainText text={[call.method, call.operation].filter(Boolean).join(' ')} />],
      ['Direction', call.direction === 'in' ? 'served' : 'made'],
      [
        'Status',
        <>
          <OutcomeMark outcome={event.outcome} /> {call.statusCode}
        </>,
      ],
      ['Duration', call.durationMs === undefined ? undefined : duration(call.durationMs)],
      ['Parameters', call.parameters === undefined ? undefined : <Value value={call.parameters} />],
      ['Result', call.result === undefined ? undefined : <Value value={call.result} />],
    ]}
  />
)
