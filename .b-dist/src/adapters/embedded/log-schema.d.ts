import Database from 'better-sqlite3';
import type { DatabaseSchema } from './database-schema.js';
/** log.db. The application id is "AnnL". */
export declare const logSchema: DatabaseSchema;
/**
 * The write handle of a log, made where there is none and upgraded where it is older.
 * `synchronous` is set and read back: an existing WAL database otherwise opens as NORMAL, and a power loss would take acknowledged commits.
 * @throws Error where the file is not a log, is newer, or cannot be made durable.
 */
export declare const openLogForWriting: (file: string, schema?: DatabaseSchema) => Database.Database;
/** A read-only handle, beside the writer or without one. @throws Error where there is no log of exactly this schema. */
export declare const openLogForReading: (file: string) => Database.Database;
export declare const readLogId: (db: Database.Database) => string;
