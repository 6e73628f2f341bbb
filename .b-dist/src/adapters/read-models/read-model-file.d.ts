import Database from 'better-sqlite3';
import type { Projection } from '../../domain/projection.js';
import type { ProjectionStatus } from '../../ports/read-models.js';
import type { ProjectionTables } from './table-schema.js';
/** What one file says of one projection in it. */
export interface StoredProjection extends ProjectionTables {
    /** Everything up to and including this position of the log is in its rows; -1 before the first event. */
    readonly position: number;
    /** Whether it was among the projections that the file was last opened with. */
    readonly active: boolean;
    readonly undecodable: number;
    readonly error?: string;
    readonly lastRebuild?: NonNullable<ProjectionStatus['lastRebuild']>;
}
/** The file cannot be gone on with: it belongs to another log or program, or it is newer or damaged. */
export declare class UnusableFile extends Error {
}
/**
 * Opens a read-model file for its one writer and makes it where it is not there. Throws UnusableFile where it is not a file of this log and
 * this format.
 */
export declare const openForWriting: (path: string, logId: string) => Database.Database;
/** Opens a read-model file beside its writer. Throws UnusableFile where it is none of this format; any log's will do without `logId`. */
export declare const openForReading: (path: string, logId?: string) => Database.Database;
export declare const fileLogId: (db: Database.Database) => string | undefined;
/** The last event that the rows have seen: tells whether the log still holds what they were made of. */
export declare const readAnchor: (db: Database.Database) => {
    readonly position: number;
    readonly id: string;
};
/** All projections of the file, by name. */
export declare const readProjections: (db: Database.Database) => ReadonlyMap<string, StoredProjection>;
/** Whether the rows in the file are those that this definition makes. */
export declare const isSameDefinition: (stored: ProjectionTables | undefined, projection: Projection) => boolean;
/** Makes a projection's empty tables, in place of those that it may have now. */
export declare const resetProjection: (db: Database.Database, projection: Projection) => void;
/** Keeps what a rebuild found with the projection's rows. */
export declare const saveLastRebuild: (db: Database.Database, name: string, lastRebuild: NonNullable<ProjectionStatus["lastRebuild"]>) => void;
/** Marks which projections the program runs now; the rows of others stay, but are not kept up. */
export declare const setActive: (db: Database.Database, names: readonly string[]) => void;
/** What the interpreter writes into the file's own tables, within its transactions. */
export declare const fileWriter: (db: Database.Database) => {
    saveCheckpoint: (name: string, position: number, newUndecodable: number, error: string | undefined) => void;
    saveAnchor: (position: number, id: string) => void;
    saveUndecodable: (position: number, stream: string, reason: string) => void;
};
/** Undecodable events as far as they are kept, in the order of the log. */
export declare const readUndecodable: (db: Database.Database) => readonly {
    readonly position: number;
    readonly stream: string;
    readonly reason: string;
}[];
/** Whether an error says that the file itself is damaged or is none of ours. */
export declare const isDamage: (error: unknown) => boolean;
