/** The rows of `events` as the log has stored them: the bytes that a baseline inserts. */
export type StoredRow = readonly (number | string | Buffer)[];
export declare const readStoredRows: (dataDir: string) => readonly StoredRow[];
/**
 * The baseline of everything that appends: a plain loop that inserts ready-made rows into a fresh file with the log's own tables, indexes and
 * pragmas (WAL, synchronous FULL), `batch` rows a commit. It validates, encodes, hashes and decides nothing. Answers rows per second.
 */
export declare const bareInsert: (folder: string, rows: readonly StoredRow[], batch: number) => number;
