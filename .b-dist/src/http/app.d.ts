import type { Express } from 'express';
import type { HttpLogger } from './logger.js';
import type { RouterOptions } from './create-router.js';
export interface AppOptions extends RouterOptions {
    readonly logger: HttpLogger;
    /** In addition to the names of the machine itself; `*` for every host, where the server is reached by others and asks for tokens. */
    readonly allowedHosts?: readonly string[];
}
/** The server's whole application: `/v1`, `/healthz` and `/readyz` (which need no credential), security headers, one log line a request. */
export declare const createApp: (options: AppOptions) => Express;
