import type { CellValue } from '../../domain/projection.js';
import type { ColumnSchema } from './table-schema.js';
/** A value as SQLite takes it. */
export type Cell = string | number | null;
/**
 * A row's value as its column stores it: `json` as text, a boolean in an `integer` column as 0 or 1. Throws an Error that says
 * what is wrong with it.
 */
export declare const toCell: (column: ColumnSchema, value: CellValue | undefined) => Cell;
/** Whether the smaller of two cells of one column is the first; texts as SQLite compares them, by their UTF-8 bytes. */
export declare const isLess: (a: Cell, b: Cell) => boolean;
