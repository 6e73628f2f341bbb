import type { JSX } from 'preact'
import type { Subject } from '../../domain/event.js'
import { askChanges } from '../api/subjects.js'
import type { Page, StoredEvent } from '../api/shapes.js'
import { Failure, Loading } from '../parts/notice.js'
import { ActorName } from '../parts/names.js'
import { Time } from '../parts/time.js'
import { usePages } from '../parts/use-pages.js'
import { eventHref, hereWith } from '../routing/here.js'
import { changedInWords } from './changed-in-words.js'
import type { RecordView } from './view.js'
import { parametersOf } from './view.js'

/** The versions of a record, newest first: each leads to the state it made, and to the event that made it. */
export const Timeline = ({
  subject,
  present,
  view,
}: {
  readonly subject: Subject
  readonly present: number
  readonly view: RecordView
}): JSX.Element => {
  const { items, hasMore, isLoading, error, more } = usePages<StoredEvent, Page<StoredEvent>>(
    (cursor, signal) => askChanges(subject, cursor, 50, signal),
    [subject.type, subject.id, present],
  )
  const chosen = view._tag === 'Version' ? view.version : view._tag === 'Now' ? present : undefined
  return (
    <section class="versions" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Versions</h2>
      <ol reversed>
        {items.map((event) => (
          <Entry key={event.id} event={event} present={present} isChosen={event.version === chosen} />
        ))}
      </ol>
      {error !== undefined && <Failure error={error} onRetry={more} />}
      {isLoading && items.length === 0 && <Loading what="the versions" lines={8} />}
      {hasMore && error === undefined && (
        <button type="button" class="show-more" disabled={isLoading} onClick={more}>
          Older versions
        </button>
      )}
    </section>
  )
}

const Entry = ({
  event,
  present,
  isChosen,
}: {
  readonly event: StoredEvent
  readonly present: number
  readonly isChosen: boolean
}): JSX.Element => {
  const version = event.version ?? 0
  const to = version === present ? ({ _tag: 'Now' } as const) : ({ _tag: 'Version', version, restore: false } as const)
  return (
    <li value={version} class={isChosen ? 'chosen' : undefined}>
      <p>
        <a href={hereWith(parametersOf(to))} aria-current={isChosen ? 'true' : undefined}>
          Version {version}
        </a>{' '}
        <bdi>{event.verb}</bdi>
      </p>
      <p class="soft">
        <ActorName actor={event.actor} />, <Time at={event.occurredAt} />
        {event.restoredFrom !== undefined && `, from version ${event.restoredFrom.version}`}
      </p>
      <p>
        <a href={eventHref(event.id)}>
          <span class="visually-hidden">What changed in version {version}: </span>
          <bdi>{changedInWords(event)}</bdi>
        </a>
      </p>
    </li>
  )
}
