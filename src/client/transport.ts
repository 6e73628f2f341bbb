import type {
  DiffQuery,
  HistoryQuery,
  Restored,
  SubjectState,
  VersionDiff,
  When,
  Written,
} from '../application/operations.js'
import type { EventInput, StoredEvent, Subject } from '../domain/event.js'
import type { RecordStateInput, RestoreInput } from '../domain/requests.js'
import type { ActivityQuery, EventFilter, StatsAnswer, StatsQuery, TransactionRow } from '../ports/read-models.js'

/** How a client's calls, checked already, get to a store. What it fails with is a ClientFailure. */
export interface Transport {
  readonly emit: (event: EventInput) => Promise<Written>
  readonly emitMany: (events: readonly EventInput[]) => Promise<readonly Written[]>
  /** Stores events, given as JSON texts with their ids (none where those are not known), all or none. */
  readonly deliver: (events: readonly string[], ids: readonly string[]) => Promise<void>
  readonly recordState: (subject: Subject, input: RecordStateInput) => Promise<Written>
  readonly restore: (subject: Subject, input: RestoreInput) => Promise<Restored>
  readonly stateAt: (subject: Subject, when: When) => Promise<SubjectState>
  readonly diff: (subject: Subject, query: DiffQuery) => Promise<VersionDiff>
  readonly history: (subject: Subject, query: Pick<HistoryQuery, 'include' | 'order'>) => ReadPage<StoredEvent>
  readonly activity: (query: Pick<ActivityQuery, 'sort' | 'order'> & Filter, after?: string) => ReadPage<StoredEvent>
  readonly live: (request: LiveRequest) => AsyncIterable<StoredEvent>
  readonly stats: (query: Omit<StatsQuery, 'tenant'>, after?: string) => Promise<StatsAnswer>
  readonly transaction: (id: string, after?: string) => ReadPage<StoredEvent, { readonly transaction: TransactionRow }>
}

export type Filter = Omit<EventFilter, 'tenant'>

/** `place` is the `next` of the page before. */
export type ReadPage<Item, More = unknown> = (place: unknown, limit: number) => Promise<ReadItems<Item> & More>
interface ReadItems<Item> {
  readonly items: readonly Item[]
  readonly next?: unknown
}

export interface LiveRequest extends Filter {
  readonly after?: string
  readonly signal: AbortSignal
  readonly onLost: (error: unknown) => void
}
