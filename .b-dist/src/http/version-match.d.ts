import type { IncomingHttpHeaders } from 'node:http';
import * as E from 'fp-ts/lib/Either.js';
import type { VersionMatch } from '../application/operations.js';
import type { AnnalsError } from '../domain/errors.js';
export declare const etagOf: (version: number) => string;
/**
 * If-Match and If-None-Match of a request that writes (RFC 9110, section 13.1). Taken are `If-Match` with one tag and `If-None-Match: *`; what else
 * those headers may say is refused, since a condition must never be passed over. A weak tag matches nothing here.
 */
export declare const versionMatch: (headers: IncomingHttpHeaders) => E.Either<AnnalsError, VersionMatch | undefined>;
/** Whether If-None-Match of a request that reads names the tag (weak comparison) or is `*`: the answer is 304 then. */
export declare const isUnmodified: (headers: IncomingHttpHeaders, etag: string) => boolean;
