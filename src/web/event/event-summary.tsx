import type { JSX } from 'preact'
import type { StoredEvent } from '../api/shapes.js'
import { SubjectLink } from '../parts/names.js'
import { OutcomeMark } from '../parts/outcome.js'
import { PartyLink } from '../parts/party.js'
import { FullTime, Time } from '../parts/time.js'
import { hrefOf } from '../routing/route.js'
import { PlainText } from '../values/plain-text.js'

/** Who, on what, when, why, and how it ended. */
export const EventSummary = ({ event }: { readonly event: StoredEvent }): JSX.Element => {
  const { subject, version, outcome } = event
  return (
    <div class="event-summary">
      <p>
        <PartyLink party={event.actor} />
        {event.onBehalfOf !== undefined && (
          <>
            {' '}
            on behalf of <PartyLink party={event.onBehalfOf} />
          </>
        )}
        {event.affects !== undefined && (
          <>
            {' '}
            concerning <PartyLink party={event.affects} />
          </>
        )}
      </p>
      <p>
        <SubjectLink subject={subject} />
        {version !== null && (
          <>
            {' · '}
            <a
              href={hrefOf(
                { _tag: 'Record', type: subject.type, id: subject.id },
                new URLSearchParams({ version: String(version) }),
              )}
            >
              the record at version {version}
            </a>
          </>
        )}
      </p>
      <p>
        <OutcomeMark outcome={outcome} /> <Time at={event.occurredAt} />, <FullTime at={event.occurredAt} />
        {event.channel !== undefined && (
          <>
            {' '}
            through <bdi>{event.channel}</bdi>
          </>
        )}
      </p>
      {event.reason !== undefined && (
        <blockquote>
          <PlainText text={event.reason} />
        </blockquote>
      )}
      {outcome.status === 'failure' && outcome.error !== undefined && (
        <p class="event-error">
          {[outcome.error.type, outcome.error.code].filter((each) => each !== undefined).length > 0 && (
            <code>
              <PlainText text={[outcome.error.type, outcome.error.code].filter(Boolean).join(' ')} />
            </code>
          )}{' '}
          <PlainText text={outcome.error.message} />
        </p>
      )}
      {event.restoredFrom !== undefined && <p>Restored to what version {event.restoredFrom.version} was.</p>}
      {event.applied === false && (
        <p>This change did not fit the record when it arrived. It is kept here, and was not applied.</p>
      )}
    </div>
  )
}
