import type Database from 'better-sqlite3';
import type { UnpackedRequest, WriteAnswer } from './write-request.js';
/** Writes batches through one write handle. When it throws, nothing it knows can be trusted any more: drop it with its handle. */
export interface LogTransactions {
    /** One transaction; returns once it is durable. Throws when anything but a refused request went wrong. */
    readonly commit: (batch: readonly UnpackedRequest[]) => readonly WriteAnswer[];
    /** Of the last event; -1 when there is none. */
    readonly position: () => number;
}
export declare const createLogTransactions: (db: Database.Database, now: () => number) => LogTransactions;
