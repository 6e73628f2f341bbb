import type { RecordedEvent } from '../ports/event-log.js'
import { tombstoneEventType } from '../ports/reserved-names.js'
import { streamIdentifier, uuidMessage } from './identifiers.js'
import { streams } from './protocol.js'

/** An event as it is read, and the link that led to it; a link that leads nowhere comes alone. */
export interface Resolved {
  readonly event: RecordedEvent | undefined
  readonly link: RecordedEvent | undefined
}

/** The position is that of what was read: the link where there is one. */
export const eventMessage = ({ event, link }: Resolved, structuredIds: boolean): streams.ReadResp => {
  const read = new streams.ReadResp.ReadEvent()
  if (event !== undefined) read.setEvent(recordedMessage(event, structuredIds))
  if (link !== undefined) read.setLink(recordedMessage(link, structuredIds))
  const position = (link ?? event)?.position
  if (position !== undefined) read.setCommitPosition(String(position))
  const message = new streams.ReadResp()
  message.setEvent(read)
  return message
}

/** The revision that a tombstone has in EventStoreDB: 2^63-1. */
const tombstoneRevision = '9223372036854775807'
/** `created` is in units of 100 ns since the epoch. */
const ticksPerMs = 10_000n

const recordedMessage = (event: RecordedEvent, structuredIds: boolean): streams.ReadResp.ReadEvent.RecordedEvent => {
  const position = String(event.position)
  const message = new streams.ReadResp.ReadEvent.RecordedEvent()
  message.setId(uuidMessage(event.id, structuredIds))
  message.setStreamIdentifier(streamIdentifier(event.stream))
  message.setStreamRevision(event.type === tombstoneEventType ? tombstoneRevision : String(event.revision))
  message.setCommitPosition(position)
  message.setPreparePosition(position)
  message.setData(event.data)
  message.setCustomMetadata(event.metadata)
  message
    .getMetadataMap()
    .set('type', event.type)
    .set('created', String(BigInt(event.created) * ticksPerMs))
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream')
  return message
}
