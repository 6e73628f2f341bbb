import type { Buffer } from 'node:buffer'
import type { RecordedEvent } from '../ports/event-log.js'
import { tombstoneEventType } from '../ports/reserved-names.js'
import { createMessageWriter } from './message-writer.js'

/** An event as it is read, and the link that led to it; a link that leads nowhere comes alone. */
export interface Resolved {
  readonly event: RecordedEvent | undefined
  readonly link: RecordedEvent | undefined
}

const writer = createMessageWriter()

/** A ReadResp with an event, encoded. The position is that of what was read: the link where there is one. */
export const eventMessage = ({ event, link }: Resolved, structuredIds: boolean): Buffer => {
  writer.begin()
  const end = writer.end()
  const position = (link ?? event)?.position
  if (position !== undefined) writer.number(readEvent.commitPosition, position)
  if (link !== undefined) writeRecorded(readEvent.link, link, structuredIds)
  if (event !== undefined) writeRecorded(readEvent.event, event, structuredIds)
  writer.message(readResponse.event, end)
  return writer.take()
}

// The numbers of the fields in streams.proto and shared.proto.
const readResponse = { event: 1 } as const
const readEvent = { event: 1, link: 2, commitPosition: 3 } as const
const recorded = { id: 1, stream: 2, revision: 3, prepare: 4, commit: 5, properties: 6, metadata: 7, data: 8 } as const
const uuid = { structured: 1, text: 2, mostSignificant: 1, leastSignificant: 2 } as const
const streamName = 3
const entry = { key: 1, value: 2 } as const

const writeRecorded = (field: number, event: RecordedEvent, structuredIds: boolean): void => {
  const end = writer.end()
  if (event.data.byteLength > 0) writer.bytes(recorded.data, event.data)
  if (event.metadata.byteLength > 0) writer.bytes(recorded.metadata, event.metadata)
  writeProperty('content-type', event.isJson ? 'application/json' : 'application/octet-stream')
  writeProperty('created', ticksOf(event.created))
  writeProperty('type', event.type)
  // What is 0 is not sent: protobuf's third version has it so.
  if (event.position > 0) {
    writer.number(recorded.commit, event.position)
    writer.number(recorded.prepare, event.position)
  }
  if (event.type === tombstoneEventType) writer.number64(recorded.revision, 0x7fff_ffff, 0xffff_ffff)
  else if (event.revision > 0) writer.number(recorded.revision, event.revision)
  const nameEnd = writer.end()
  writer.text(streamName, event.stream)
  writer.message(recorded.stream, nameEnd)
  writeId(event.id, structuredIds)
  writer.message(field, end)
}

const writeProperty = (key: string, value: string): void => {
  const end = writer.end()
  writer.text(entry.value, value)
  writer.text(entry.key, key)
  writer.message(recorded.properties, end)
}

const writeId = (id: string, structured: boolean): void => {
  const end = writer.end()
  if (structured) {
    const bits = id.replaceAll('-', '')
    const quarter = (from: number): number => Number.parseInt(bits.slice(from, from + 8), 16)
    writer.number64(uuid.leastSignificant, quarter(16), quarter(24))
    writer.number64(uuid.mostSignificant, quarter(0), quarter(8))
    writer.message(uuid.structured, end)
  } else writer.text(uuid.text, id)
  writer.message(recorded.id, end)
}

/** `created` is in units of 100 ns since the epoch; ours has ms. */
const ticksOf = (created: number): string => (created === 0 ? '0' : `${created}0000`)
