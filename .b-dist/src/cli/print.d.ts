import type { Environment, Output } from './environment.js';
import type { Column } from './table.js';
/** One JSON document, laid out for reading where a person reads it. */
export declare const printJson: (output: Output, value: unknown) => Promise<void>;
/** A list for programs: NDJSON, one item a line, written as it is read. */
export declare const printNdjson: (output: Output, items: AsyncIterable<unknown> | Iterable<unknown>) => Promise<void>;
/**
 * A list as `--json` (NDJSON) or as tables of at most 200 rows, so that a long one is neither waited for nor held in memory. `empty` says what it means
 * that there is nothing.
 */
export declare const printList: <Row>(environment: Pick<Environment, "stdout" | "stderr">, list: {
    readonly items: AsyncIterable<Row> | Iterable<Row>;
    readonly columns: readonly Column<Row>[];
    readonly json: boolean;
    readonly empty: string;
}) => Promise<void>;
