import type { Json } from './json.js';
export interface SizeLimits {
    readonly maxDepth: number;
    readonly maxNodes: number;
    readonly maxBytes: number;
}
/**
 * Whether a JSON value is within the limits beyond doubt: each character is counted as the longest escape. It is quick, as it runs for
 * every patch; what it answers false for has to be measured. Never deeper than `maxDepth` on the stack.
 */
export declare const isSurelyWithin: (value: Json, limits: SizeLimits) => boolean;
