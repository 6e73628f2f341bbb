import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/**
 * The log: streams of recorded events, bytes in and bytes out, as EventStoreDB has them. It knows nothing of Annals' own events.
 *
 * Positions and revisions are safe integers. Positions increase over the whole log, with gaps; revisions of a stream
 * count from 0 without gaps. Every append is acknowledged only once it is durable.
 */
export interface EventLog extends EventLogReader {
  /** What this engine can do; the contract suite asserts the lesser guarantee where it cannot. */
  readonly capabilities: { readonly atomicAcrossStreams: boolean }
  /**
   * Appends to one stream, or to several, in this order. Expectations are checked for all before anything is written. Where
   * `atomicAcrossStreams` is declared, all or nothing is stored; elsewhere each stream is stored on its own, the first failure is answered, and
   * a retry with the same ids completes what is missing.
   *
   * A stream may be named more than once, so that events of several streams keep their order; it is then expected to be as the append leaves it until there.
   *
   * 1 to 2,000 events and at most 8 MiB in one append (`TooLarge`).
   */
  readonly append: (appends: readonly StreamAppend[]) => TaskEither<AppendError, AppendResult>
  /** Appends the metadata event (type `$metadata`) to `$$stream`: the whole new metadata, unknown keys included. */
  readonly setStreamMetadata: (
    stream: string,
    expected: ExpectedRevision,
    metadata: Readonly<Record<string, unknown>>,
  ) => TaskEither<AppendError, AppendResult>
  /** Ends a stream for ever: nothing can be read from it or appended to it again. */
  readonly tombstone: (stream: string, expected: ExpectedRevision) => TaskEither<AppendError, AppendResult>
}

/** Events in one append, over all its streams. */
export const maxAppendEvents = 2_000

export interface EventLogReader {
  /** Made with the log and kept for its life: cursors carry it. */
  readonly logId: string
  /**
   * Events of one stream, from `fromRevision` on (inclusive; forwards from the start and backwards from the end by default), at most `limit` (1 to 4,096)
   * and at most about 8 MiB, but at least one where there is one. Obeys the stream's `truncateBefore`, `maxCount` and `maxAge`.
   */
  readonly readStream: (
    stream: string,
    options: { readonly direction: Direction; readonly fromRevision?: number; readonly limit: number },
  ) => TaskEither<ReadError, StreamSlice>
  /**
   * Events of the whole log, metadata and tombstone events included, from a position on (inclusive), in the order of positions. At most `limit`
   * (1 to 4,096) and about 8 MiB, but at least one where there is one.
   */
  readonly readAll: (options: {
    readonly direction: Direction
    readonly fromPosition?: number
    readonly limit: number
  }) => TaskEither<ReadError, readonly RecordedEvent[]>
  /** The events at these positions (at most 1,000), in the order asked; positions that hold none are left out. */
  readonly readPositions: (positions: readonly number[]) => TaskEither<ReadError, readonly RecordedEvent[]>
  /** Events with this id in the order of positions, at most 32: ids are indexed, not unique. */
  readonly findById: (id: string) => TaskEither<ReadError, readonly RecordedEvent[]>
  /** The present metadata (the last event of `$$stream`), or its absence. */
  readonly streamMetadata: (stream: string) => TaskEither<ReadError, StreamMetadata>
  /** The position of the last event of the log; -1 when it is empty. */
  readonly head: () => TaskEither<ReadError, number>
  /**
   * All events after a position (-1: from the start), then what is appended, as it becomes durable, without a gap or a duplicate between the
   * two. Ends when the signal aborts; throws (an Error whose `cause` is a ReadError) when the log cannot be read. A slow consumer is waited for.
   */
  readonly follow: (options: {
    readonly after: number
    readonly maxBatchEvents: number
    readonly signal: AbortSignal
  }) => AsyncIterable<FollowBatch>
}

export type Direction = 'forwards' | 'backwards'

export interface RecordedEvent {
  readonly stream: string
  readonly revision: number
  readonly position: number
  /** A UUID in lower case. */
  readonly id: string
  readonly type: string
  readonly isJson: boolean
  readonly data: Uint8Array
  readonly metadata: Uint8Array
  /** When the log stored it, in ms since the epoch. */
  readonly created: number
}

export interface NewEvent {
  readonly id: string
  readonly type: string
  readonly isJson: boolean
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

/** What the stream's last revision must be: it has no events, anything, at least one event (or metadata of its own), or exactly this. */
export type ExpectedRevision = 'none' | 'any' | 'exists' | number

export interface StreamAppend {
  readonly stream: string
  readonly expected: ExpectedRevision
  /** At least one. */
  readonly events: readonly NewEvent[]
}

export interface AppendResult {
  /** One for each StreamAppend, in order. */
  readonly streams: readonly {
    readonly stream: string
    readonly firstRevision: number
    readonly lastRevision: number
  }[]
  /** That of the last event of the append. */
  readonly position: number
}

export interface StreamSlice {
  readonly events: readonly RecordedEvent[]
  /** The stream's last revision, -1 where it has never had an event. */
  readonly lastRevision: number
  /** The first revision that may still be read (0 where nothing was cut off). */
  readonly firstRevision: number
}

export interface StreamMetadata {
  /** The revision of the metadata stream; -1 where there is no metadata. */
  readonly revision: number
  /** As it was set, whole. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** `$tb`, `$maxCount`, `$maxAge` (seconds) read out of it. */
  readonly truncateBefore?: number
  readonly maxCount?: number
  readonly maxAgeSeconds?: number
  readonly tombstoned: boolean
}

export interface FollowBatch {
  /** In the order of positions; may be empty when `caughtUp` is what there is to say. */
  readonly events: readonly RecordedEvent[]
  /** Everything up to and including this position has been delivered. */
  readonly position: number
  /** Nothing more was there when this was read. */
  readonly caughtUp: boolean
}

export type AppendError =
  | {
      readonly _tag: 'WrongExpectedRevision'
      readonly stream: string
      readonly expected: ExpectedRevision
      /** The stream's last revision; -1 where it has no event. */
      readonly actual: number
    }
  | { readonly _tag: 'StreamTombstoned'; readonly stream: string }
  | { readonly _tag: 'TooLarge'; readonly what: 'events' | 'bytes'; readonly limit: number }
  | { readonly _tag: 'InvalidAppend'; readonly reason: string }
  /** The queue is full; nothing was taken. */
  | { readonly _tag: 'QueueFull'; readonly limit: number }
  /** The log cannot take appends now. Whether this one was stored is not known; the same ids may be sent again. */
  | { readonly _tag: 'LogUnavailable'; readonly reason: string }

export type ReadError =
  | { readonly _tag: 'StreamTombstoned'; readonly stream: string }
  | { readonly _tag: 'LogUnavailable'; readonly reason: string }
  /** A stored row does not match its digest. */
  | { readonly _tag: 'CorruptRow'; readonly stream: string; readonly revision: number; readonly position: number }
