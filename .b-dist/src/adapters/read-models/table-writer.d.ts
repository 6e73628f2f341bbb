import type { Database } from 'better-sqlite3';
import type { RowOperation } from '../../domain/projection.js';
import type { TableSchema } from './table-schema.js';
/**
 * Writes the rows of one table within the transaction that its user holds. Upserts wait until `flush`, those of one key made one, as far as that
 * gives the same rows as writing each in turn.
 */
export interface TableWriter {
    /** Throws an Error that says what is wrong with the operation; what came before it stays. */
    readonly apply: (tenant: string, operation: RowOperation) => void;
    readonly flush: () => void;
    /** Forgets what waits: the transaction was rolled back. */
    readonly clear: () => void;
}
export declare const tableWriter: (db: Database, schema: TableSchema) => TableWriter;
