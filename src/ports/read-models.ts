import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Party, StoredEvent } from '../domain/event.js'
import type { Json } from '../domain/json.js'
import type { Pattern } from '../domain/pattern.js'

/** What the projections have made of the log so far, as far as their checkpoints say. Every query runs in one tenant. */
export interface ReadModels extends Feed {
  readonly subjects: (query: SubjectsQuery) => TaskEither<QueryError, Page<SubjectRow>>
  readonly transaction: (tenant: string, transactionId: string) => TaskEither<QueryError, TransactionRow | undefined>
  readonly calls: (query: CallsQuery) => TaskEither<QueryError, CallsAnswer>
  /** Any projection's rows: equality filters on its columns, in the order of its key. */
  readonly rows: (query: RowsQuery) => TaskEither<QueryError, Page<Readonly<Record<string, Json>>>>
  readonly status: () => readonly ProjectionStatus[]
  readonly feedIndexSize: () => TaskEither<QueryError, FeedIndexSize>
  /** Resolves true once all projections have reached the position, false when that took longer than the time. */
  readonly waitFor: (position: number, timeoutMs: number) => Promise<boolean>
  /** Starts a rebuild beside the live rows; `unknown` projection or one that is running already is said. */
  readonly rebuild: (projection: string) => TaskEither<QueryError, void>
}

/** Feed, statistics and facets: one contract, whatever answers it. */
export interface Feed {
  readonly activity: (query: ActivityQuery) => TaskEither<QueryError, Page<StoredEvent, FeedPlace>>
  readonly stats: (query: StatsQuery) => TaskEither<QueryError, StatsAnswer>
  readonly facets: (query: FacetsQuery) => TaskEither<QueryError, Page<FacetValue>>
}

/** The projection that the feed is read from, by its name in `status`. */
export const feedProjection = 'activity'

export interface FeedIndexSize {
  readonly segments: number
  /** Of segments, deleted ones included, and of the tail. */
  readonly rows: number
  /** Of segments: their columns and lists. */
  readonly bytes: number
}

export const filterFields = [
  'subjectType',
  'subjectId',
  'actorType',
  'actorId',
  'affects',
  'verb',
  'channel',
  'org',
  'outcome',
  'kind',
  'transactionId',
  'path',
] as const
export type FilterField = (typeof filterFields)[number]

export type { Pattern } from '../domain/pattern.js'

/**
 * One field's condition: the value is one of `anyOf` (where given) and none of `noneOf`. An event that lacks the field meets no `anyOf` and every `noneOf`.
 * `affects` compares the id of the party; `path` any of the changed paths (`noneOf`: no changed path matches).
 */
export interface FieldFilter {
  readonly anyOf?: readonly Pattern[]
  readonly noneOf?: readonly Pattern[]
}

export interface EventFilter {
  readonly tenant: string
  readonly fields: Readonly<Partial<Record<FilterField, FieldFilter>>>
  /** occurredAt in ms since the epoch: inclusive, exclusive. */
  readonly since?: number
  readonly until?: number
}

/** Each value of a filter is looked up wherever it may be. */
const maxFilterValues = 400

/** What is wrong with a filter that has too many values, those of all its fields together; undefined where it has not. */
export const filterTooLarge = ({ fields }: Pick<EventFilter, 'fields'>): string | undefined => {
  const count = Object.values(fields).reduce(
    (sum, { anyOf = [], noneOf = [] }) => sum + anyOf.length + noneOf.length,
    0,
  )
  return count > maxFilterValues
    ? `the filter has ${count} values: at most ${maxFilterValues} can be asked for`
    : undefined
}

/** A place between two events of the feed: `occurredAt` in ms (also when sorted by position). */
export interface FeedPlace {
  readonly occurredAt: number
  readonly position: number
}

export interface ActivityQuery extends EventFilter {
  readonly sort: 'occurredAt' | 'position'
  readonly order: 'asc' | 'desc'
  /** Only what comes behind this place in the given order. */
  readonly from?: FeedPlace
  /** 1 to 1,000. A page also ends at about 16 MiB. */
  readonly limit: number
}

export const statsFields = ['verb', 'actor', 'channel', 'subjectType', 'outcome'] as const
export type StatsField = (typeof statsFields)[number]
export const statsIntervals = ['minute', 'hour', 'day', 'week', 'month'] as const
export type StatsInterval = (typeof statsIntervals)[number]

export interface StatsQuery extends EventFilter {
  /** None, one or two different fields. */
  readonly groupBy: readonly StatsField[]
  readonly interval?: StatsInterval
  /** Time folded into one week, in place of groups and of an interval: an item for each hour of a weekday. */
  readonly cycle?: 'week'
  /** An IANA name; weeks begin on Monday. */
  readonly timeZone: string
  /** 1 to 1,000 groups (a group is one value or pair of values, in one interval). */
  readonly limit: number
}

