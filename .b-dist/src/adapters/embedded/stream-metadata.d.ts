import * as E from 'fp-ts/lib/Either.js';
/** What a stream's metadata says about reading it, as EventStoreDB names it: `$tb`, `$maxCount`, `$maxAge` (seconds). */
export interface StreamLimits {
    /** The first revision that may be read; 2^53-1 (or any larger number) cuts off everything: the stream is deleted softly. */
    readonly truncateBefore?: number;
    readonly maxCount?: number;
    readonly maxAgeSeconds?: number;
}
export interface ParsedMetadata extends StreamLimits {
    readonly metadata: Readonly<Record<string, unknown>>;
}
export declare const everythingCut: number;
export declare const metadataEventType = "$metadata";
export declare const tombstoneEventType = "$streamDeleted";
export declare const metadataStreamOf: (stream: string) => string;
export declare const isMetadataStream: (stream: string) => boolean;
/** The stream that `$$name` describes. */
export declare const describedStream: (metadataStream: string) => string;
/**
 * Reads the data of a metadata event. What is not a JSON object is metadata without content, and a limit that is not a whole number in its range is no limit.
 * A number beyond 2^53-1 (EventStoreDB writes 2^63-1 for a soft delete) is rounded by JSON.parse; the event's bytes keep it whole.
 */
export declare const parseMetadata: (data: Uint8Array) => ParsedMetadata;
/** The bytes of a metadata event's data. Left says what is wrong with it. */
export declare const serializeMetadata: (metadata: Readonly<Record<string, unknown>>) => E.Either<string, Uint8Array>;
/** The same metadata with another `$tb`: what a softly deleted stream gets when it is written to again. */
export declare const withTruncateBefore: (data: Uint8Array, truncateBefore: number) => Uint8Array;
