import type { Either } from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../errors.js';
import type { RecordStateInput } from '../requests.js';
/** "This is its state now": checked whole. Left: every issue, by JSON Pointer. */
export declare const decodeRecordStateInput: (value: unknown) => Either<readonly FieldIssue[], RecordStateInput>;
