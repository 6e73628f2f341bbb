import { createHash } from 'node:crypto'
import type { RecordedEvent } from '../../ports/event-log.js'

/** SHA-256 of a recorded event but for its position and when it was stored: what must be the same in every copy of it. 32 bytes. */
export const eventDigest = ({ stream, revision, id, type, isJson, data, metadata }: RecordedEvent): Uint8Array =>
  createHash('sha256')
    .update(JSON.stringify([stream, revision, id, type, isJson, data.byteLength, metadata.byteLength]))
    .update(data)
    .update(metadata)
    .digest()
