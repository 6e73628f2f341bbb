import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { hereWith } from '../routing/here.js'
import { parametersOf } from './view.js'

/** The version that was previewed, and the one that the record has by now. */
export interface Passed {
  readonly expected: number
  readonly actual: number
}

/** Somebody changed the record between the preview and the restore: what that means, and how to go on. */
export const Conflict = ({
  passed: { expected, actual },
  onLookAgain,
}: {
  readonly passed: Passed
  readonly onLookAgain: () => void
}): JSX.Element => {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <div class="notice failure" role="alert">
      <h3>Somebody was faster</h3>
      <p>
        The record is at version {actual} now; what you looked at was version {expected}. Nothing was restored. The list
        below is out of date.
      </p>
      <p class="restore-buttons">
        <button type="button" class="primary" ref={button} onClick={onLookAgain}>
          Look again
        </button>
        <a class="button" href={hereWith(parametersOf({ _tag: 'Compare', from: expected, to: actual }))}>
          See what they changed
        </a>
      </p>
    </div>
  )
}
