import type { Either } from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../errors.js';
import type { RestoreInput } from '../requests.js';
/** To which version, or the version of which time, a subject is to be taken back. Left: every issue, by JSON Pointer. */
export declare const decodeRestoreInput: (value: unknown) => Either<readonly FieldIssue[], RestoreInput>;
