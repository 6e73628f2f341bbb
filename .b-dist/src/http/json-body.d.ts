import type { Request } from 'express';
import * as E from 'fp-ts/lib/Either.js';
import type { HttpError } from './http-error.js';
/** The body as JSON, `application/json` only: at most `limitBytes` inflated. */
export declare const jsonBody: (request: Request, limitBytes: number) => Promise<E.Either<HttpError, unknown>>;
export declare const readElsewhere: HttpError;
