import type Database from 'better-sqlite3';
import type { EventLog } from '../../ports/event-log.js';
import type { UnchangedMemory } from '../../ports/unchanged-memory.js';
import type { QueueBounds } from './write-queue.js';
export interface EmbeddedLogOptions extends Partial<QueueBounds> {
    readonly dataDir: string;
    /** `worker`: commits never stall the calling thread. `in-thread`: for tests. */
    readonly thread: 'worker' | 'in-thread';
    /** ms since the epoch. The worker has the system's clock for what it stores; this one is then for `$maxAge` and the 24 hours of unchanged ids. */
    readonly now?: () => number;
    /** In-thread only: see LogCoreOptions. */
    readonly onOpen?: (db: Database.Database) => void;
    /** Worker only: another module for the thread (tests). */
    readonly writerModule?: URL;
}
export interface EmbeddedLog extends EventLog {
    readonly unchangedMemory: UnchangedMemory;
    /** Calls back with the position of the last event of each commit, once it is durable. @returns how to end that. */
    readonly onAppended: (listener: (position: number) => void) => () => void;
    readonly status: () => EmbeddedLogStatus;
    /** Takes nothing more, waits until all that was taken is durable, checkpoints and closes. */
    readonly close: () => Promise<void>;
}
export interface EmbeddedLogStatus {
    readonly state: 'ready' | 'unavailable' | 'closed';
    /** Why it is unavailable. */
    readonly reason?: string;
    /** The last event known to be durable; -1 when there is none. */
    readonly position: number;
    readonly queuedEvents: number;
    readonly queuedBytes: number;
}
/**
 * Opens the log of a data folder, made where there is none. The caller sees to it that no other process writes it (folder-owner.ts).
 * Rejects with an Error where it cannot be opened: not a log, newer than this program, no room.
 */
export declare const openEmbeddedLog: (options: EmbeddedLogOptions) => Promise<EmbeddedLog>;
