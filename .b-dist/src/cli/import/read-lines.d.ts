import type { InputFile } from '../environment.js';
import type { RawLine } from './line-splitter.js';
/** A state of 256 KiB whose every character is escaped takes six times as much. */
export declare const maxLineBytes: number;
export interface LineChunk {
    readonly lines: readonly RawLine[];
    /** How much of the file, as it lies on disk, has been read. */
    readonly bytesRead: number;
}
/** The lines of a file, plain or gzip (told apart by the first two bytes, RFC 1952). Throws where the file cannot be read or unpacked. */
export declare function readLines(file: Pick<InputFile, 'chunks'>): AsyncGenerator<LineChunk, void, undefined>;