export interface StatsAnswer {
  /**
   * Without interval: largest count first, ties by the values in the order of `groupBy` (a missing one first, texts by code point).
   * With one: in the order of time, then as before. An interval without events has no item.
   * With a cycle: from Monday at 0 to Sunday at 23.
   */
  readonly items: readonly StatsItem[]
  /** All events that meet the filter, those of left-out groups too. */
  readonly total: number
  /** There were more groups than `limit`. */
  readonly truncated?: true
}

export interface StatsItem {
  readonly verb?: string
  readonly actor?: Party
  readonly channel?: string | null
  readonly subjectType?: string
  readonly outcome?: 'success' | 'failure'
  /** With a cycle: 1 (Monday) to 7, and 0 to 23, as clocks show them. `from` and `to` are then the last such hour that has events. */
  readonly weekday?: number
  readonly hour?: number
  /** The interval: UTC with milliseconds, inclusive and exclusive; not cut at `since` and `until`. */
  readonly from?: string
  readonly to?: string
  readonly count: number
}

/** Which values a field has among the events that meet a filter; what an event lacks is no value. */
export interface FacetsQuery extends EventFilter {
  readonly field: FilterField
  /** Values that begin with it alone. */
  readonly prefix: string
  /** Only what comes behind this place: the largest count comes first, ties by the value (texts by code point). */
  readonly from?: string
  /** 1 to 1,000. */
  readonly limit: number
}

export interface FacetValue {
  readonly value: string
  readonly count: number
}

export interface Page<Item, Place = string> {
  readonly items: readonly Item[]
  /** Where the next page begins; absent on the last one. */
  readonly next?: Place
}

export interface SubjectsQuery {
  readonly tenant: string
  readonly type?: string
  readonly deleted?: boolean
  readonly from?: string
  readonly limit: number
}

export interface SubjectRow {
  readonly subject: { readonly type: string; readonly id: string }
  readonly version: number
  readonly deleted: boolean
  readonly firstChangeAt: string
  readonly lastChangeAt: string
  readonly lastActor: Party
  readonly lastVerb: string
}

export interface TransactionRow {
  readonly transactionId: string
  readonly startedAt: string
  readonly endedAt: string
  readonly events: number
  readonly changes: number
  readonly failures: number
}

/** Calls by what was called, over whole days of UTC. */
export interface CallsQuery {
  readonly tenant: string
  /** Days as `2026-11-23`: inclusive, exclusive. */
  readonly sinceDay?: string
  readonly untilDay?: string
  readonly direction?: 'in' | 'out'
  readonly service?: string
  readonly operation?: string
  /** 1 to 1,000. */
  readonly limit: number
}

export interface CallsAnswer {
  /** Largest count first, ties by direction, service and operation. */
  readonly items: readonly CallsItem[]
  /** Calls, those of left-out items too. */
  readonly total: number
  readonly truncated?: true
}

export interface CallsItem {
  readonly direction: 'in' | 'out'
  readonly service: string
  readonly operation: string
  readonly count: number
  readonly errors: number
  /** The verb that its last day ended with. */
  readonly lastVerb: string
  /** Of those that say how long they took; absent where none does. */
  readonly duration?: CallDurations
}

/** Percentiles in ms, by nearest rank: at most so long and, from 5 ms on, not less than 4/5 of it. 2^53 - 1: longer than 30 days. */
export interface CallDurations {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface RowsQuery {
  readonly tenant: string
  readonly projection: string
  readonly table?: string
  readonly where: Readonly<Record<string, string>>
  readonly from?: string
  readonly limit: number
}

export interface ProjectionStatus {
  readonly name: string
  readonly version: number
  readonly state: 'live' | 'catching-up' | 'rebuilding' | 'failed'
  /** Decimal; `-1` before the first event. */
  readonly position: string
  /** Positions between it and the end of the log; 0 when it has read everything. */
  readonly lag: number
  /** Events of Annals' own that could not be decoded and were left out. */
  readonly undecodable: number
  /** The last of them that is kept (the first 1,000 are), with the reason. */
  readonly lastUndecodable?: { readonly position: string; readonly stream: string; readonly reason: string }
  readonly error?: string
  readonly rebuild?: { readonly position: string; readonly target: string; readonly fraction: number }
  /** What the comparison of the last rebuild found. */
  readonly lastRebuild?: {
    readonly finishedAt: string
    readonly rows: number
    readonly differences: number
    readonly durationMs: number
  }
}

export type QueryError =
  | { readonly _tag: 'UnknownProjection'; readonly projection: string }
  | { readonly _tag: 'UnknownColumn'; readonly column: string }
  | { readonly _tag: 'UnknownTable'; readonly table: string }
  | { readonly _tag: 'BadPlace' }
  /** `field`: what to ask for less of; empty where it is the filter. */
  | { readonly _tag: 'TooExpensive'; readonly field: string; readonly detail: string }
  | { readonly _tag: 'RebuildRunning'; readonly projection: string }
  | { readonly _tag: 'ReadModelUnavailable'; readonly reason: string }
