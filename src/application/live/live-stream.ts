import type { AnnalsError } from '../../domain/errors.js'
import type { StoredEvent } from '../../domain/event.js'
import type { EventFilter } from '../../ports/read-models.js'

export interface LiveQuery extends EventFilter {
  /** Everything behind this position (-1: from the beginning); without it, what comes behind the log's present end. */
  readonly after?: number
  /** Ends the stream without a word. */
  readonly signal: AbortSignal
  readonly bounds?: LiveBounds
}

/** What may wait for a client to take it before the client is too slow. One event always may. */
export interface LiveBounds {
  readonly unreadEvents: number
  readonly unreadBytes: number
}

export interface LiveStream {
  /** Everything behind this position comes, in the order of the log, each event once; -1: from the beginning. */
  readonly position: number
  /** The log's end when the stream was opened. */
  readonly end: number
  readonly batches: AsyncIterable<LiveBatch>
}

/** Whatever is not `Events` is the last one. */
export type LiveBatch =
  | { readonly _tag: 'Events'; readonly events: readonly LiveEvent[] }
  /** More waited than the bounds allow. All that came before it was told; the next stream can go on behind that. */
  | { readonly _tag: 'Slow' }
  /** The store closes. */
  | { readonly _tag: 'Closing' }
  | { readonly _tag: 'Failed'; readonly error: AnnalsError }

/** One object for all streams that it goes to. */
export interface LiveEvent {
  readonly position: number
  readonly event: StoredEvent
  /** The event's JSON, in one line. */
  readonly json: string
  /** Of its JSON as UTF-8. */
  readonly bytes: number
}
