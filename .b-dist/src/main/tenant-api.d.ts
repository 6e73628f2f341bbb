import type { Restored, SubjectState, TransactionPage, VersionDiff, Written } from '../application/operations.js';
import type { EventInput, StoredEvent, Subject } from '../domain/event.js';
import type { RecordStateInput, RestoreInput } from '../domain/requests.js';
import type { Page, StatsAnswer, SubjectRow } from '../ports/read-models.js';
/** Parameters as the HTTP API takes them, by their names: `{ verb: ['post.*'], 'channel!': 'bulk', since: '2026-04-01T00:00:00Z', limit: 100 }`. */
export type QueryParameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
/** Lists answer a page; `next` is the `cursor` of the following one, null on the last. */
export interface ListPage<Item> {
    readonly items: readonly Item[];
    readonly next: string | null;
}
/** What can be done in one tenant. Every promise rejects with an AnnalsFailure. */
export interface TenantApi {
    readonly emit: (event: EventInput) => Promise<Written>;
    readonly emitMany: (events: readonly EventInput[]) => Promise<readonly Written[]>;
    readonly recordState: (subject: Subject, input: RecordStateInput) => Promise<Written>;
    readonly restore: (subject: Subject, input: RestoreInput) => Promise<Restored>;
    readonly event: (id: string) => Promise<StoredEvent>;
    /** `{ version }`, `{ at, by }` or, for the present state, nothing. */
    readonly stateAt: (subject: Subject, when?: {
        readonly version?: number;
        readonly at?: string | Date;
        readonly by?: 'occurred' | 'recorded';
    }) => Promise<SubjectState>;
    readonly history: (subject: Subject, query?: QueryParameters) => Promise<ListPage<StoredEvent>>;
    readonly diff: (subject: Subject, from: number, to: number) => Promise<VersionDiff>;
    readonly activity: (query?: QueryParameters) => Promise<ListPage<StoredEvent>>;
    readonly stats: (query?: QueryParameters) => Promise<StatsAnswer>;
    readonly subjects: (query?: QueryParameters) => Promise<ListPage<SubjectRow>>;
    readonly transaction: (transactionId: string, query?: QueryParameters) => Promise<TransactionPage>;
    /** Resolves once the projections have reached a receipt's position. */
    readonly waitFor: (position: string) => Promise<void>;
}
export declare const tenantApi: (page: Page<unknown>) => TenantApi;
