import type { IncomingMessage, ServerResponse } from 'node:http';
/**
 * The request's id: the caller's `X-Request-Id` where that is 1 to 128 letters, digits, `_`, `.`, `:` or `-`, a fresh UUID otherwise.
 * It is set on the answer, and what is set there (by the host application, say) is taken as it is.
 */
export declare const requestIdOf: (request: IncomingMessage, response: ServerResponse) => string;
