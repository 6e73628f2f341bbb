import type { Database, Statement } from 'better-sqlite3';
import type { RowOperation } from '../../domain/projection.js';
import type { Cell } from './cells.js';
import type { ColumnSchema, TableSchema } from './table-schema.js';
export type Upsert = Extract<RowOperation, {
    readonly op: 'upsert';
}>;
/**
 * All upserts that name the same columns in the same parts have one shape, and so one prepared statement, and two of them with one key can be made
 * one. The cells of an upsert are: tenant, key, insert, set, add, min, max.
 */
export interface UpsertShape {
    readonly parts: Readonly<Record<Part, readonly ColumnSchema[]>>;
    readonly size: number;
    readonly statement: Statement<[readonly Cell[]]>;
}
declare const partNames: readonly ["insert", "set", "add", "min", "max"];
type Part = (typeof partNames)[number];
/** The shape of an upsert on this table; throws an Error where it names columns that it may not. */
export declare const shapeOf: (db: Database, schema: TableSchema, upsert: Upsert) => UpsertShape;
/**
 * Writes the upsert's cells behind the tenant and the key, from `at` on. False where it is of another shape; throws an
 * Error where a value is not what its column takes.
 */
export declare const fillShape: (shape: UpsertShape, upsert: Upsert, cells: Cell[], at: number) => boolean;
/** Makes the first of two upserts of one shape and key what both together do. */
export declare const mergeCells: (shape: UpsertShape, keySize: number, into: Cell[], later: readonly Cell[]) => void;
export {};
