import type Database from 'better-sqlite3';
import * as E from 'fp-ts/lib/Either.js';
import type { Direction, ReadError, RecordedEvent, StreamMetadata, StreamSlice } from '../../ports/event-log.js';
export declare const pageBytesMax: number;
type Read<A> = E.Either<ReadError, A>;
/** The reads of EventLogReader over one read-only handle: synchronous, each digest checked. They throw what SQLite throws. */
export interface LogReads {
    readonly stream: (stream: string, direction: Direction, fromRevision: number | undefined, limit: number) => Read<StreamSlice>;
    readonly all: (direction: Direction, fromPosition: number | undefined, limit: number) => Read<readonly RecordedEvent[]>;
    readonly positions: (positions: readonly number[]) => Read<readonly RecordedEvent[]>;
    readonly byId: (id: string) => Read<readonly RecordedEvent[]>;
    readonly metadata: (stream: string) => Read<StreamMetadata>;
    readonly head: () => number;
}
export declare const createLogReads: (db: Database.Database, now: () => number) => LogReads;
export {};
