import type { Either } from 'fp-ts/lib/Either.js';
import type { Decided } from '../domain/decide/decided.js';
import type { AnnalsError } from '../domain/errors.js';
import type { Subject } from '../domain/event.js';
import type { Fold } from '../domain/subject-fold.js';
import type { Clock } from '../ports/clock.js';
import type { EventLog } from '../ports/event-log.js';
import type { Hash } from '../ports/hash.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';
import type { UnchangedMemory } from '../ports/unchanged-memory.js';
import type { Written } from './operations.js';
import type { PresentStatesOptions } from './present-states.js';
export interface WriterPorts {
    readonly eventLog: EventLog;
    readonly snapshots: SnapshotStore;
    readonly unchangedMemory: UnchangedMemory;
    readonly clock: Clock;
    readonly hash: Pick<Hash, 'sha256'>;
}
/** One request to store something about one subject, decoded and redacted, not yet decided. */
export interface Command {
    readonly subject: Subject;
    readonly id: string;
    /** Whether the emitter gave the id: only then can there be an earlier answer. */
    readonly idGiven: boolean;
    readonly digest: () => string;
    /** Whether the decision stands on the subject's present state. */
    readonly needsState: boolean;
    /** Runs in the subject's line before the decision, once everything pending for it is durable. */
    readonly prepare?: (present: Fold) => Promise<Either<AnnalsError, void>>;
    readonly decide: (present: Fold | undefined, now: number) => Either<AnnalsError, Decided>;
}
export interface Writer {
    /** Stores what the commands decide, all or nothing; answers once it is durable. Commands of one subject see each other's effects. */
    readonly submit: (tenant: string, commands: readonly Command[]) => Promise<Either<AnnalsError, readonly Written[]>>;
    /** The subject's state where it is held in memory and durable. */
    readonly settled: (tenant: string, subject: Subject) => Fold | undefined;
}
/**
 * The one way into the log. For each subject commands are decided one after another, each on the state that the ones before it will leave, and their
 * appends are sent without waiting for an answer, so that many share one commit. Ids are looked up before anything is decided.
 */
export declare const createWriter: (ports: WriterPorts, limits: PresentStatesOptions, recordedAtFloor: number) => Writer;
