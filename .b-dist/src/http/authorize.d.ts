import type { Request } from 'express';
import type { Grant } from '../ports/authorize.js';
import type { TokenStore } from '../ports/token-store.js';
/** What the caller may do, or null where there is no valid credential (401). It must not read the body. */
export type Authorize = (request: Request) => Grant | null | Promise<Grant | null>;
/** By `Authorization: Bearer <token>` (RFC 6750). The store finds a token by its hash, so that the time it takes tells nothing of the tokens. */
export declare const bearerAuthorize: (tokens: Pick<TokenStore, "find">) => Authorize;
/** For a server without tokens that is reached from its own machine only: everybody may do everything, in the tenant of `?tenant=` or `default`. */
export declare const loopbackAuthorize: Authorize;
