import Database from 'better-sqlite3';
import type { Projection } from '../../domain/projection.js';
import type { RecordedEvent } from '../../ports/event-log.js';
/** A projection in one file, and how far its rows are there. */
export interface Running {
    readonly projection: Projection;
    /** -1 before the first event. */
    readonly position: number;
}
export interface ProjectionFailure {
    readonly name: string;
    readonly position: number;
    readonly error: string;
}
/** Applies events to the rows of all projections of one file. */
export interface Interpreter {
    /**
     * Applies events from index `from` on in one transaction, checkpoints included: at most `maxEvents` and, past 16 of them, for no longer than
     * `budgetMs`. `end` is the position that is reached with the last of `events`. A projection that fails is stopped before
     * the event it failed at; the others go on. Throws where the file cannot be written; nothing is applied then.
     * @returns the index of the first event not applied
     */
    readonly apply: (slice: Slice) => number;
    /** The projections that have not failed. */
    readonly running: () => readonly Running[];
}
export interface Slice {
    readonly events: readonly RecordedEvent[];
    readonly from: number;
    readonly end: number;
    readonly maxEvents: number;
    readonly budgetMs: number;
}
export declare const interpreter: (db: Database.Database, projections: readonly Running[], onFailure: (failure: ProjectionFailure) => void) => Interpreter;
