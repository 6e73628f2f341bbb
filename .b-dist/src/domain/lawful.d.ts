import type { Delta } from './delta.js';
import type { Json } from './json.js';
/**
 * Whether `patch` and `unpatch` lead from each value to the other. The way back starts from what the way there made, which
 * is equal to `after` and shares with `before` all that did not change, so that this is not compared twice.
 */
export declare const holds: (before: Json, after: Json, delta: Delta) => boolean;
/**
 * The delta itself where it holds; else one in which the smallest possible part of it is a replacement of a whole value.
 */
export declare const lawful: (before: Json, after: Json, delta: Delta) => Delta;
