import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { decodeRecorded } from '../domain/stored-event.js'
import type { EventLogReader, ReadError, RecordedEvent } from '../ports/event-log.js'

/** What a stream with the name of a subject's holds. */
export type Contents = 'empty' | 'foreign' | 'annals'

/**
 * Its first and last readable events tell: behind a guard, a stream never holds both kinds. One that shows nothing is foreign where somebody deleted it softly or
 * has its events expire, which Annals does not do.
 */
export const lookAt = async (
  eventLog: Pick<EventLogReader, 'readStream' | 'streamMetadata'>,
  stream: string,
): Promise<Either<ReadError, Contents>> => {
  const end = await eventLog.readStream(stream, { direction: 'backwards', limit: 1 })()
  if (E.isLeft(end)) return end
  const { lastRevision, events } = end.right
  if (lastRevision < 0) return E.right('empty')
  const [last] = events
  if (last === undefined) {
    const metadata = await eventLog.streamMetadata(stream)()
    if (E.isLeft(metadata)) return metadata
    const { truncateBefore, maxAgeSeconds } = metadata.right
    const isForeign = truncateBefore === Number.MAX_SAFE_INTEGER || maxAgeSeconds !== undefined
    return E.right(isForeign ? 'foreign' : 'annals')
  }
  if (isAnnals(last)) return E.right('annals')
  const start = await eventLog.readStream(stream, { direction: 'forwards', limit: 1 })()
  if (E.isLeft(start)) return start
  return E.right(start.right.events.some(isAnnals) ? 'annals' : 'foreign')
}

/** Whether it is marked as one of Annals, readable or not. */
const isAnnals = (event: RecordedEvent): boolean => decodeRecorded(event)._tag !== 'Foreign'
