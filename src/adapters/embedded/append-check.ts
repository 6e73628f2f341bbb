import { Buffer } from 'node:buffer'
import { maxAppendEvents } from '../../ports/event-log.js'
import type { AppendError, ExpectedRevision, NewEvent, StreamAppend } from '../../ports/event-log.js'
import { isMetadataStream, tombstoneEventType } from '../../ports/reserved-names.js'

/** What one append may hold. */
export const appendLimits = { events: maxAppendEvents, bytes: 8 * 1024 * 1024, nameBytes: 1_024 } as const

/** What an append weighs: its events, and the bytes of their data and metadata. */
export interface AppendSize {
  readonly events: number
  readonly bytes: number
}

/** Checks all that can be told without the log. @returns the error, or the size. */
export const checkAppend = (appends: readonly StreamAppend[]): AppendError | AppendSize => {
  let events = 0
  let bytes = 0
  for (const append of appends) {
    const reason = checkStream(append.stream) ?? checkExpected(append.expected)
    if (reason !== undefined) return invalid(reason)
    if (append.events.length === 0) return invalid(`no event for stream ${append.stream}`)
    events += append.events.length
    if (events > appendLimits.events) return { _tag: 'TooLarge', what: 'events', limit: appendLimits.events }
    for (const event of append.events) {
      const wrong = checkEvent(event)
      if (wrong !== undefined) return invalid(wrong)
      bytes += event.data.byteLength + event.metadata.byteLength
    }
  }
  if (events === 0) return invalid('nothing to append')
  return bytes > appendLimits.bytes ? { _tag: 'TooLarge', what: 'bytes', limit: appendLimits.bytes } : { events, bytes }
}

export const isAppendError = (checked: AppendError | AppendSize): checked is AppendError => '_tag' in checked

/** A stream that can have metadata and a tombstone of its own: not a metadata stream. @returns what is wrong. */
export const checkDescribable = (stream: string): string | undefined =>
  isMetadataStream(stream) ? `${stream} is a metadata stream` : checkStream(stream)

const checkStream = (name: string): string | undefined => {
  const described = isMetadataStream(name) ? name.slice(2) : name
  if (described === '') return 'a stream name must not be empty'
  if (isMetadataStream(described)) return 'a metadata stream has no metadata of its own'
  if (!described.isWellFormed()) return 'a stream name must be well-formed Unicode'
  return tooLong(described) ? `a stream name is at most ${appendLimits.nameBytes} bytes of UTF-8` : undefined
}

const checkExpected = (expected: ExpectedRevision): string | undefined =>
  typeof expected !== 'number' || (Number.isSafeInteger(expected) && expected >= 0)
    ? undefined
    : 'an expected revision is a whole number from 0 on'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text is a UUID in either case. */
export const isUuid = (text: string): boolean => uuid.test(text)

const checkEvent = (event: NewEvent): string | undefined => {
  if (!isUuid(event.id)) return 'an event id must be a UUID'
  if (event.type === '' || tooLong(event.type) || !event.type.isWellFormed())
    return `an event type is 1 to ${appendLimits.nameBytes} bytes of well-formed UTF-8`
  return event.type === tombstoneEventType ? `${tombstoneEventType} is written by tombstone alone` : undefined
}

const tooLong = (text: string): boolean =>
  text.length * 3 > appendLimits.nameBytes && Buffer.byteLength(text) > appendLimits.nameBytes

const invalid = (reason: string): AppendError => ({ _tag: 'InvalidAppend', reason })
