import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnnalsError } from '../domain/errors.js'
import type { CaptureRules, NotCaptured } from '../domain/capture-rules.js'
import type { Receipt, StoredEvent, Subject, Unchanged } from '../domain/event.js'
import type { Delta, ValueChange } from '../domain/delta.js'
import type { Json, State } from '../domain/json.js'
import type {
  ActivityQuery,
  CallsAnswer,
  CallsQuery,
  FacetsQuery,
  FacetValue,
  FeedPlace,
  Page,
  ProjectionStatus,
  RowsQuery,
  StatsAnswer,
  StatsQuery,
  SubjectRow,
  SubjectsQuery,
  TransactionRow,
} from '../ports/read-models.js'
import type { ActivityExport, ExportQuery } from './activity-export.js'
import type { StoreStatus, TenantStatus } from './store-status.js'
import type { LiveQuery, LiveStream } from './live/live-stream.js'

export type { RecordStateInput, RestoreInput } from '../domain/requests.js'

/**
 * Everything Annals does, one operation a use case, each in exactly one tenant. What enters from outside as `unknown` is decoded here, once;
 * HTTP, the command line and the in-process object are thin faces of this record.
 */
export interface Operations {
  /** One event (decoded as EventInput). */
  readonly emit: (tenant: string, input: unknown) => TaskEither<AnnalsError, Written>
  /** 1 to 1,000 events, at most 8 MiB: validated whole before anything is appended. Issues name the item: `/3/verb`. */
  readonly emitMany: (tenant: string, input: unknown) => TaskEither<AnnalsError, readonly Written[]>
  /** "This is its state now" (decoded as RecordStateInput); a null state deletes. */
  readonly recordState: (
    tenant: string,
    subject: Subject,
    input: unknown,
    match?: VersionMatch,
  ) => TaskEither<AnnalsError, Written>
  readonly restore: (
    tenant: string,
    subject: Subject,
    input: unknown,
    match?: VersionMatch,
  ) => TaskEither<AnnalsError, Restored>
  /** What is kept of what is sent, by subject type, verb and channel. */
  readonly captureRules: (tenant: string) => TaskEither<AnnalsError, CaptureState>
  /** Replaces the rules: an event of its own, `{ rules, actor, … }` with all that RecordStateInput has besides the state. */
  readonly setCaptureRules: (tenant: string, input: unknown, match?: VersionMatch) => TaskEither<AnnalsError, Written>
  readonly eventById: (tenant: string, id: string) => TaskEither<AnnalsError, StoredEvent>
  readonly stateAt: (tenant: string, subject: Subject, when: When) => TaskEither<AnnalsError, SubjectState>
  readonly history: (
    tenant: string,
    subject: Subject,
    query: HistoryQuery,
  ) => TaskEither<AnnalsError, Page<StoredEvent>>
  readonly diff: (tenant: string, subject: Subject, query: DiffQuery) => TaskEither<AnnalsError, VersionDiff>
  readonly activity: (query: ActivityQuery) => TaskEither<AnnalsError, Page<StoredEvent, FeedPlace>>
  /** The feed as it is being made, in the order of the log. */
  readonly live: (query: LiveQuery) => TaskEither<AnnalsError, LiveStream>
  /** All that a filter lets through, of any size, as far as the log has got by now. */
  readonly exportActivity: (query: ExportQuery) => TaskEither<AnnalsError, ActivityExport>
  readonly stats: (query: StatsQuery) => TaskEither<AnnalsError, StatsAnswer>
  /** The values that a field has, and how often, among the events that meet a filter. */
  readonly facets: (query: FacetsQuery) => TaskEither<AnnalsError, Page<FacetValue>>
  readonly subjects: (query: SubjectsQuery) => TaskEither<AnnalsError, Page<SubjectRow>>
  readonly transaction: (
    tenant: string,
    transactionId: string,
    query: TransactionQuery,
  ) => TaskEither<AnnalsError, TransactionPage>
  /** Calls by service and operation, with how long they took. */
  readonly calls: (query: CallsQuery) => TaskEither<AnnalsError, CallsAnswer>
  readonly projectionRows: (query: RowsQuery) => TaskEither<AnnalsError, Page<Readonly<Record<string, Json>>>>
  readonly projections: () => readonly ProjectionStatus[]
  readonly rebuild: (projection: string) => TaskEither<AnnalsError, void>
  /** Waits (at most 5 s) until the projections have reached a position: `ProjectionBehind` otherwise. */
  readonly waitFor: (position: number) => TaskEither<AnnalsError, void>
  readonly readiness: () => TaskEither<AnnalsError, Readiness>
  /** How the store fares: what a tenant recorded of late, and what was refused. */
  readonly status: (tenant: string) => TenantStatus
  /** The same of the whole store, all tenants together. */
  readonly storeStatus: () => Promise<StoreStatus>
  /** The log's own id, for cursors. */
  readonly logId: string
}

/** A receipt; or that nothing was stored, since nothing changed or since the rules for capture leave it out. */
export type Written = Receipt | ((Unchanged | NotCaptured) & { readonly id: string })

/** The rules and the version of the record that they are: -1, and null, where there have never been any. */
export interface CaptureState {
  readonly rules: CaptureRules
  readonly version: number
  readonly recordedAt: string | null
}

/** If-Match and If-None-Match, which fail as `PreconditionFailed` where a body's `expectedVersion` fails as `VersionConflict`. */
export type VersionMatch = { readonly _tag: 'IfMatch'; readonly version: number } | { readonly _tag: 'IfNoneMatch' }

export type Restored =
  (Receipt & RestoreDetails) | ({ readonly dryRun: true; readonly version: number } & RestoreDetails) | Unchanged
export interface RestoreDetails {
  readonly changes: readonly ValueChange[]
  readonly restoredFrom: { readonly version: number }
  readonly skippedPaths: readonly string[]
}

export type When =
  | { readonly _tag: 'Now' }
  | { readonly _tag: 'Version'; readonly version: number }
  /** `at` in ms since the epoch: the last version whose effectiveAt (or recordedAt) is at or before it. */
  | { readonly _tag: 'At'; readonly at: number; readonly by: 'occurred' | 'recorded' }

export interface SubjectState {
  readonly subject: Subject
  readonly version: number
  readonly state: State | null
  readonly deleted: boolean
  readonly occurredAt: string
  readonly recordedAt: string
}

export interface HistoryQuery {
  readonly include: 'changes' | 'all'
  readonly order: 'asc' | 'desc'
  /** Opaque: the last page's `next`. */
  readonly from?: string
  readonly limit: number
}

/** Versions; -1 stands for "before there was anything". */
export interface DiffQuery {
  readonly from: number
  readonly to: number
}

export interface VersionDiff {
  readonly from: number
  readonly to: number
  /** null where both are the same, or where one side has no state (then `changes` tells the whole story). */
  readonly delta: Delta | null
  readonly changes: readonly ValueChange[]
}

export interface TransactionQuery {
  readonly from?: FeedPlace
  readonly limit: number
}

export interface TransactionPage extends Page<StoredEvent, FeedPlace> {
  readonly transaction: TransactionRow
}

export interface Readiness {
  readonly ready: boolean
  readonly reasons: readonly string[]
}
