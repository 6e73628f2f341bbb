import * as E from 'fp-ts/lib/Either.js'
import { admitChanges } from '../domain/decide/decide-admission.js'
import type { Fold } from '../domain/subject-fold.js'
import type { AppendError } from '../ports/event-log.js'
import type { Admission, DoorPorts, ProposedAppend } from './door.js'
import { doorError, exactly, isAsExpected } from './door-error.js'
import { fromAppendError } from './error-mapping.js'
import { knownEvents } from './known-events.js'
import type { PresentState } from './present-states.js'
import { isSnapshotVersion, snapshotOf } from './replay.js'
import { ruleFunctions } from './rule-functions.js'
import type { WriteContext } from './write-context.js'

/** One attempt, in the subject's line: upon the state that pending commands will leave, and what they will be decided on next. */
export const admitChangesOnce = async (
  ports: DoorPorts,
  context: WriteContext,
  append: ProposedAppend,
  onSent: () => void,
): Promise<Admission | 'again'> => {
  const { stream, expected, events, decoded } = append
  const { states } = context
  const known = await knownEvents(ports, append)
  if (E.isLeft(known)) return known
  if (known.right !== undefined) return E.right(known.right)
  const [{ tenant, subject }] = decoded
  const found = await context.present(tenant, subject, stream)
  if (E.isLeft(found)) return E.left(doorError(found.left, stream))
  const state = found.right
  const { version } = state.fold
  if (!isAsExpected(expected, version)) {
    states.keep(stream, state)
    // What the client is told must be in the log.
    await state.lastAppend
    return state.failure === undefined
      ? E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual: version })
      : 'again'
  }
  const rulesOf = (of: typeof subject): ReturnType<typeof ruleFunctions> => ruleFunctions(ports, of)
  const folds = admitChanges(state.fold, { events: decoded, now: ports.clock.now(), rulesOf })
  const next = E.isRight(folds) ? folds.right.at(-1) : undefined
  if (E.isLeft(folds) || next === undefined) {
    states.keep(stream, state)
    return E.left({ _tag: 'Refused', reason: E.isLeft(folds) ? folds.left : 'there is nothing to append' })
  }
  context.lastRecordedAt = Math.max(context.lastRecordedAt, next.recordedAt)
  const sending = ports.eventLog.append([{ stream, expected: exactly(version), events }])()
  state.fold = next
  for (const { data } of events) state.bytes += data.byteLength
  state.lastAppend = sending
  states.sent(stream, state)
  onSent()
  const stored = await sending
  if (E.isLeft(stored)) return failed(context, stream, state, next, stored.left)
  states.stored(stream, state)
  keepSnapshots(ports, stream, folds.right)
  return stored
}

const failed = (
  { states }: WriteContext,
  stream: string,
  state: PresentState,
  { version }: Fold,
  error: AppendError,
): Admission | 'again' => {
  states.failed(stream, state, { version, error: fromAppendError(error) })
  return error._tag === 'WrongExpectedRevision' ? 'again' : E.left(error)
}

const keepSnapshots = ({ snapshots }: DoorPorts, stream: string, folds: readonly Fold[]): void => {
  for (const fold of folds) if (isSnapshotVersion(fold.version)) snapshots.save(snapshotOf(stream, fold))
}
