import type { Request, RequestHandler, Response } from 'express';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Grant, Permission } from '../ports/authorize.js';
import type { Answer } from './answer.js';
import type { Authorize } from './authorize.js';
import type { HttpError } from './http-error.js';
import type { HttpLogger } from './logger.js';
import type { Parameters } from './query-string.js';
/** A request that may be served: who asks is known, and in which tenant. */
export interface Authorized {
    readonly request: Request;
    readonly grant: Grant;
    readonly tenant: string;
    readonly parameters: Parameters;
}
export type Handler = (call: Authorized) => TaskEither<HttpError, Answer>;
export interface RouteOptions {
    readonly authorize: Authorize;
    readonly logger?: HttpLogger;
}
/**
 * An Express handler of a route: the request id, the credential (401), the permission (403), the tenant (403), then the handler; its answer or its
 * problem is written. What throws is logged with the request id and answered as 500 without a word about it.
 */
export declare const route: (options: RouteOptions, permission: Permission, handler: Handler) => RequestHandler;
/** Something threw. An answer that has begun cannot become a problem any more: it is broken off, so that nobody takes it for whole. */
export declare const fail: (logger: HttpLogger, response: Response, thrown: unknown) => void;
