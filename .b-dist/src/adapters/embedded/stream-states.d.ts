import type Database from 'better-sqlite3';
import type { StreamLimits } from './stream-metadata.js';
/** What the writer knows of a stream; changed in place while a batch is written. */
export interface StreamState {
    /** 0 until something is written for it. */
    id: number;
    /** Whether it has a row. */
    stored: boolean;
    readonly name: string;
    lastRevision: number;
    tombstoned: boolean;
    limits: StreamLimits;
    changed: boolean;
}
export declare const isSoftDeleted: (state: StreamState) => boolean;
export interface StreamStates {
    /** The stream's state, from the cache or from its row; one that is not there yet has the id 0 and the last revision -1. */
    readonly find: (name: string) => StreamState;
    /** To be called before the state is changed. */
    readonly touch: (state: StreamState) => void;
    /** Writes the rows of all states touched since, within the caller's transaction. */
    readonly flush: () => void;
    /** Keeps the cache within its bound; between two batches. */
    readonly trim: () => void;
}
export declare const createStreamStates: (db: Database.Database) => StreamStates;
