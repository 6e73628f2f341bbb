import type {
  CaptureState,
  Operations,
  Restored,
  SubjectState,
  TransactionPage,
  VersionDiff,
  When,
  Written,
} from '../application/operations.js'
import type { CaptureRules } from '../domain/capture-rules.js'
import { invalidInput } from '../domain/errors.js'
import type { EventInput, StoredEvent, Subject } from '../domain/event.js'
import type { RecordStateInput, RestoreInput } from '../domain/requests.js'
import { parseTime } from '../domain/time.js'
import type {
  ActivityQuery,
  CallsAnswer,
  CallsQuery,
  FacetsQuery,
  FacetValue,
  FeedPlace,
  FilterField,
  Page,
  StatsAnswer,
  StatsQuery,
  SubjectRow,
  SubjectsQuery,
} from '../ports/read-models.js'
import { AnnalsFailure, orThrow } from './annals-failure.js'
import { detached } from './detached.js'
import { exportedEvents, liveEvents } from './tenant-streams.js'
import type { ExportInput, LiveInput } from './tenant-streams.js'

/** What can be done in one tenant, as the HTTP API has it. Every promise rejects with an AnnalsFailure. What is given and what is answered are copies. */
export interface TenantApi {
  readonly emit: (event: EventInput) => Promise<Written>
  readonly emitMany: (events: readonly EventInput[]) => Promise<readonly Written[]>
  readonly recordState: (subject: Subject, input: RecordStateInput) => Promise<Written>
  readonly restore: (subject: Subject, input: RestoreInput) => Promise<Restored>
  /** What is kept of what is sent, and since when. */
  readonly captureRules: () => Promise<CaptureState>
  /** Replaces the rules, at once and across restarts; the change is an event about `annals.capture/rules`. */
  readonly setCaptureRules: (input: CaptureRulesInput) => Promise<Written>
  readonly event: (id: string) => Promise<StoredEvent>
  /** At a `version`, `at` a time (RFC 3339 or a Date), or now. */
  readonly stateAt: (subject: Subject, when?: WhenInput) => Promise<SubjectState>
  readonly history: (subject: Subject, query?: HistoryInput) => Promise<Page<StoredEvent>>
  readonly diff: (subject: Subject, from: number, to: number) => Promise<VersionDiff>
  readonly activity: (query?: Omitted<ActivityQuery>) => Promise<Page<StoredEvent, FeedPlace>>
  /** The events that a filter lets through, as they are stored from now on, in the order of the log; without a gap however long each takes. */
  readonly live: (query?: LiveInput) => AsyncIterable<StoredEvent>
  /** All that a filter lets through, of any size, as far as the feed has got; read as it is taken. */
  readonly export: (query?: ExportInput) => AsyncIterable<StoredEvent>
  readonly stats: (query?: Omitted<StatsQuery>) => Promise<StatsAnswer>
  /** The values of a field with their counts, the most frequent first. */
  readonly facets: (field: FilterField, query?: Omitted<Omit<FacetsQuery, 'field'>>) => Promise<Page<FacetValue>>
  readonly subjects: (query?: Omitted<SubjectsQuery>) => Promise<Page<SubjectRow>>
  readonly transaction: (transactionId: string, query?: PageInput<FeedPlace>) => Promise<TransactionPage>
  /** Calls by service and operation over days of UTC, with percentiles of how long they took. */
  readonly calls: (query?: Omitted<CallsQuery>) => Promise<CallsAnswer>
  /** Resolves once the projections have reached a receipt's position. */
  readonly waitFor: (position: string) => Promise<void>
}

export type CaptureRulesInput = Omit<RecordStateInput, 'state'> & { readonly rules: CaptureRules }

/** A query of the read models, its tenant given and the rest with defaults. */
type Omitted<Query> = Partial<Omit<Query, 'tenant'>>
interface PageInput<Place> {
  readonly from?: Place
  /** 1 to 1,000; 50 by default. */
  readonly limit?: number
}
export interface HistoryInput extends PageInput<string> {
  readonly include?: 'changes' | 'all'
  readonly order?: 'asc' | 'desc'
}
export interface WhenInput {
  readonly version?: number
  readonly at?: string | Date
  readonly by?: 'occurred' | 'recorded'
}

const defaultLimit = 50

export const tenantApi = (operations: Operations, tenant: string): TenantApi => ({
  emit: (event) => orThrow(operations.emit(tenant, detached(event))),
  emitMany: (events) => orThrow(operations.emitMany(tenant, detached(events))),
  recordState: (subject, input) => orThrow(operations.recordState(tenant, detached(subject), detached(input))),
  restore: async (subject, input) =>
    detached(await orThrow(operations.restore(tenant, detached(subject), detached(input)))),
  captureRules: async () => detached(await orThrow(operations.captureRules(tenant))),
  setCaptureRules: (input) => orThrow(operations.setCaptureRules(tenant, detached(input))),
  event: (id) => orThrow(operations.eventById(tenant, id)),
  stateAt: async (subject, when) => detached(await orThrow(operations.stateAt(tenant, subject, whenOf(when)))),
  history: (subject, query) =>
    orThrow(operations.history(tenant, subject, { include: 'changes', order: 'asc', limit: defaultLimit, ...query })),
  diff: async (subject, from, to) => detached(await orThrow(operations.diff(tenant, subject, { from, to }))),
  activity: (query) =>
    orThrow(
      operations.activity({ fields: {}, sort: 'occurredAt', order: 'desc', limit: defaultLimit, ...query, tenant }),
    ),
  live: (query = {}) => liveEvents(operations, tenant, query),
  export: (query = {}) => exportedEvents(operations, tenant, query),
  stats: (query) =>
    orThrow(operations.stats({ fields: {}, groupBy: [], timeZone: 'UTC', limit: 1_000, ...query, tenant })),
  facets: (field, query) =>
    orThrow(operations.facets({ fields: {}, prefix: '', limit: defaultLimit, ...query, field, tenant })),
  subjects: (query) => orThrow(operations.subjects({ limit: defaultLimit, ...query, tenant })),
  transaction: (transactionId, query) =>
    orThrow(operations.transaction(tenant, transactionId, { limit: defaultLimit, ...query })),
  calls: (query) => orThrow(operations.calls({ limit: 1_000, ...query, tenant })),
  waitFor: async (position) => {
    if (!/^\d{1,16}$/.test(position)) throw new AnnalsFailure(invalidInput('position', "must be a receipt's position"))
    await orThrow(operations.waitFor(Number(position)))
  },
})

const whenOf = (when: WhenInput | undefined): When => {
  if (when?.version !== undefined) return { _tag: 'Version', version: when.version }
  if (when?.at === undefined) return { _tag: 'Now' }
  const at = when.at instanceof Date ? when.at.getTime() : parseTime(when.at)
  if (at === undefined || Number.isNaN(at))
    throw new AnnalsFailure(invalidInput('at', 'must be an RFC 3339 time with an offset'))
  return { _tag: 'At', at, by: when.by ?? 'occurred' }
}
