import { Buffer } from 'node:buffer';
export declare const headerBytes = 58;
/** The parts of an event that its emitter gives; `id` as 16 bytes. */
export interface RecordParts {
    readonly stream: string;
    readonly type: string;
    readonly isJson: boolean;
    readonly id: Uint8Array;
    readonly data: Uint8Array;
    readonly metadata: Uint8Array;
}
export declare const recordBytes: (parts: Omit<RecordParts, "id" | "isJson">) => number;
/** Writes the record at `offset`, its place left at zero. @returns the offset behind it. */
export declare const writeRecord: (target: Buffer, offset: number, parts: RecordParts) => number;
/** A record of its own. */
export declare const makeRecord: (parts: RecordParts) => Buffer;
export declare const placeRecord: (record: Buffer, position: number, revision: number, created: number) => void;
/** The length of the record that begins at `offset`. */
export declare const lengthOfRecord: (source: Buffer, offset: number) => number;
export declare const streamOf: (record: Buffer) => string;
/** What a record holds; `id`, `data` and `metadata` are views into it. */
export declare const partsOf: (record: Buffer) => {
    type: string;
    isJson: 0 | 1;
    id: Buffer;
    data: Buffer;
    metadata: Buffer;
};
export declare const digestOf: (record: Buffer) => Buffer;
/** The digest that a stored event must have. */
export declare const digestOfStored: (parts: RecordParts, position: number, revision: number, created: number) => Buffer;
/** A UUID's 16 bytes (RFC 9562), from its text in either case. */
export declare const idToBytes: (id: string) => Buffer;
/** A UUID's text in lower case. */
export declare const idToText: (bytes: Buffer) => string;
