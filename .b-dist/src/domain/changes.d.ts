import type { Delta, ValueChange } from './delta.js';
import type { Json } from './json.js';
/** UTF-16 units. A longer path is of no use to a reader and would not fit an index. */
export declare const maxPointerLength = 1024;
/**
 * The JSON Pointers that a delta changes, each once. Within arrays, removed items are named by their old index and all
 * others by their new one; a move gives both. Where a pointer would be longer than 1,024 characters its nearest ancestor
 * that is not stands for it.
 */
export declare const changedPaths: (delta: Delta) => readonly string[];
/**
 * The differences between two states, for people to read; null stands for no state. The delta must be the one between them
 * (undefined where they are equal or one is null). Paths are those of `changedPaths`.
 */
export declare const describeChanges: (before: Json | null, after: Json | null, delta: Delta | undefined) => readonly ValueChange[];
