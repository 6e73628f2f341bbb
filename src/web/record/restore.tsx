import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Party, Subject } from '../../domain/event.js'
import { askPreview } from '../api/restore.js'
import type { Preview, Target } from '../api/restore.js'
import { Difference } from '../difference/difference.js'
import { treeOfChanges } from '../difference/tree-of-changes.js'
import { Loading } from '../parts/notice.js'
import { FullTime } from '../parts/time.js'
import { currentOf, useAnswer } from '../parts/use-answer.js'
import { hereWith } from '../routing/here.js'
import { personName } from '../settings.js'
import { PlainText } from '../values/plain-text.js'
import { Conflict } from './conflict.js'
import type { Passed } from './conflict.js'
import { RestoreForm } from './restore-form.js'
import type { Restored } from './restored.js'
import { NotThere } from './state-view.js'
import type { RecordView } from './view.js'
import { parametersOf } from './view.js'

interface Props {
  readonly subject: Subject
  readonly view: Extract<RecordView, { restore: boolean }>
  readonly onRestored: (restored: Restored) => void
  /** Called when the record has changed meanwhile. */
  readonly onLookAgain: () => void
}

/** A restore as it is made up: what exactly it would change, who does it and why; and what to do where somebody was faster. */
export const Restore = ({ subject, view, onRestored, onLookAgain }: Props): JSX.Element => {
  const heading = useRef<HTMLHeadingElement>(null)
  const [passed, setPassed] = useState<Passed | undefined>(undefined)
  const target: Target = view._tag === 'Version' ? { version: view.version } : { at: view.at, by: view.by }
  const [answer, again] = useAnswer((signal) => askPreview(subject, target, previewer(), signal), { subject, target })
  useEffect(() => heading.current?.focus(), [])
  const lookAgain = (): void => {
    setPassed(undefined)
    again()
    onLookAgain()
    heading.current?.focus()
  }
  const preview = currentOf(answer)
  return (
    <section class="restore" aria-labelledby="restore-title" aria-busy={answer._tag === 'Loading'}>
      <div class="record-actions">
        <h2 id="restore-title" ref={heading} tabIndex={-1}>
          Restore to {view._tag === 'Version' ? `version ${view.version}` : <FullTime at={view.at} />}
        </h2>
        <a class="button" href={hereWith(parametersOf({ ...view, restore: false }))}>
          Cancel
        </a>
      </div>
      {passed !== undefined && <Conflict passed={passed} onLookAgain={lookAgain} />}
      {answer._tag === 'Failed' ? (
        <NotThere error={answer.error} onRetry={again} />
      ) : preview === undefined ? (
        <Loading what="the preview" lines={6} />
      ) : 'changed' in preview ? (
        <p>The record is already what it was then (version {preview.version}): there is nothing to restore.</p>
      ) : (
        <>
          <WhatChanges preview={preview} />
          {passed === undefined && answer._tag === 'Loaded' && (
            <RestoreForm
              subject={subject}
              target={target}
              expectedVersion={preview.version}
              onRestored={onRestored}
              onPassed={setPassed}
              onNothing={lookAgain}
            />
          )}
        </>
      )}
    </section>
  )
}

/** A preview stores nothing; an actor it must have all the same. */
const previewer = (): Party => ({ type: 'user', id: personName.peek() === '' ? 'preview' : personName.peek() })

const WhatChanges = ({ preview }: { readonly preview: Exclude<Preview, { changed: false }> }): JSX.Element => {
  const node = useMemo(() => treeOfChanges(preview.changes), [preview])
  return (
    <>
      <p>
        This is all that changes, from version {preview.version} as it is now. Nothing is lost: it becomes version{' '}
        {preview.version + 1}, and can itself be taken back.
      </p>
      {preview.skippedPaths.length > 0 && (
        <div class="restore-skipped">
          <p>Left as they are, since their values were redacted and never stored:</p>
          <ul>
            {preview.skippedPaths.map((path) => (
              <li key={path}>
                <code>
                  <PlainText text={path === '' ? 'the whole state' : path} />
                </code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Difference of={node} label="What the restore changes" />
    </>
  )
}
