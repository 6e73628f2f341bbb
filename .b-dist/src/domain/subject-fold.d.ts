import type { Either } from 'fp-ts/lib/Either.js';
import type { Change, StoredEvent } from './event.js';
import type { State } from './json.js';
/** A subject after some of its changes. Times are ms since the epoch; -Infinity before the first change. */
export interface Fold {
    /** -1 where there has been no change yet. */
    readonly version: number;
    /** null where it was never there or is deleted. */
    readonly state: State | null;
    /** That of this version's event. */
    readonly occurredAt: number;
    /** The latest occurredAt of this version and all before it, so that it never goes down. */
    readonly effectiveAt: number;
    /** That of this version's event; it never goes down within a stream. */
    readonly recordedAt: number;
}
export declare const emptyFold: Fold;
/**
 * The subject after one more of its changes, in the order of its stream.
 * Left: the JSON Pointers at which a delta does not fit the state, or one sentence where the event cannot be the next one at all.
 */
export declare const applyStored: (fold: Fold, event: StoredEvent) => Either<readonly string[], Fold>;
/** The fold after a change that led to `state`. `recordedAt` is raised to the last one's where the clock has gone back. */
export declare const nextFold: (fold: Fold, state: State | null, occurredAt: number, recordedAt: number) => Fold;
/** Left: the JSON Pointers at which the delta's old values are not the state's; `""` where there is no state, or where none would be left. */
export declare const applyChange: (state: State | null, change: Change) => Either<readonly string[], State | null>;
