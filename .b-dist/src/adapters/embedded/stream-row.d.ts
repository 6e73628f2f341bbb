import type Database from 'better-sqlite3';
import type { StreamLimits } from './stream-metadata.js';
/** A stream as its row says it. */
export interface StreamRow {
    readonly id: number;
    readonly name: string;
    /** -1 where it has metadata but has never had an event. */
    readonly lastRevision: number;
    readonly tombstoned: boolean;
    readonly limits: StreamLimits;
}
export interface RawStreamRow {
    readonly id: number;
    readonly name: string;
    readonly last_revision: number;
    readonly tombstoned: number;
    readonly truncate_before: number;
    readonly max_count: number | null;
    readonly max_age_seconds: number | null;
}
export declare const toStreamRow: (raw: RawStreamRow) => StreamRow;
export declare const findStream: (db: Database.Database) => ((name: string) => StreamRow | undefined);
