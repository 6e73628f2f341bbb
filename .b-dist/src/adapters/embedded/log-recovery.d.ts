import type Database from 'better-sqlite3';
/**
 * Makes sure that what the log holds is durable before anything is acknowledged on top of it.
 *
 * A failed fsync can leave pages of the WAL that the system believes written and that are not on disk. Checkpointing them into the database file and
 * emptying the WAL writes and syncs everything anew. After a failure that is insisted on, and the last events must be whole and in their streams; at a start, a
 * reader in another process may still be in the way of emptying it.
 * @throws Error where that cannot be had.
 */
export declare const recoverLog: (db: Database.Database, when: "start" | "after-failure") => void;
