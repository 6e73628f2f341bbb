import type { Delta } from './delta.js';
import type { ArrayItemKeys } from './item-keys.js';
import type { State } from './json.js';
export type { ArrayItemKeys } from './item-keys.js';
/**
 * The delta from one state to another, undefined where they are equal. `patch(before, delta)` is `after` and
 * `unpatch(after, delta)` is `before`: both are tried before it is answered, and a delta for which they do not hold is replaced
 * by one that replaces a whole value. States must be within limits (see `checkValue`): the stack goes as deep as they do.
 */
export declare const diff: (before: State, after: State, itemKeys?: ArrayItemKeys) => Delta | undefined;
