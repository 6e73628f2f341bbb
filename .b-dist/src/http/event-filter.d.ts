import * as E from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../domain/errors.js';
import type { EventFilter, Pattern } from '../ports/read-models.js';
import type { Parameters } from './query-string.js';
/** Whether a parameter is a field of the filter: its name, or its name with `!` for "is not". */
export declare const isFilterParameter: (name: string) => boolean;
/**
 * The filter's fields. Values of a repeated parameter are alternatives; `field!=value` leaves out what has the value. A `*` at the end
 * of a value makes it a prefix, `\*` there is the character itself.
 */
export declare const decodeFields: (parameters: Parameters) => E.Either<readonly FieldIssue[], EventFilter["fields"]>;
/** `post.*` is the prefix `post.`, `50\*` the value `50*`, `*` every value. */
export declare const patternOf: (value: string) => Pattern;
