import type { StreamRow } from './stream-row.js';
/**
 * The first revision that a stream still shows: what `$tb`, `$maxCount` and `$maxAge` leave of it. One behind the last where they leave nothing.
 * A metadata stream shows its last event only, as EventStoreDB has it.
 * @param createdAt when a revision of the stream was stored (ms); it never goes down from one revision to the next.
 */
export declare const firstReadable: (row: StreamRow, now: number, createdAt: (revision: number) => number | undefined) => number;
