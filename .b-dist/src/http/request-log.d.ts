import type { RequestHandler } from 'express';
import type { HttpLogger } from './logger.js';
/** One line for each request once it is over: method, route pattern, status, duration and request id, and `aborted` where the client did not wait for the answer. */
export declare const requestLog: (logger: HttpLogger) => RequestHandler;
