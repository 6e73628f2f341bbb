import type { RecordedEvent } from '../../ports/event-log.js'
import { describedBy, identityStream, tombstoneEventType } from '../../ports/reserved-names.js'

/** What an event is to a copy. */
export type EventClass =
  | 'event'
  /** Of a stream `$$name`. */
  | 'metadata'
  /** Ends its stream for ever. */
  | 'tombstone'
  /** What a log keeps about itself: its identity, and the marks of a copy. It is no part of what is copied. */
  | 'own'
  /** Of a server's own streams (`$stats…`), which no client writes. */
  | 'system'

/** Where a target notes what it is a copy of, and how far. No subject has a stream of this name. */
export const copyStream = 'annals.copy'

export const classOf = ({ stream, type }: Pick<RecordedEvent, 'stream' | 'type'>): EventClass => {
  const described = describedBy(stream)
  if (described === copyStream || described === identityStream) return 'own'
  if (described.startsWith('$')) return 'system'
  if (type === tombstoneEventType) return 'tombstone'
  return described === stream ? 'event' : 'metadata'
}
