import type { JSX } from 'preact'
import type { Subject } from '../../domain/event.js'
import { apiUrl } from '../api/request.js'
import { ProblemError } from '../api/problem.js'
import { Empty, Failure } from '../parts/notice.js'
import { about, feedLink } from '../query/feed-link.js'
import { hereWith } from '../routing/here.js'
import { Activities } from './activities.js'
import { parametersOf } from './view.js'

/** Why there is no state to be seen: each reason told for itself. */
export const NoRecord = ({
  subject,
  error,
  onRetry,
}: {
  readonly subject: Subject
  readonly error: unknown
  readonly onRetry: () => void
}): JSX.Element => {
  const problem = error instanceof ProblemError ? error.problem : undefined
  switch (problem?.kind ?? '') {
    case 'subject-not-found':
      return (
        <Empty title="Nothing was ever recorded about this">
          <p>Tell the store what it is now, and its history begins:</p>
          <pre>
            <code>{curlOf(subject)}</code>
          </pre>
        </Empty>
      )
    case 'no-state':
      return (
        <>
          <Empty title="There are activities about this, and no changes">
            <p>It has no state to show, to compare or to restore until a change is recorded:</p>
            <pre>
              <code>{curlOf(subject)}</code>
            </pre>
          </Empty>
          <Activities subject={subject} latest={-1} />
        </>
      )
    case 'purged':
      return (
        <Empty title="This record is no longer kept whole">
          <p>The events that it begins with were purged: no state of it can be told any more.</p>
          <p>
            <a href={feedLink(about(subject))}>What the feed still has of it</a>
          </p>
        </Empty>
      )
    default:
      return <Failure error={error} onRetry={onRetry} />
  }
}

/** A version that is no longer kept, and the way to the first that is. */
export const Purged = ({ first }: { readonly first: unknown }): JSX.Element => (
  <Empty title="This version is no longer kept">
    <p>Its events were purged.</p>
    {typeof first === 'number' && (
      <p>
        <a href={hereWith(parametersOf({ _tag: 'Version', version: first, restore: false }))}>
          The first version that is kept: {first}
        </a>
      </p>
    )}
  </Empty>
)

const curlOf = ({ type, id }: Subject): string =>
  `curl -X PUT '${location.origin}${apiUrl(`/v1/subjects/${encodeURIComponent(type)}/${encodeURIComponent(id).replaceAll("'", '%27')}`)}' \\
  -H 'content-type: application/json' \\
  -d '{ "state": { "title": "New" }, "actor": { "type": "user", "id": "u-7" } }'`
