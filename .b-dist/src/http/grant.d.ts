import * as E from 'fp-ts/lib/Either.js';
import type { Grant, Permission } from '../ports/authorize.js';
import type { HttpError } from './http-error.js';
import type { Parameters } from './query-string.js';
/** Why the grant does not allow this, if it does not. */
export declare const missing: (grant: Grant, permission: Permission) => HttpError | undefined;
/**
 * The grant's tenant; `?tenant=` may say it again and must not name another. A grant whose tenant is no valid name is a mistake of whoever
 * wrote the function that made it, and dangerous (the names of streams are made of it), so that it throws.
 */
export declare const tenantOf: (grant: Grant, parameters: Parameters) => E.Either<HttpError, string>;
/** A body with the grant's actor: in place of its own, or, where the grant may impersonate, where it names none. Items of an array each. */
export declare const withActor: (grant: Grant, body: unknown) => unknown;
