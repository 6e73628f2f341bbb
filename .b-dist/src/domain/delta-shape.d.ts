import type { Either } from 'fp-ts/lib/Either.js';
import type { Delta } from './delta.js';
import type { FieldIssue } from './errors.js';
import type { Json } from './json.js';
/**
 * Makes sure that a value is a delta as src/domain/delta.ts describes it. The values in its leaves are not looked at: they
 * are JSON already, and `checkValue` limits them. Text diffs are refused, as are deltas that change nothing, and at the top
 * an addition or a removal, since a state is neither added nor removed by a delta.
 * Left: every issue (at most 100), each `field` a JSON Pointer that starts with the given one.
 */
export declare const checkDelta: (value: Json, field: string) => Either<readonly FieldIssue[], Delta>;
