import type Database from 'better-sqlite3';
/** A database file's layout: who it belongs to, and the steps that lead from an empty file to the present version. */
export interface DatabaseSchema {
    /** For messages: "event log". */
    readonly name: string;
    /** SQLite's `application_id`: tells our files from others. */
    readonly applicationId: number;
    /** Step i leads from version i to version i + 1; the present version is their number. A step that has been released is never changed. */
    readonly steps: readonly ((db: Database.Database) => void)[];
}
/**
 * Refuses a file that is not of this schema or newer than this program, before anything in it is touched.
 * @returns the version found (`user_version`); 0 for an empty file.
 * @throws Error that says what was found and what can be done.
 */
export declare const checkSchema: (db: Database.Database, schema: DatabaseSchema) => number;
/** Brings a file to the present version in one transaction: all steps or none. @throws as `checkSchema`, or what a step throws. */
export declare const upgradeSchema: (db: Database.Database, schema: DatabaseSchema) => void;
/** For readers, which cannot upgrade. @throws Error where the file is not at exactly the present version. */
export declare const requireSchema: (db: Database.Database, schema: DatabaseSchema) => void;
