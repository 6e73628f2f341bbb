import type { Buffer } from 'node:buffer';
import * as E from 'fp-ts/lib/Either.js';
import type { ReadError, RecordedEvent } from '../../ports/event-log.js';
/** One row of `events e` joined with `streams s`, in raw mode (an array is quicker than an object). */
export type EventRow = readonly [
    position: number,
    stream: string,
    revision: number,
    id: Buffer,
    type: string,
    isJson: number,
    created: number,
    digest: Buffer,
    metadata: Buffer,
    data: Buffer
];
export declare const eventColumns = "e.position, s.name, e.revision, e.id, e.type, e.is_json, e.created, e.digest, e.metadata, e.data";
export type CorruptRow = Extract<ReadError, {
    readonly _tag: 'CorruptRow';
}>;
/** The event of a row whose digest is right. */
export declare const toRecorded: (row: EventRow) => E.Either<CorruptRow, RecordedEvent>;
/** What an event weighs in a page. */
export declare const bytesOf: (event: RecordedEvent) => number;
