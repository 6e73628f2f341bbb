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
