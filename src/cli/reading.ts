import type {
  CaptureState,
  DiffQuery,
  Restored,
  SubjectState,
  VersionDiff,
  When,
  Written,
} from '../application/operations.js'
import type { StoredEvent, Subject } from '../domain/event.js'
import type {
  ActivityQuery,
  EventFilter,
  FacetsQuery,
  FacetValue,
  ProjectionStatus,
  StatsAnswer,
  StatsQuery,
  SubjectRow,
  TransactionRow,
} from '../ports/read-models.js'

/** What the reading commands need, over a data folder or over HTTP; each in the one tenant that it was opened for. Failures are CommandFailures. */
export interface Reading {
  readonly state: (subject: Subject, when: When) => Promise<SubjectState>
  readonly history: (subject: Subject, query: HistoryRequest) => AsyncIterable<StoredEvent>
  readonly diff: (subject: Subject, query: DiffQuery) => Promise<VersionDiff>
  readonly activity: (query: ActivityRequest) => AsyncIterable<StoredEvent>
  /** As it happens, in the order of the log, until the signal aborts. */
  readonly live: (query: FollowRequest) => AsyncIterable<StoredEvent>
  /** Rows, then the end: what ends without one has thrown. */
  readonly export: (query: ExportRequest) => AsyncIterable<ExportItem>
  readonly stats: (query: StatsRequest) => Promise<StatsAnswer>
  readonly facets: (query: FacetsRequest) => AsyncIterable<FacetValue>
  readonly subjects: (query: SubjectsRequest) => AsyncIterable<SubjectRow>
  /** `limit` undefined: all its events. */
  readonly transaction: (id: string, limit: number | undefined) => Promise<TransactionStory>
  readonly captureRules: () => Promise<CaptureState>
  readonly projections: () => Promise<readonly ProjectionStatus[]>
  readonly close: () => Promise<void>
}

export interface Writing extends Reading {
  readonly emit: (input: unknown) => Promise<Written>
  /** Validated whole before anything is appended. */
  readonly emitMany: (inputs: readonly unknown[]) => Promise<readonly Written[]>
  readonly setCaptureRules: (input: unknown) => Promise<Written>
  readonly restore: (subject: Subject, input: unknown) => Promise<Restored>
  readonly rebuild: (projection: string) => Promise<void>
}

export interface TransactionStory {
  readonly transaction: TransactionRow
  /** By occurredAt, then position. */
  readonly events: AsyncIterable<StoredEvent>
}

/** `limit` undefined: all there are. */
export interface HistoryRequest {
  readonly include: 'changes' | 'all'
  readonly order: 'asc' | 'desc'
  readonly limit: number | undefined
}
export type ActivityRequest = Omit<ActivityQuery, 'tenant' | 'from' | 'limit'> & { readonly limit: number | undefined }
export type FacetsRequest = Omit<FacetsQuery, 'tenant' | 'from' | 'limit'> & { readonly limit: number | undefined }
/** From the present end of the log, or behind a position. */
export interface FollowRequest extends Omit<EventFilter, 'tenant'> {
  readonly after?: number
  readonly signal: AbortSignal
  /** The connection is lost; it is made again. */
  readonly onLost: (reason: string) => void
}
export interface ExportRequest extends Omit<EventFilter, 'tenant'> {
  readonly sort: ActivityQuery['sort']
  readonly order: ActivityQuery['order']
  readonly limit?: number
  /** Of a row: goes on behind it. */
  readonly cursor?: string
}
export type ExportItem = { readonly _tag: 'Row'; readonly event: StoredEvent; readonly cursor: string } | ExportEnd
export interface ExportEnd {
  readonly _tag: 'End'
  readonly rows: number
  readonly position: string
  readonly next: string | null
}
export type StatsRequest = Omit<StatsQuery, 'tenant'>
export interface SubjectsRequest {
  readonly type?: string
  readonly deleted?: boolean
  readonly limit: number | undefined
}
