import type { Restored, SubjectState, VersionDiff } from '../application/operations.js'
import type { CaptureRule, CaptureRules, NotCaptured } from '../domain/capture-rules.js'
import type { EventInput, Party, Receipt, StoredEvent, Subject } from '../domain/event.js'
import type { RecordStateInput, RestoreInput } from '../domain/requests.js'
import type { RefusedLetter } from '../ports/spool.js'
import type { Backlog } from './delivery/delivery-options.js'
import type { Left } from './delivery/outbox.js'
import type { FilterField, StatsAnswer, StatsField, StatsInterval, TransactionRow } from '../ports/read-models.js'

/**
 * What an application asks of a store in one tenant, over HTTP or in process. What is missing in an event comes from the context (`withActor` and its like), its `id` and
 * `occurredAt` are made here. What is given is copied at once, trimmed and checked; every promise rejects with a ClientFailure. A write that was not answered is sent again with the same id, which the store keeps once.
 * Writes about one subject reach the store in the order of the calls; but with a spool a restore goes past what is spooled after it, until it is awaited.
 */
export interface AnnalsClient {
  /** One event; resolves once it is on the store's disk. */
  readonly emit: (event: EmitInput) => Promise<Recorded>
  /** 1 to 1,000 events, at most 8 MiB, all or none of them. */
  readonly emitMany: (events: readonly EmitInput[]) => Promise<readonly Recorded[]>
  /** "This is its state now": the store works out what changed. `state` is what JSON.stringify would make of it; null deletes. */
  readonly recordState: (subject: Subject, state: unknown, details?: StateDetails) => Promise<Recorded>
  /**
   * "It was this, now it is that": the difference is made here and it alone is sent; `before` follows where the store has no state of the subject yet. null stands for what is not there.
   * Rejects with DeltaMismatch where the store's state is not what it was before (unless `onMismatch` is `keep`), with NoStateToPatch where it was deleted there.
   */
  readonly recordChange: (
    subject: Subject,
    before: unknown,
    after: unknown,
    details?: ChangeDetails,
  ) => Promise<Recorded>
  /** Takes the subject back to a version or a time. */
  readonly restore: (subject: Subject, input: RestoreOptions) => Promise<Restored>
  /** The state at a `version`, `at` a time, or now. */
  readonly stateAt: (subject: Subject, when?: WhenOptions) => Promise<SubjectState>
  /** What changed between two versions; -1 stands for "before there was anything". */
  readonly diff: (subject: Subject, from: number, to: number) => Promise<VersionDiff>
  /** The subject's changes, read page by page as they are taken. */
  readonly history: (subject: Subject, options?: HistoryOptions) => AsyncIterable<StoredEvent>
  /** The feed, read page by page as it is taken. */
  readonly activity: (options?: ActivityOptions) => AsyncIterable<StoredEvent>
  /** The feed as it is made, from when the first event is asked for or behind `after`; without a gap or a duplicate however often the connection is lost. */
  readonly live: (options?: LiveOptions) => AsyncIterable<StoredEvent>
  readonly stats: (options?: StatsOptions) => Promise<StatsAnswer>
  /** One business operation with its events, by occurredAt. */
  readonly transaction: (transactionId: string, options?: AfterOptions) => Promise<Transaction>
  /**
   * One event that nobody waits for: it is copied, checked and taken at once, and sent with others. Throws InvalidInput; BufferFull where there is no room and calls do not wait for it.
   * A change that does not fit the store's state is kept as an activity, unless `onMismatch` says otherwise.
   */
  readonly emitSoon: (event: EmitInput) => Taken
  /** Resolves once all that was taken before has reached the store or was refused by it; after `limitMs` (10,000 by default) with how many have not. */
  readonly flush: (options?: FlushOptions) => Promise<{ readonly left: number }>
  /** What has not reached the store yet. */
  readonly backlog: () => Backlog
  /** What the store refused for good: all that the spool has; without one the last 1,000 events. */
  readonly refused: () => AsyncIterable<RefusedLetter>
  /** This client's own rules: what they leave out is not sent. The store has rules of its own. */
  readonly captureRules: () => CaptureRules
  /** Replaces them, once the store has recorded that as a change of `annals.client/<name>`; by the service of that name, unless the details or the context name an actor. */
  readonly setCaptureRules: (rules: CaptureRules, details?: StateDetails) => Promise<Recorded>
  /**
   * Ends what is under way, which then rejects with Closed, and takes nothing more. What was taken by `emitSoon` or is in the spool is given `limitMs` (5,000 by default) to reach the store. Resolves with what did not: the spool
   * keeps it for the next start, memory does not. A store in process stays open.
   */
  readonly close: (options?: FlushOptions) => Promise<Left>
}

