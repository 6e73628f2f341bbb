import type { Either } from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
import type { Subject } from '../domain/event.js';
import type { Fold } from '../domain/subject-fold.js';
import type { EventLogReader } from '../ports/event-log.js';
import type { Snapshot, SnapshotStore } from '../ports/snapshot-store.js';
export interface ReplayPorts {
    readonly eventLog: Pick<EventLogReader, 'readStream'>;
    readonly snapshots: SnapshotStore;
}
/** A snapshot is kept after every so many changes, so that no read replays more. */
export declare const snapshotInterval = 32;
export declare const isSnapshotVersion: (version: number) => boolean;
/** How far a replay goes: it stops before the first event for which this is false. */
export type Until = (event: {
    readonly version: number;
    readonly effectiveAt: number;
    readonly recordedAt: number;
}) => boolean;
export interface Replayed {
    readonly fold: Fold;
    /** The stream's last version, -1 where there has never been a change. */
    readonly lastVersion: number;
    /** The bytes of JSON that the state was made of, roughly its size. */
    readonly bytes: number;
}
/**
 * The state of a subject after the last of its changes, up to `maxVersion`, for which `until` holds: nearest snapshot, then the changes after it.
 * A snapshot that disagrees with the log (of another history, say) is left aside.
 */
export declare const replay: (ports: ReplayPorts) => (tenant: string, subject: Subject, maxVersion: number, until?: Until, startFrom?: Snapshot) => Promise<Either<AnnalsError, Replayed>>;
export declare const snapshotOf: (stream: string, fold: Fold) => Snapshot;
