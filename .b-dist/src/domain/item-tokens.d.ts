import type { JsonArray } from './json.js';
/** One number for each item; equal numbers on both sides mean: the same item, perhaps changed. */
export interface ItemTokens {
    readonly oldTokens: readonly number[];
    readonly newTokens: readonly number[];
}
/**
 * Scalars are the same item where they are equal, objects with an identifying key where it is equal, other objects and
 * arrays where their content is equal. Objects without a key whose content is found on one side only are taken for the same
 * items in their order where both sides have equally many of them, and so are arrays: a changed item then shows as a change.
 */
export declare const itemTokens: (oldItems: JsonArray, newItems: JsonArray, keys: readonly string[]) => ItemTokens;
