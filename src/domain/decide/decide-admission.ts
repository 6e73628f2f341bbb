import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import { equalJson } from '../equal.js'
import type { Change, StoredEvent, Subject } from '../event.js'
import { limits } from '../limits.js'
import type { AppliedRules } from '../rules.js'
import type { Fold } from '../subject-fold.js'
import { applyStored } from '../subject-fold.js'
import { formatTime, parseTime } from '../time.js'
import { stateIssues } from './state-within-limits.js'

/** How far `recordedAt` may lie ahead of the clock, in ms: one machine's processes round their clocks differently. */
const roundingMs = 1_000

export interface AdmissionArgs {
  readonly events: readonly StoredEvent[]
  /** ms since the epoch. */
  readonly now: number
  /** The rules of a subject's type, where there are any. */
  readonly rulesOf: (subject: Subject) => AppliedRules | undefined
}

/**
 * Whether changes that somebody else wrote may follow a subject's present state, as they are. Left: why not.
 * Right: every state that they lead to, in order.
 */
export const admitChanges = (fold: Fold, args: AdmissionArgs): Either<string, readonly Fold[]> => {
  const folds: Fold[] = []
  let present = fold
  for (const event of args.events) {
    const wrong = wrongTimes(event, present.recordedAt, args.now) ?? brokenRule(event, args)
    if (wrong !== undefined) return left(wrong)
    const applied = applyStored(present, { ...event, revision: present.version + 1 })
    if (applied._tag === 'Left')
      return left(
        `event ${event.id} does not apply to version ${present.version} at ${applied.left.map(quoted).join(', ')}`,
      )
    const { state } = applied.right
    const [issue] = state === null ? [] : stateIssues(state, '/change')
    if (issue !== undefined) return left(`event ${event.id} ${issue.message}`)
    present = applied.right
    folds.push(present)
  }
  return right(folds)
}

/** The same for activities. `lastRecordedAt` is that of the stream's last event (ms since the epoch). */
export const admitActivities = (lastRecordedAt: number, args: AdmissionArgs): string | undefined => {
  let last = lastRecordedAt
  for (const event of args.events) {
    const wrong = wrongTimes(event, last, args.now) ?? brokenRule(event, args)
    if (wrong !== undefined) return wrong
    last = parseTime(event.recordedAt) ?? last
  }
  return undefined
}

const quoted = (path: string): string => `"${path}"`

const wrongTimes = (event: StoredEvent, lastRecordedAt: number, now: number): string | undefined => {
  const { id } = event
  const recordedAt = asStored(event.recordedAt)
  const occurredAt = asStored(event.occurredAt)
  if (recordedAt === undefined || occurredAt === undefined)
    return `event ${id} has a time that is not in UTC with milliseconds (2026-11-23T03:14:00.000Z)`
  if (recordedAt > now + roundingMs) return `event ${id} has a recordedAt ahead of the clock`
  if (recordedAt < lastRecordedAt)
    return `event ${id} has a recordedAt before that of the event it follows (${formatTime(lastRecordedAt)})`
  return occurredAt > now + limits.maxFutureMs
    ? `event ${id} has an occurredAt more than ${limits.maxFutureMs / 60_000} minutes ahead of the clock`
    : undefined
}

/** Times are compared as texts in places: stored ones have one form. */
const asStored = (text: string): number | undefined => {
  const ms = parseTime(text)
  return ms !== undefined && formatTime(ms) === text ? ms : undefined
}

const brokenRule = ({ id, subject, change }: StoredEvent, { rulesOf }: AdmissionArgs): string | undefined => {
  const rules = change === undefined ? undefined : rulesOf(subject)
  return change === undefined || rules === undefined || isUnchanged(change, rules)
    ? undefined
    : `event ${id} has values in clear that this store redacts or ignores`
}

const isUnchanged = (change: Change, rules: AppliedRules): boolean => {
  switch (change.kind) {
    case 'delete':
      return true
    case 'state':
      return equalJson(change.state, rules.state(change.state))
    case 'patch':
      return equalJson(change.delta, rules.delta(change.delta))
  }
}
