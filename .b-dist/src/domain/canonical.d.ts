import type { Json } from './json.js';
/**
 * The canonical form of RFC 8785 (JSON Canonicalization Scheme): no blanks, keys sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Two values have the same form exactly when `equalJson` holds. The value must be one
 * that `checkValue` lets through (finite numbers, no lone surrogates, bounded depth).
 */
export declare const canonicalize: (value: Json) => string;
