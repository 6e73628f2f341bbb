import * as E from 'fp-ts/lib/Either.js';
import { digestOfStored, idToText } from './event-record.js';
export const eventColumns = 'e.position, s.name, e.revision, e.id, e.type, e.is_json, e.created, e.digest, e.metadata, e.data';
/** The event of a row whose digest is right. */
export const toRecorded = (row) => {
    const [position, stream, revision, id, type, isJson, created, , metadata, data] = row;
    return isWhole(row)
        ? E.right({ stream, revision, position, id: idToText(id), type, isJson: isJson === 1, data, metadata, created })
        : E.left({ _tag: 'CorruptRow', stream: typeof stream === 'string' ? stream : '', revision, position });
};
// The types above are those of a sound file; a damaged one can hold anything (no stream of that id, a digest of another length).
const isWhole = (row) => {
    const [position, stream, revision, id, type, isJson, created, digest, metadata, data] = row;
    if (typeof stream !== 'string' || id.byteLength !== 16 || isJson >>> 1 !== 0)
        return false;
    return digestOfStored({ stream, type, isJson: isJson === 1, id, data, metadata }, position, revision, created).equals(digest);
};
/** What an event weighs in a page. */
export const bytesOf = (event) => event.data.byteLength + event.metadata.byteLength;
//# sourceMappingURL=event-row.js.map