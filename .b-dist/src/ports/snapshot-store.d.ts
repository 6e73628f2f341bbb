import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { ReadError } from './event-log.js';
/** States kept to shorten a replay. A disposable cache: anything in it may be missing at any time. */
export interface SnapshotStore {
    /** The newest snapshot of a change stream with `version` at most the given one. */
    readonly nearest: (stream: string, version: number) => TaskEither<ReadError, Snapshot | undefined>;
    /** Takes it without waiting; it may be dropped when the queue is full. */
    readonly save: (snapshot: Snapshot) => void;
}
export interface Snapshot {
    readonly stream: string;
    readonly version: number;
    /** The JSON text of the state after that version, `null` where it is deleted. */
    readonly state: string;
    /** ms since the epoch: the latest occurredAt of this version and all before it. */
    readonly effectiveAt: number;
    /** That of this version's event. */
    readonly occurredAt: number;
    readonly recordedAt: number;
}
