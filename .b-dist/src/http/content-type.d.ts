import * as E from 'fp-ts/lib/Either.js';
import type { HttpError } from './http-error.js';
/** The media types that a body may have. */
export type BodyKind = 'json' | 'ndjson';
/** The kind of a body by its Content-Type alone (RFC 9110, section 8.3.1). A charset other than UTF-8 is refused. */
export declare const bodyKind: (contentType: string | undefined) => E.Either<HttpError, BodyKind>;
