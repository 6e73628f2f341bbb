import type { OpenedLog, WriterEvents, WriterLink } from './writer-link.js';
export interface WriterThreadOptions {
    /** log.db */
    readonly file: string;
    /** The thread's module; for tests that need one which dies. */
    readonly module?: URL;
}
/**
 * Starts the writer's thread. When it dies, a new one is started with the next request: at once after the first time, then after ever longer waits,
 * during which requests are refused.
 * Rejects where the log cannot be opened.
 */
export declare const startWriterThread: (options: WriterThreadOptions, events: WriterEvents) => Promise<WriterLink & {
    readonly opened: OpenedLog;
}>;
