import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { HttpLogger } from './logger.js';
export declare const notFound: RequestHandler;
/** What a path answers to methods that it does not have: OPTIONS with what it has, everything else with 405. */
export declare const otherMethods: (allow: string) => RequestHandler;
/** Errors that Express itself makes (a path that is not percent-encoded UTF-8), and whatever else was thrown on the way to a route. */
export declare const errorHandler: (logger: HttpLogger) => ErrorRequestHandler;
