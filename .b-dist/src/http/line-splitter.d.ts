/** One line of a text: its number from 1 and its bytes, or that it is longer than it may be (`bytes` absent). */
export interface Line {
    readonly number: number;
    readonly bytes?: Buffer;
}
export interface LineSplitter {
    /** The lines that this chunk completes; blank ones are left out, though counted. */
    readonly push: (chunk: Buffer) => readonly Line[];
    /** What stands behind the last line feed. */
    readonly end: () => readonly Line[];
    /** The number of the line that is being read. */
    readonly lineNumber: () => number;
}
/** Splits bytes at line feeds (NDJSON, https://github.com/ndjson/ndjson-spec). Of a line longer than `limitBytes` no more than that is ever held. */
export declare const lineSplitter: (limitBytes: number) => LineSplitter;
