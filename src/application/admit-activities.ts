import * as E from 'fp-ts/lib/Either.js'
import { admitActivities } from '../domain/decide/decide-admission.js'
import type { Subject } from '../domain/event.js'
import { decodeRecorded } from '../domain/stored-event.js'
import { parseTime } from '../domain/time.js'
import type { RecordedEvent } from '../ports/event-log.js'
import type { Admission, DoorPorts, ProposedAppend } from './door.js'
import { doorError, exactly, isAsExpected } from './door-error.js'
import { fromReadError } from './error-mapping.js'
import { knownEvents } from './known-events.js'
import { ruleFunctions } from './rule-functions.js'
import type { WriteContext } from './write-context.js'

/** One attempt, in the stream's line until it is stored: behind its last activity, which emitters may move on at any time. */
export const admitActivitiesOnce = async (
  ports: DoorPorts,
  context: WriteContext,
  append: ProposedAppend,
): Promise<Admission | 'again'> => {
  const { stream, expected, events, decoded } = append
  const known = await knownEvents(ports, append)
  if (E.isLeft(known)) return known
  if (known.right !== undefined) return E.right(known.right)
  const slice = await ports.eventLog.readStream(stream, { direction: 'backwards', limit: 1 })()
  if (E.isLeft(slice)) return E.left(doorError(fromReadError(slice.left), stream))
  const { lastRevision, events: last } = slice.right
  if (!isAsExpected(expected, lastRevision))
    return E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual: lastRevision })
  const rulesOf = (subject: Subject): ReturnType<typeof ruleFunctions> => ruleFunctions(ports, subject)
  const refusal = admitActivities(recordedAtOf(last[0]), { events: decoded, now: ports.clock.now(), rulesOf })
  if (refusal !== undefined) return E.left({ _tag: 'Refused', reason: refusal })
  const recordedAt = parseTime(decoded.at(-1)?.recordedAt ?? '') ?? 0
  context.lastRecordedAt = Math.max(context.lastRecordedAt, recordedAt)
  const stored = await ports.eventLog.append([{ stream, expected: exactly(lastRevision), events }])()
  return E.isLeft(stored) && stored.left._tag === 'WrongExpectedRevision' ? 'again' : stored
}

/** ms since the epoch; -Infinity where there is none. */
const recordedAtOf = (event: RecordedEvent | undefined): number => {
  const decoded = event === undefined ? undefined : decodeRecorded(event)
  return decoded?._tag === 'Event' ? (parseTime(decoded.event.recordedAt) ?? -Infinity) : -Infinity
}
