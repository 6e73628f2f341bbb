import type { IncomingMessage } from 'node:http';
import * as E from 'fp-ts/lib/Either.js';
import type { HttpError } from './http-error.js';
/** Whether the body is gzip; any other Content-Encoding is refused. */
export declare const isGzip: (request: IncomingMessage) => E.Either<HttpError, boolean>;
/**
 * The whole body, inflated: at most `limitBytes` (`PayloadTooLarge` otherwise; never more than that is held in memory). What is left of a
 * body that was refused is read and thrown away, since most clients read an answer only when they have sent everything.
 */
export declare const readBody: (request: IncomingMessage, limitBytes: number) => Promise<E.Either<HttpError, Buffer>>;
export declare const damagedGzip: HttpError;
