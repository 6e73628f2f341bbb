import { Buffer } from 'node:buffer';
import type { AppendError, ExpectedRevision, StreamAppend } from '../../ports/event-log.js';
import type { RememberedId } from '../../ports/unchanged-memory.js';
/** What the writer is asked to do; each is answered on its own. */
export type WriteRequest = {
    readonly kind: 'append';
    readonly appends: readonly StreamAppend[];
} | {
    readonly kind: 'tombstone';
    readonly stream: string;
    readonly expected: ExpectedRevision;
    readonly id: string;
} | {
    readonly kind: 'remember';
    readonly entry: RememberedId;
};
/** The same as the writer sees it: events as records (see event-record.ts). */
export type UnpackedRequest = {
    readonly kind: 'append' | 'tombstone';
    readonly streams: readonly UnpackedStream[];
    readonly events: number;
    readonly bytes: number;
} | {
    readonly kind: 'remember';
    readonly entry: RememberedId;
    readonly events: number;
    readonly bytes: number;
};
export interface UnpackedStream {
    readonly stream: string;
    readonly expected: ExpectedRevision;
    readonly records: readonly Buffer[];
}
/** The place that each stream got, in the order of the request (empty for `remember`), or why nothing was stored. */
export type WriteAnswer = Stored | AppendError;
export interface Stored {
    readonly _tag: 'Stored';
    readonly position: number;
    readonly streams: readonly {
        readonly firstRevision: number;
        readonly lastRevision: number;
    }[];
}
export declare const packRequests: (requests: readonly WriteRequest[]) => ArrayBuffer;
/** Reads what `packRequests` made; the records are views into it. */
export declare function unpackRequests(packed: ArrayBuffer): Generator<UnpackedRequest>;
