import { Buffer } from 'node:buffer';
import * as E from 'fp-ts/lib/Either.js';
export const everythingCut = Number.MAX_SAFE_INTEGER;
export const metadataEventType = '$metadata';
export const tombstoneEventType = '$streamDeleted';
const prefix = '$$';
export const metadataStreamOf = (stream) => `${prefix}${stream}`;
export const isMetadataStream = (stream) => stream.startsWith(prefix);
/** The stream that `$$name` describes. */
export const describedStream = (metadataStream) => metadataStream.slice(prefix.length);
/**
 * Reads the data of a metadata event. What is not a JSON object is metadata without content, and a limit that is not a whole number in its range is no limit.
 * A number beyond 2^53-1 (EventStoreDB writes 2^63-1 for a soft delete) is rounded by JSON.parse; the event's bytes keep it whole.
 */
export const parseMetadata = (data) => {
    const metadata = parseObject(data);
    const truncateBefore = wholeNumber(metadata['$tb'], 0);
    const maxCount = wholeNumber(metadata['$maxCount'], 1);
    const maxAgeSeconds = wholeNumber(metadata['$maxAge'], 1);
    return {
        metadata,
        ...(truncateBefore === undefined ? {} : { truncateBefore }),
        ...(maxCount === undefined ? {} : { maxCount }),
        ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    };
};
/** The bytes of a metadata event's data. Left says what is wrong with it. */
export const serializeMetadata = (metadata) => {
    for (const [key, least] of limitKeys) {
        const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
        if (value !== undefined && wholeNumber(value, least) === undefined)
            return E.left(`${key} must be a whole number of at least ${least}`);
    }
    try {
        return E.right(Buffer.from(JSON.stringify(metadata)));
    }
    catch {
        return E.left('the metadata cannot be written as JSON');
    }
};
/** The same metadata with another `$tb`: what a softly deleted stream gets when it is written to again. */
export const withTruncateBefore = (data, truncateBefore) => Buffer.from(JSON.stringify({ ...parseObject(data), $tb: truncateBefore }));
const limitKeys = [
    ['$tb', 0],
    ['$maxCount', 1],
    ['$maxAge', 1],
];
const wholeNumber = (value, least) => typeof value === 'number' && Number.isInteger(value) && value >= least
    ? Math.min(value, Number.MAX_SAFE_INTEGER)
    : undefined;
const parseObject = (data) => {
    try {
        const value = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'));
        return typeof value === 'object' && value !== null && !Array.isArray(value)
            ? value
            : {};
    }
    catch {
        return {};
    }
};
//# sourceMappingURL=stream-metadata.js.map