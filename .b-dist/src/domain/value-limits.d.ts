import type { Either } from 'fp-ts/lib/Either.js';
import type { FieldIssue } from './errors.js';
import type { Json } from './json.js';
export interface ValueLimits {
    /** How many arrays and objects may enclose one another: a scalar has depth 0, `[]` and `{}` have depth 1. */
    readonly maxDepth: number;
    /** Values altogether: each scalar, array and object counts one. */
    readonly maxNodes: number;
    /** UTF-8 bytes of `JSON.stringify(value)`. */
    readonly maxBytes?: number;
    /** Whether strings and keys may contain U+0000. */
    readonly allowNul: boolean;
    /** Whether the key `$redacted`, which only the store may write, is refused. */
    readonly refuseRedacted?: boolean;
}
/**
 * Makes sure that a value is JSON within limits: no NaN, ±Infinity, undefined, function, bigint, symbol or object with a
 * prototype of its own; no integer beyond ±(2^53−1) (it could not be told from its neighbour); no lone surrogates.
 * −0 becomes 0. Answers the same reference where nothing had to be changed. Never deeper than `maxDepth` on the stack.
 * Left: issues whose `field` is a JSON Pointer that starts with the given one.
 */
export declare const checkValue: (value: unknown, field: string, limits: ValueLimits) => Either<readonly FieldIssue[], Json>;
