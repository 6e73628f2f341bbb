import type { EventBody, EventKind, StoredEvent } from './event.js';
export interface EncodedEvent {
    readonly id: string;
    readonly type: string;
    readonly isJson: true;
    readonly data: Uint8Array;
    readonly metadata: Uint8Array;
}
/** What is needed of an event of the log to read it. */
export interface RecordedLike {
    readonly stream: string;
    readonly revision: number;
    readonly position: number;
    readonly id: string;
    readonly type: string;
    readonly isJson: boolean;
    readonly data: Uint8Array;
    readonly metadata: Uint8Array;
}
export type Decoded = {
    readonly _tag: 'Event';
    readonly event: StoredEvent;
    readonly digest: string;
}
/** Not written by Annals: to be left alone. */
 | {
    readonly _tag: 'Foreign';
}
/** Marked as one of Annals' own, and yet not readable as such. */
 | {
    readonly _tag: 'Undecodable';
    readonly reason: string;
};
/**
 * An event as the log takes it. Its data is the body and the digest of the request that led to it; its metadata, which can
 * never be sealed or erased, has nothing personal. `recordedAt` is in ms since the epoch.
 */
export declare const encodeEvent: (args: {
    readonly body: EventBody;
    readonly digest: string;
    readonly kind: EventKind;
    readonly recordedAt: number;
}) => EncodedEvent;
/**
 * Reads any event of the log; never throws. Beyond its schema, its stream, id, type and kind must say what its body says.
 * Events of streams that begin with `$`, and those whose metadata has no `annals`, are foreign.
 */
export declare const decodeRecorded: (recorded: RecordedLike) => Decoded;
