import type { RecordedEvent } from '../../ports/event-log.js';
/** Something in the log that is not as it must be. */
export interface LogBreach {
    readonly kind: 'digest' | 'revision' | 'position' | 'created' | 'stream' | 'metadata' | 'orphan' | 'file';
    /** Empty where it is not known. */
    readonly stream: string;
    /** -1 where it is about no single event. */
    readonly revision: number;
    readonly position: number;
    readonly detail: string;
}
/** One stream with its events in order. An event whose row does not match its digest is left out; `breaches` names it. */
export interface StreamWalk {
    readonly stream: string;
    readonly lastRevision: number;
    readonly tombstoned: boolean;
    readonly events: () => Generator<RecordedEvent, void, undefined>;
}
export interface LogCheck {
    /** Walks everything once: the file's structure, then stream by stream. */
    readonly breaches: () => Generator<LogBreach, void, undefined>;
    readonly eachStream: () => Generator<StreamWalk, void, undefined>;
    readonly close: () => void;
}
/**
 * Reads the whole log as it is at the moment of the call, for `annals check`; its owner may go on writing. Memory is bounded by 256 events.
 * While it is open the owner's WAL grows, since this snapshot is kept.
 * @throws Error where there is no log, or one of another schema version.
 */
export declare const openLogCheck: (options: {
    readonly dataDir: string;
}) => LogCheck;
