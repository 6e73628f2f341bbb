import type { Either } from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../errors.js';
import type { Subject } from '../event.js';
/** `{ type, id }`. Left: every issue, by JSON Pointer (`/type`, `/id`). */
export declare const decodeSubject: (value: unknown) => Either<readonly FieldIssue[], Subject>;
