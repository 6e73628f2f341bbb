import { Buffer } from 'node:buffer';
import { idToBytes, lengthOfRecord, recordBytes, streamOf, writeRecord } from './event-record.js';
import { tombstoneEventType } from './stream-metadata.js';
// A packed request: kind (1 byte), number of streams (2), then for each stream its expected revision (a double), the number of its events (4) and
// the records; or for `remember` the length (4) and JSON. One buffer moves between the threads without a copy, where a clone of each event is slow.
const kinds = ['append', 'tombstone', 'remember'];
const expectedCodes = { any: -1, none: -2, exists: -3 };
const requestHeader = 3;
const streamHeader = 12;
export const packRequests = (requests) => {
    const bodies = requests.map(bodyOf);
    const packed = new ArrayBuffer(bodies.reduce((sum, body) => sum + packedBytes(body), 0));
    const target = Buffer.from(packed);
    bodies.reduce((at, body) => packBody(target, at, body), 0);
    return packed;
};
/** Reads what `packRequests` made; the records are views into it. */
export function* unpackRequests(packed) {
    const source = Buffer.from(packed);
    let at = 0;
    while (at < source.byteLength) {
        const kind = kinds[source.readUInt8(at)] ?? 'append';
        const count = source.readUInt16BE(at + 1);
        const from = at;
        at += requestHeader;
        if (kind === 'remember') {
            const end = at + 4 + source.readUInt32BE(at);
            const entry = JSON.parse(source.toString('utf8', at + 4, end));
            at = end;
            yield { kind, entry, events: 1, bytes: at - from };
            continue;
        }
        const streams = [];
        let events = 0;
        for (let index = 0; index < count; index += 1) {
            const expected = source.readDoubleBE(at);
            const records = new Array(source.readUInt32BE(at + 8));
            at += streamHeader;
            for (let each = 0; each < records.length; each += 1) {
                const end = at + lengthOfRecord(source, at);
                records[each] = source.subarray(at, end);
                at = end;
            }
            events += records.length;
            streams.push({
                stream: records[0] === undefined ? '' : streamOf(records[0]),
                expected: decodeExpected(expected),
                records,
            });
        }
        yield { kind, streams, events, bytes: at - from };
    }
}
const bodyOf = (request) => {
    switch (request.kind) {
        case 'append':
            return { kind: 0, appends: request.appends };
        case 'tombstone':
            return {
                kind: 1,
                appends: [{ stream: request.stream, expected: request.expected, events: [tombstone(request.id)] }],
            };
        case 'remember':
            return { kind: 2, json: JSON.stringify(request.entry) };
    }
};
const nothing = new Uint8Array(0);
const tombstone = (id) => ({
    id,
    type: tombstoneEventType,
    isJson: false,
    data: nothing,
    metadata: nothing,
});
const packedBytes = (body) => {
    if (body.kind === 2)
        return requestHeader + 4 + Buffer.byteLength(body.json);
    let bytes = requestHeader;
    for (const { stream, events } of body.appends) {
        bytes += streamHeader;
        for (const { type, data, metadata } of events)
            bytes += recordBytes({ stream, type, data, metadata });
    }
    return bytes;
};
const packBody = (target, start, body) => {
    let at = target.writeUInt8(body.kind, start);
    at = target.writeUInt16BE(body.kind === 2 ? 0 : body.appends.length, at);
    if (body.kind === 2) {
        const bytes = target.write(body.json, at + 4);
        target.writeUInt32BE(bytes, at);
        return at + 4 + bytes;
    }
    for (const { stream, expected, events } of body.appends) {
        at = target.writeDoubleBE(typeof expected === 'number' ? expected : expectedCodes[expected], at);
        at = target.writeUInt32BE(events.length, at);
        for (const { id, type, isJson, data, metadata } of events)
            at = writeRecord(target, at, { stream, type, isJson, id: idToBytes(id), data, metadata });
    }
    return at;
};
const decodeExpected = (code) => {
    if (code >= 0)
        return code;
    return code === expectedCodes.any ? 'any' : code === expectedCodes.none ? 'none' : 'exists';
};
//# sourceMappingURL=write-request.js.map