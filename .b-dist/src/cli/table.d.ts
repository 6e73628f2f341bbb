import type { Output } from './environment.js';
export interface Column<Row> {
    readonly title: string;
    readonly value: (row: Row) => string;
    readonly align?: 'right';
    /** Never made narrower than this many columns of the terminal (default 8); columns with more to give shrink first. */
    readonly minWidth?: number;
}
/**
 * Rows as a table fitted to the terminal: values too wide for their column are cut with `…` (at 200 characters where the
 * output is no terminal). What acts on a terminal is escaped.
 */
export declare const formatTable: <Row>(columns: readonly Column<Row>[], rows: readonly Row[], output: Pick<Output, "columns" | "color">) => string;
/** Gives each column its natural width where all fit; otherwise takes from the widest first, down to each one's minimum. */
export declare const fitWidths: (natural: readonly number[], minimum: readonly number[], available: number | undefined) => readonly number[];
/** Columns that a text takes on a terminal: wide East Asian characters and emoji take two, combining marks none. */
export declare const width: (text: string) => number;
