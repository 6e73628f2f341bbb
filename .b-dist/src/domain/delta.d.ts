import type { Json } from './json.js';
/**
 * A jsondiffpatch delta (https://github.com/benjamine/jsondiffpatch/blob/master/docs/deltas.md), without text diffs:
 * `[new]` added · `[old, new]` replaced · `[old, 0, 0]` removed · `{ key: delta }` within an object ·
 * `{ _t: 'a', "<new index>": delta | [new], "_<old index>": [old, 0, 0] | ['', <new index>, 3] }` within an array.
 */
export type Delta = AddedDelta | ReplacedDelta | RemovedDelta | ObjectDelta | ArrayDelta;
export type AddedDelta = readonly [Json];
export type ReplacedDelta = readonly [Json, Json];
export type RemovedDelta = readonly [Json, 0, 0];
export type MovedDelta = readonly ['', number, 3];
export interface ObjectDelta {
    readonly [key: string]: Delta;
}
export interface ArrayDelta {
    readonly _t: 'a';
    readonly [index: string]: Delta | MovedDelta | 'a';
}
/** One difference as people read it; `path` and `from` are JSON Pointers (RFC 6901). */
export interface ValueChange {
    readonly path: string;
    readonly op: 'add' | 'remove' | 'replace' | 'move';
    readonly from?: string;
    readonly old?: Json;
    readonly new?: Json;
}
