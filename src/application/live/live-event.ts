import type { StoredEvent } from '../../domain/event.js'
import { decodeRecorded, storedEventJson, textOf } from '../../domain/stored-event.js'
import { utf8Length } from '../../domain/utf8.js'
import type { RecordedEvent } from '../../ports/event-log.js'
import type { EventPredicate } from '../event-predicate.js'
import type { LiveEvent } from './live-stream.js'

/** An event of the log, decoded once; undefined for one that is not Annals' own or cannot be read. Its JSON is made when somebody wants it first. */
export const readLive = (
  recorded: RecordedEvent,
): { readonly event: StoredEvent; readonly live: () => LiveEvent } | undefined => {
  const text = textOf(recorded.data)
  const decoded = decodeRecorded(recorded, text)
  if (decoded._tag !== 'Event') return undefined
  const { event, digest } = decoded
  let made: LiveEvent | undefined
  return { event, live: () => (made ??= liveEvent(event, inOneLine(event, digest, text ?? ''))) }
}

export const liveEventsOf = (recorded: readonly RecordedEvent[], meets: EventPredicate): readonly LiveEvent[] =>
  recorded.flatMap((each) => {
    const read = readLive(each)
    return read !== undefined && meets(read.event) ? [read.live()] : []
  })

export const fromFeed = (event: StoredEvent): LiveEvent => liveEvent(event, JSON.stringify(event))

const liveEvent = (event: StoredEvent, json: string): LiveEvent => ({
  position: Number(event.position),
  event,
  json,
  bytes: utf8Length(json),
})

/** What Annals stores is in one line; what another writer stored may be laid out. */
const inOneLine = (event: StoredEvent, digest: string, text: string): string =>
  /[\n\r]/.test(text) ? JSON.stringify(event) : storedEventJson(event, digest, text)
