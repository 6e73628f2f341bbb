import * as E from 'fp-ts/lib/Either.js'
import { decodeRecorded } from '../domain/stored-event.js'
import { parseTime } from '../domain/time.js'
import type { RecordedEvent } from '../ports/event-log.js'
import type { OwnedLog } from '../ports/owned-log.js'

export interface LogEnd {
  /** Of the last event as far as it is known; -1 for an empty log. */
  readonly position: number
  /** When Annals recorded the last of its events, in ms since the epoch: no later one is earlier. 0 where there is none. */
  readonly recordedAt: number
}

/** Others may write to the log as well: so many events from its end are looked through for one of ours. */
const lookedThrough = 32

/**
 * How far the log goes. A last event that is damaged, or a log that cannot be reached now, is told of and does not keep the rest from being read.
 */
export const endOfLog = async (
  eventLog: Pick<OwnedLog, 'status' | 'readAll'>,
  warn: (warning: string) => void,
): Promise<LogEnd> => {
  const { state, reason, position } = eventLog.status()
  if (state === 'unavailable') {
    warn(`the log cannot be used yet: ${reason ?? 'it gives no reason'}`)
    return { position, recordedAt: 0 }
  }
  const last = await eventLog.readAll({ direction: 'backwards', limit: lookedThrough })()
  if (E.isRight(last)) return { position, recordedAt: Math.max(0, ...last.right.map(recordedAt)) }
  warn(`the log's last events cannot be read (${last.left._tag}): run "annals check"`)
  return { position, recordedAt: 0 }
}

/** The log's own clock, which may be another machine's, does not count. */
const recordedAt = (recorded: RecordedEvent): number => {
  const decoded = decodeRecorded(recorded)
  return decoded._tag === 'Event' ? (parseTime(decoded.event.recordedAt) ?? 0) : 0
}
