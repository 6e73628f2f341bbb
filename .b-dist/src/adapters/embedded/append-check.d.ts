import type { AppendError, StreamAppend } from '../../ports/event-log.js';
/** What one append may hold. */
export declare const appendLimits: {
    readonly events: 1000;
    readonly bytes: number;
    readonly nameBytes: 1024;
};
/** What an append weighs: its events, and the bytes of their data and metadata. */
export interface AppendSize {
    readonly events: number;
    readonly bytes: number;
}
/** Checks all that can be told without the log. @returns the error, or the size. */
export declare const checkAppend: (appends: readonly StreamAppend[]) => AppendError | AppendSize;
export declare const isAppendError: (checked: AppendError | AppendSize) => checked is AppendError;
/** A stream that can have metadata and a tombstone of its own: not a metadata stream. @returns what is wrong. */
export declare const checkDescribable: (stream: string) => string | undefined;
/** Whether a text is a UUID in either case. */
export declare const isUuid: (text: string) => boolean;
