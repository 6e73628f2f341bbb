import type { Either } from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../errors.js';
import type { EventBody } from '../event.js';
/** One event of the log as its data has it. */
export interface StoredBody extends EventBody {
    /** Of the request that led to it. */
    readonly digest: string;
}
/** An event on its way out: its shape alone is checked, no limits, so that what was once taken stays readable when a limit is lowered. */
export declare const decodeEventBody: (value: unknown) => Either<readonly FieldIssue[], EventBody>;
/** The same with the digest beside it, as the event's data in the log. */
export declare const decodeStoredBody: (value: unknown) => Either<readonly FieldIssue[], StoredBody>;
