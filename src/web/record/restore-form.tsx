import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Subject } from '../../domain/event.js'
import { limits } from '../../domain/limits.js'
import { credential } from '../api/credential.js'
import { ProblemError } from '../api/problem.js'
import { askRestore, newId } from '../api/restore.js'
import type { RestoreRequest, Target } from '../api/restore.js'
import { fieldText } from '../parts/field-text.js'
import { ActorName } from '../parts/names.js'
import { Failure } from '../parts/notice.js'
import { personName } from '../settings.js'
import type { Passed } from './conflict.js'
import type { Restored } from './restored.js'

interface Props {
  readonly subject: Subject
  readonly target: Target
  readonly expectedVersion: number
  readonly onRestored: (restored: Restored) => void
  readonly onPassed: (passed: Passed) => void
  /** There is nothing left to restore. */
  readonly onNothing: () => void
}

/** Who restores, and why. Sent again after a failure it has the same id, so that nothing is restored twice. */
export const RestoreForm = (props: Props): JSX.Element => {
  const { subject, target, expectedVersion } = props
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const sent = useRef<{ readonly content: string; readonly id: string } | undefined>(undefined)
  const known = credential.value?.actor
  const restore = async (name: string, reason: string): Promise<void> => {
    const request = { expectedVersion, reason, ...(name !== '' && { actor: { type: 'user', id: name, name } }) }
    const content = JSON.stringify(request)
    if (sent.current?.content !== content) sent.current = { content, id: newId() }
    setSending(true)
    setError(undefined)
    try {
      await answered({ ...request, id: sent.current.id })
    } catch (cause) {
      const passed = passedOf(cause)
      if (passed === undefined) setError(cause)
      else props.onPassed(passed)
    } finally {
      setSending(false)
    }
  }
  const answered = async (request: RestoreRequest): Promise<void> => {
    const answer = await askRestore(subject, target, request)
    if ('changed' in answer) props.onNothing()
    else props.onRestored({ version: answer.version ?? expectedVersion + 1, from: answer.restoredFrom.version })
  }
  return (
    <form
      class="restore-form"
      onSubmit={(event) => {
        event.preventDefault()
        const fields = new FormData(event.currentTarget)
        const name = known === undefined ? fieldText(fields, 'name') : ''
        if (known === undefined) personName.value = name
        if (!isSending) void restore(name, fieldText(fields, 'reason'))
      }}
    >
      {known === undefined ? (
        <>
          <label for="restore-name">Your name</label>
          <input
            id="restore-name"
            name="name"
            required
            maxLength={64}
            autocomplete="username"
            defaultValue={personName.peek()}
            aria-describedby="restore-name-help"
          />
          <p id="restore-name-help" class="soft">
            Written into the history as the actor, and kept in this browser.
          </p>
        </>
      ) : (
        <p>
          In the history it is written as done by <ActorName actor={known} />.
        </p>
      )}
      <label for="restore-reason">Reason</label>
      <textarea id="restore-reason" name="reason" rows={2} required maxLength={limits.maxReasonChars} />
      <p class="restore-buttons">
        <button type="submit" class="primary" disabled={isSending}>
          {isSending ? 'Restoring…' : 'Restore'}
        </button>
      </p>
      {error !== undefined && <Failure error={error} />}
    </form>
  )
}

const passedOf = (error: unknown): Passed | undefined => {
  if (!(error instanceof ProblemError) || error.problem.kind !== 'version-conflict') return undefined
  const { expected, actual } = error.problem.members
  return typeof expected === 'number' && typeof actual === 'number' ? { expected, actual } : undefined
}
