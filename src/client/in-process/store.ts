import type {
  DiffQuery,
  HistoryQuery,
  Restored,
  SubjectState,
  TransactionPage,
  VersionDiff,
  Written,
} from '../../application/operations.js'
import type { EventInput, StoredEvent, Subject } from '../../domain/event.js'
import type { RecordStateInput, RestoreInput } from '../../domain/requests.js'
import type { ActivityQuery, FeedPlace, Page, StatsAnswer, StatsQuery } from '../../ports/read-models.js'
import type { Filter } from '../transport.js'

/** What a client needs of a store in its own process: what `openAnnals` gives, and its `inTenant`. */
export interface Store {
  readonly emit: (event: EventInput) => Promise<Written>
  readonly emitMany: (events: readonly EventInput[]) => Promise<readonly Written[]>
  readonly recordState: (subject: Subject, input: RecordStateInput) => Promise<Written>
  readonly restore: (subject: Subject, input: RestoreInput) => Promise<Restored>
  readonly stateAt: (subject: Subject, when: StoreWhen) => Promise<SubjectState>
  readonly diff: (subject: Subject, from: DiffQuery['from'], to: DiffQuery['to']) => Promise<VersionDiff>
  readonly history: (subject: Subject, query: HistoryQuery) => Promise<Page<StoredEvent>>
  readonly activity: (query: Omit<ActivityQuery, 'tenant'>) => Promise<Page<StoredEvent, FeedPlace>>
  readonly live: (
    query: Filter & { readonly after?: string; readonly signal?: AbortSignal },
  ) => AsyncIterable<StoredEvent>
  readonly stats: (query: Omit<StatsQuery, 'tenant'>) => Promise<StatsAnswer>
  readonly transaction: (
    transactionId: string,
    query: { readonly from?: FeedPlace; readonly limit: number },
  ) => Promise<TransactionPage>
  readonly waitFor: (position: string) => Promise<void>
}

interface StoreWhen {
  readonly version?: number
  readonly at?: Date
  readonly by?: 'occurred' | 'recorded'
}
