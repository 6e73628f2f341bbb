/** One line of the input, without its line end; `bytes` undefined where it was longer than the limit. */
export interface RawLine {
    /** From 1. */
    readonly number: number;
    readonly bytes: Buffer | undefined;
}
export interface LineSplitter {
    readonly push: (chunk: Buffer) => readonly RawLine[];
    /** The last line, where the input did not end with a line end. */
    readonly end: () => readonly RawLine[];
}
/** Splits bytes into lines (LF or CRLF), blank ones left out; of a line over the limit no more than the limit is held. */
export declare const lineSplitter: (maxLineBytes: number) => LineSplitter;
