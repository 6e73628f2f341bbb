import type Database from 'better-sqlite3';
import type { UnpackedRequest, WriteAnswer } from './write-request.js';
export interface LogCoreOptions {
    readonly file: string;
    /** ms since the epoch. */
    readonly now: () => number;
    /** Is given every write handle as it is opened, reopened ones too: where tests inject faults (`PRAGMA max_page_count`, closing it). */
    readonly onOpen?: (db: Database.Database) => void;
}
/** The one writer of a log, synchronous: on a worker thread in service, in-thread in tests. */
export interface LogCore {
    readonly logId: string;
    /** Position of the last durable event; -1 when there is none. */
    readonly position: () => number;
    /**
     * Writes a batch in one transaction and answers each request on its own: a refused one takes none of its neighbours with it. Returns once all
     * that is answered as stored is durable. When the transaction or its commit fails, every request is answered `LogUnavailable` and the handle is
     * closed; the next batch reopens it and makes sure of what it holds first, or is refused while that fails.
     */
    readonly commit: (batch: readonly UnpackedRequest[]) => readonly WriteAnswer[];
    /** Why nothing can be written now; undefined while all is well. */
    readonly trouble: () => string | undefined;
    /** Checkpoints and closes. */
    readonly close: () => void;
}
/** @throws Error where the log cannot be opened in the first place. */
export declare const openLogCore: (options: LogCoreOptions) => LogCore;
