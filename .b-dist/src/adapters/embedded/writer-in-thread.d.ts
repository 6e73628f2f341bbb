import type { LogCoreOptions } from './log-core.js';
import type { OpenedLog, WriterEvents, WriterLink } from './writer-link.js';
/** The writer on the calling thread, for tests and short-lived programs: each message is committed as it is posted. */
export declare const startWriterInThread: (options: LogCoreOptions, events: WriterEvents) => WriterLink & {
    readonly opened: OpenedLog;
};
