import type { AnnalsError, FieldIssue } from '../domain/errors.js';
import type { Subject } from '../domain/event.js';
export interface RemoteOptions {
    readonly fetch: typeof fetch;
    /** Where the API is mounted: `/v1/…` is put behind it. */
    readonly url: string;
    readonly token: string | undefined;
    /** Sent as `?tenant=` where it was chosen; otherwise the credential's own tenant is used. */
    readonly tenant: string | undefined;
}
export interface RequestOptions {
    readonly query?: URLSearchParams;
    readonly body?: unknown;
    /** The request may be sent again when its answer was lost (GETs always may). */
    readonly retry?: boolean;
}
export type RemoteRequest = <Answer>(method: 'GET' | 'POST', path: string, options: RequestOptions) => Promise<Answer>;
/** One request to the API: its JSON answer, or the problem it tells of as a CommandFailure. */
export declare const remoteRequest: ({ fetch, url, token, tenant }: RemoteOptions) => RemoteRequest;
interface ProblemMembers {
    readonly type?: string;
    readonly title?: string;
    readonly detail?: string;
    readonly errors?: readonly FieldIssue[];
    readonly field?: string;
    readonly limitBytes?: number;
    readonly id?: string;
    readonly subject?: Subject;
    readonly expected?: number;
    readonly actual?: number;
    readonly version?: number;
    readonly latest?: number;
    readonly paths?: readonly string[];
    readonly at?: string;
    readonly firstVersion?: number;
    readonly retryAfter?: number;
    readonly after?: string;
    readonly position?: string;
    readonly projection?: string;
}
/** The error that a problem (RFC 9457) tells of, by its type; undefined for one that only HTTP knows. */
export declare const problemToError: (problem: ProblemMembers | undefined) => AnnalsError | undefined;
export {};
