import type { Router } from 'express';
import type { Operations } from '../application/operations.js';
import type { Authorize } from './authorize.js';
import type { BodyLimits } from './body-limits.js';
import type { HttpLogger } from './logger.js';
export interface RouterOptions {
    readonly operations: Operations;
    /** Required: nothing is served without somebody having said who may do what. */
    readonly authorize: Authorize;
    readonly logger?: HttpLogger;
    readonly bodyLimits?: Partial<BodyLimits>;
    /** Host names that requests may be for (see `hostGuard`); not looked at where this is left out. */
    readonly allowedHosts?: readonly string[];
    /** Aborted when the server is about to close: bulk requests then take no further lines and say so in their last one. */
    readonly closing?: AbortSignal;
}
/** All routes of `/v1`, to be mounted at any path: `app.use('/audit', createRouter({ … }))`. What is not below `/v1` is left to the application. */
export declare const createRouter: (options: RouterOptions) => Router;
