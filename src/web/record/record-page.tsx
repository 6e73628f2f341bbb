import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { askState } from '../api/subjects.js'
import type { SubjectState } from '../api/shapes.js'
import { Loading } from '../parts/notice.js'
import { FullTime, Time } from '../parts/time.js'
import { currentOf, useAnswer } from '../parts/use-answer.js'
import { hereWith } from '../routing/here.js'
import { navigate, search } from '../routing/route.js'
import { Activities } from './activities.js'
import { Compare } from './compare.js'
import { Newer } from './newer.js'
import { NoRecord } from './no-record.js'
import './record.css'
import { Restore } from './restore.js'
import type { Restored } from './restored.js'
import { StateView } from './state-view.js'
import { Timeline } from './timeline.js'
import { Travel } from './travel.js'
import { parametersOf, viewOf } from './view.js'

/** One record: its versions, its state at any of them, what changed between two, and the way back to one. */
export const RecordPage = ({ type, id }: { readonly type: string; readonly id: string }): JSX.Element => {
  const subject = { type, id }
  const [restored, setRestored] = useState<Restored | undefined>(undefined)
  const [answer, again] = useAnswer((signal) => askState(subject, {}, signal), subject)
  const present = currentOf(answer)
  const onRestored = (done: Restored): void => {
    setRestored(done)
    navigate(hereWith(parametersOf({ _tag: 'Now' })))
    again()
  }
  return (
    <article class="record">
      {present !== undefined && <Newer subject={subject} present={present.version} onShow={again} />}
      <Title type={type} id={id} present={present} />
      <p role="status" class={restored === undefined ? 'visually-hidden' : 'record-done'}>
        {restored !== undefined && `Restored: version ${restored.version} is what version ${restored.from} was.`}
      </p>
      {answer._tag === 'Failed' ? (
        <NoRecord subject={subject} error={answer.error} onRetry={again} />
      ) : present === undefined ? (
        <Loading what="the record" lines={14} />
      ) : (
        <Body present={present} onRestored={onRestored} onLookAgain={again} />
      )}
    </article>
  )
}

const Title = ({
  type,
  id,
  present,
}: {
  readonly type: string
  readonly id: string
  readonly present: SubjectState | undefined
}): JSX.Element => (
  <header class="record-title">
    <h1>
      <span class="soft">
        <bdi>{type}</bdi>/
      </span>
      <bdi>{id}</bdi>
    </h1>
    {present !== undefined && (
      <p>
        {present.deleted && <strong class="record-deleted">deleted</strong>} Version {present.version}, last changed{' '}
        <Time at={present.occurredAt} />{' '}
        <span class="soft">
          (<FullTime at={present.occurredAt} />)
        </span>
      </p>
    )}
  </header>
)

interface BodyProps {
  readonly present: SubjectState
  readonly onRestored: (restored: Restored) => void
  readonly onLookAgain: () => void
}

const Body = ({ present, onRestored, onLookAgain }: BodyProps): JSX.Element => {
  const view = viewOf(search.value)
  return (
    <div class="record-body">
      <div class="record-view">
        <Travel present={present} view={view} />
        {view._tag === 'Compare' ? (
          <Compare present={present} from={view.from} to={view.to} />
        ) : view._tag !== 'Now' && view.restore ? (
          <Restore
            key={JSON.stringify(view)}
            subject={present.subject}
            view={view}
            onRestored={onRestored}
            onLookAgain={onLookAgain}
          />
        ) : (
          <StateView present={present} view={view} />
        )}
      </div>
      <div class="record-side">
        <Timeline subject={present.subject} present={present.version} view={view} />
        <Activities subject={present.subject} latest={present.version} />
      </div>
    </div>
  )
}
