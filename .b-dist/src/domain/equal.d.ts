import type { Json } from './json.js';
/**
 * Whether two JSON values are the same value: the order of keys does not count, only own properties do, and −0 is 0
 * (JSON writes both as `0`). undefined stands for an absent value and equals itself alone. As deep as the shallower value.
 */
export declare const equalJson: (a: Json | undefined, b: Json | undefined) => boolean;
