import type { Either } from 'fp-ts/lib/Either.js';
import type { Delta } from './delta.js';
import type { Json } from './json.js';
/**
 * The value after `delta`, which must fit exactly: every old value in it deep-equal to what is there, nothing there where it
 * adds, every index inside its array. What did not change is shared with `before`, which itself is never altered.
 * Left: JSON Pointers into `before` (at most 20) where the delta does not fit.
 */
export declare const patch: (before: Json, delta: Delta) => Either<readonly string[], Json>;
/** The value before `delta`, under the same conditions. Left: JSON Pointers into `after`. */
export declare const unpatch: (after: Json, delta: Delta) => Either<readonly string[], Json>;
