import type { ArrayDelta, Delta, MovedDelta } from './delta.js';
import type { Json } from './json.js';
/**
 * What an array delta does, read once. Old indexes count in the array before, new ones in the array after; every list
 * is sorted by its index. `changed` items are there in both arrays: kept at their place or moved.
 */
export interface ArrayPlan {
    readonly removed: readonly {
        readonly oldIndex: number;
        readonly value: Json;
    }[];
    readonly moved: readonly {
        readonly oldIndex: number;
        readonly newIndex: number;
    }[];
    readonly added: readonly {
        readonly newIndex: number;
        readonly value: Json;
    }[];
    readonly changed: readonly {
        readonly newIndex: number;
        readonly delta: Delta;
    }[];
}
/** An array delta is told from an object delta by its own `_t` with the value `'a'`. */
export declare const isArrayDelta: (delta: Delta) => delta is ArrayDelta;
export declare const isMove: (entry: unknown) => entry is MovedDelta;
export declare const isRemoval: (entry: unknown) => entry is readonly [Json, 0, 0];
/** The number that an array index of a delta stands for; undefined for `01`, `-1`, `1e3` and the like. */
export declare const parseIndex: (text: string) => number | undefined;
/** Undefined where the delta is not one (see `checkDelta`, which says why). */
export declare const arrayPlan: (delta: ArrayDelta) => ArrayPlan | undefined;
/**
 * For each new index in ascending order the old index of the same item: items that are neither removed nor moved keep
 * their order and fill the places that no added or moved item takes. Call it with ascending indexes of items that are
 * in both arrays.
 */
export declare const oldIndexes: (plan: ArrayPlan) => ((newIndex: number) => number);
