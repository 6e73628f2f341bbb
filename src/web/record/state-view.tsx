import type { JSX } from 'preact'
import { may } from '../api/credential.js'
import { ProblemError } from '../api/problem.js'
import { askState } from '../api/subjects.js'
import type { SubjectState } from '../api/shapes.js'
import { Empty, Failure, Loading } from '../parts/notice.js'
import { FullTime, Time } from '../parts/time.js'
import { Unfolding } from '../parts/unfolding.js'
import { shownOf, useAnswer } from '../parts/use-answer.js'
import { hereWith } from '../routing/here.js'
import { JsonTree } from '../values/json-tree.js'
import { RawJson } from '../values/raw-json.js'
import { Purged } from './no-record.js'
import type { RecordView } from './view.js'
import { parametersOf } from './view.js'

type StateOf = Exclude<RecordView, { _tag: 'Compare' }>

/** The state now, at a version or at a time, and what can be done from there. */
export const StateView = ({
  present,
  view,
}: {
  readonly present: SubjectState
  readonly view: StateOf
}): JSX.Element => {
  const { subject } = present
  const [answer, again] = useAnswer(
    (signal) => (view._tag === 'Now' ? Promise.resolve(present) : askState(subject, whenOf(view), signal)),
    { view, latest: present.version },
  )
  if (answer._tag === 'Failed') return <NotThere error={answer.error} onRetry={again} />
  const last = shownOf(answer)
  if (last === undefined) return <Loading what="the state" lines={10} />
  // Another may be asked for by now: all of this is of the state that is shown.
  const { value: shown, asked } = last
  return (
    <section aria-labelledby="state-title" aria-busy={answer._tag === 'Loading'}>
      <div class="record-actions">
        <h2 id="state-title">
          {shown.version === present.version ? `Now (version ${shown.version})` : `Version ${shown.version}`}
        </h2>
        <p class="soft">
          <Time at={shown.occurredAt} />, <FullTime at={shown.occurredAt} />
        </p>
        {shown.version !== present.version && (
          <>
            <a
              class="button"
              href={hereWith(parametersOf({ _tag: 'Compare', from: shown.version, to: present.version }))}
            >
              Compare with now
            </a>
            {may('restore') ? (
              <a
                class="button"
                href={hereWith(
                  parametersOf(
                    asked.view._tag === 'At'
                      ? { ...asked.view, restore: true }
                      : { _tag: 'Version', version: shown.version, restore: true },
                  ),
                )}
              >
                Restore…
              </a>
            ) : (
              <p class="soft">
                To restore it the permission <code>restore</code> is needed.
              </p>
            )}
          </>
        )}
      </div>
      {shown.deleted ? (
        <p class="record-deleted">It is deleted at this version: there is no state.</p>
      ) : (
        <>
          <div class="state-tree">
            <JsonTree key={shown.version} value={shown.state} />
          </div>
          <Unfolding class="state-raw" summary="Raw JSON">
            {() => <RawJson value={shown.state} label="The state as JSON" />}
          </Unfolding>
        </>
      )}
    </section>
  )
}

export const whenOf = (view: Exclude<StateOf, { _tag: 'Now' }>): { version?: number; at?: string; by?: string } =>
  view._tag === 'Version' ? { version: view.version } : { at: view.at, by: view.by }

/** A version or a time at which there is nothing. */
export const NotThere = ({
  error,
  onRetry,
}: {
  readonly error: unknown
  readonly onRetry: () => void
}): JSX.Element => {
  const problem = error instanceof ProblemError ? error.problem : undefined
  switch (problem?.kind ?? '') {
    case 'version-not-found':
      return (
        <Empty title="There is no such version">
          <p>{problem?.detail}</p>
          <a href={hereWith(parametersOf({ _tag: 'Now' }))}>To the latest version</a>
        </Empty>
      )
    case 'no-version-at':
      return (
        <Empty title="There was nothing yet at this time">
          <p>It lies before the first version.</p>
          <a href={hereWith(parametersOf({ _tag: 'Version', version: 0, restore: false }))}>To the first version</a>
        </Empty>
      )
    case 'purged':
      return <Purged first={problem?.members['firstVersion']} />
    default:
      return <Failure error={error} onRetry={onRetry} />
  }
}
