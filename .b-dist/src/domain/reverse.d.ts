import type { Delta } from './delta.js';
/**
 * The delta that leads back: `patch(after, reverse(delta))` is the value before. A malformed array delta is answered as
 * it is, for `patch` to refuse.
 */
export declare const reverse: (delta: Delta) => Delta;
