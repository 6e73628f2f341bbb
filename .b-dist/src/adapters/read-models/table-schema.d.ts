import type { ColumnType, Projection, TableDefinition } from '../../domain/projection.js';
/** A projection's table as it lies in the file: `tenant` and the defined columns, in this order. */
export interface TableSchema {
    readonly projection: string;
    readonly table: string;
    /** In the file, to be quoted: `projection.table`. Names have no dot, so no two tables share one. */
    readonly name: string;
    readonly columns: readonly ColumnSchema[];
    readonly key: readonly string[];
    readonly indexes: readonly (readonly string[])[];
}
export interface ColumnSchema {
    readonly name: string;
    readonly type: ColumnType;
    readonly inKey: boolean;
}
/** What a projection's tables are, apart from what it does: kept in the file beside the rows. */
export interface ProjectionTables {
    readonly name: string;
    readonly version: number;
    readonly tables: Readonly<Record<string, TableDefinition>>;
}
export declare const tableName: (projection: string, table: string) => string;
export declare const tableSchemas: (projection: ProjectionTables) => readonly TableSchema[];
/** Names are checked when a definition is loaded and hold no quote; quoting is for the dots and for SQL's keywords. */
export declare const quoted: (name: string) => string;
/**
 * The statements that make a table. The tenant comes first in the key and in every index. Rows lie in the key's own tree (WITHOUT ROWID), but
 * for tables with JSON, whose long rows would make that tree deep. A null in the first column of an index is left out of it.
 */
export declare const createTable: (schema: TableSchema) => readonly string[];
export declare const dropTable: (schema: TableSchema) => string;
/** An index's name in the file, to be quoted: `projection.table.column.column`. */
export declare const indexName: (table: string, columns: readonly string[]) => string;
/** What makes rows of one definition useless to another: used to see that a definition changed although its version did not. */
export declare const tablesText: (projection: Pick<Projection, "tables">) => string;