export interface FlushOptions {
  readonly limitMs?: number | undefined
}

export interface Taken {
  /** The event's. */
  readonly id: string
  /** Where there was no room and calls wait: resolves once there is; rejects with Closed. */
  readonly ready: Promise<void> | undefined
  /** Where the client's own rules leave it out: it is not sent. The rules are recorded meanwhile. */
  readonly rule?: CaptureRule
}

/**
 * A receipt; or that nothing was stored: since nothing changes (`version`: the subject's, null where the store was not asked), or since rules for capture leave it out, the
 * client's own or the store's; or that it is durable in the spool.
 */
export type Recorded =
  | Receipt
  | { readonly id: string; readonly changed: false; readonly version: number | null }
  | { readonly id: string; readonly spooled: true }
  | (NotCaptured & { readonly id: string })

/** Keys that are undefined count as left out. */
type Loose<A> = { readonly [K in keyof A]: object extends Pick<A, K> ? A[K] | undefined : A[K] }
type Given<A> = Loose<
  Omit<A, 'actor' | 'occurredAt' | 'data'> & {
    /** Required unless the context has one. */
    readonly actor?: Party
    /** Now by default. */
    readonly occurredAt?: string | Date
    /** Any JSON value. */
    readonly data?: unknown
  }
>
export type EmitInput = Given<EventInput>
export type StateDetails = Given<Omit<RecordStateInput, 'state'>>
export type ChangeDetails = StateDetails
export type RestoreOptions = Given<Omit<RestoreInput, 'at'> & { readonly at?: string | Date }>

/** Times are RFC 3339 with an offset, or Dates. */
export interface WhenOptions {
  readonly version?: number | undefined
  readonly at?: string | Date | undefined
  /** Whether `at` is read as things happened (default) or as the store knew it. */
  readonly by?: 'occurred' | 'recorded' | undefined
}

export interface LimitOptions {
  /** How many events in all; unbounded by default. */
  readonly limit?: number | undefined
}

export interface HistoryOptions extends LimitOptions {
  /** `all`: the activities about it too. */
  readonly include?: 'changes' | 'all' | undefined
  readonly order?: 'asc' | 'desc' | undefined
}

/**
 * A field's values, of which one must hold; with `!` behind the name, none may: `{ verb: 'post.*', 'channel!': ['bulk', 'import'] }`. `*` at the end of a value makes it a prefix, `\*` there is the
 * character itself.
 */
export type FilterOptions = {
  readonly [Name in FilterField | `${FilterField}!`]?: string | readonly string[] | undefined
} & {
  /** occurredAt: at or after the one, before the other. */
  readonly since?: string | Date | undefined
  readonly until?: string | Date | undefined
}

export interface AfterOptions {
  /** A receipt's position: the answer has what was stored up to there. Rejects with ProjectionBehind where that takes more than 5 seconds. */
  readonly after?: string | undefined
}

export type ActivityOptions = FilterOptions &
  LimitOptions &
  AfterOptions & {
    readonly sort?: 'occurredAt' | 'position' | undefined
    /** `desc` by default. */
    readonly order?: 'asc' | 'desc' | undefined
  }

export type LiveOptions = FilterOptions & {
  /** An event's position: what is behind it comes first. `-1`: everything. */
  readonly after?: string | undefined
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
  /** The connection was lost; it is made again. */
  readonly onLost?: ((error: unknown) => void) | undefined
}

export type StatsOptions = FilterOptions &
  AfterOptions & {
    /** Up to two fields. */
    readonly groupBy?: readonly StatsField[] | undefined
    readonly interval?: StatsInterval | undefined
    /** An IANA name; UTC by default. */
    readonly timeZone?: string | undefined
    /** Groups: 1 to 1,000 (default). */
    readonly limit?: number | undefined
  }

export interface Transaction {
  /** When it began and ended, how many events it has. */
  readonly transaction: TransactionRow
  /** Read page by page as they are taken. */
  readonly events: AsyncIterable<StoredEvent>
}
