import type { EventBody, StoredEvent } from '../../src/domain/event.js'
import { decodeRecorded, encodeEvent } from '../../src/domain/stored-event.js'
import { changeStream } from '../../src/domain/stream-name.js'

/** A change as it is read back from the log, where it was stored with this revision at this time (ms since the epoch). */
export const throughTheLog = (body: EventBody, revision: number, recordedAt: number): StoredEvent => {
  const encoded = encodeEvent({ body, digest: '', kind: 'change', recordedAt })
  const stream = changeStream(body.tenant, body.subject)
  const decoded = decodeRecorded({ ...encoded, stream, revision, position: revision })
  if (decoded._tag !== 'Event') throw new Error(`it cannot be read back: ${JSON.stringify(decoded)}`)
  return decoded.event
}
