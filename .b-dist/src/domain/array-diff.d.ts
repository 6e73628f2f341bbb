import type { Delta } from './delta.js';
import type { Json, JsonArray } from './json.js';
/** How an item that is in both arrays changed; undefined where it did not. */
export type DiffItem = (before: Json, after: Json, newIndex: number) => Delta | undefined;
/**
 * The array delta between two arrays, undefined where they are equal, `[before, after]` where comparing them item by item
 * would take too long. `keys` identify items that are objects, in this order.
 */
export declare const diffArrays: (before: JsonArray, after: JsonArray, keys: readonly string[], diffItem: DiffItem) => Delta | undefined;
