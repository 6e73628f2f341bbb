import { changedPaths } from './changes.js';
import { decodeStoredBody } from './codecs/event-body.js';
import { isPlainObject } from './codecs/strict.js';
import { streamOf } from './stream-name.js';
import { formatTime, parseTime } from './time.js';
/** The version of the format that this code writes and reads. */
const formatVersion = 1;
/**
 * An event as the log takes it. Its data is the body and the digest of the request that led to it; its metadata, which can
 * never be sealed or erased, has nothing personal. `recordedAt` is in ms since the epoch.
 */
export const encodeEvent = (args) => {
    const { body, digest, kind, recordedAt } = args;
    const metadata = { annals: formatVersion, kind, recordedAt: formatTime(recordedAt) };
    if (body.transactionId !== undefined)
        metadata.$correlationId = body.transactionId;
    if (body.causationId !== undefined)
        metadata.$causationId = body.causationId;
    return {
        id: body.id,
        type: body.verb,
        isJson: true,
        data: encoder.encode(JSON.stringify({ ...body, digest })),
        metadata: encoder.encode(JSON.stringify(metadata)),
    };
};
/**
 * Reads any event of the log; never throws. Beyond its schema, its stream, id, type and kind must say what its body says.
 * Events of streams that begin with `$`, and those whose metadata has no `annals`, are foreign.
 */
export const decodeRecorded = (recorded) => {
    if (recorded.stream.startsWith('$'))
        return foreign;
    const metadata = parseJson(recorded.metadata);
    if (!isPlainObject(metadata) || !Object.hasOwn(metadata, 'annals'))
        return foreign;
    if (metadata['annals'] !== formatVersion)
        return undecodable('it is of another version of the format');
    const { kind, recordedAt } = metadata;
    if (kind !== 'change' && kind !== 'activity')
        return undecodable('its metadata has no kind');
    if (!isTime(recordedAt))
        return undecodable('its metadata has no recordedAt');
    const data = parseJson(recorded.data);
    if (data === undefined)
        return undecodable('its data is no JSON');
    const decoded = decodeStoredBody(data);
    if (decoded._tag === 'Left')
        return undecodable(`its data is wrong: ${firstOf(decoded.left)}`);
    const { digest, ...body } = decoded.right;
    const reason = contradiction(recorded, kind, body);
    return reason === undefined
        ? { _tag: 'Event', event: storedEvent(recorded, kind, recordedAt, body), digest }
        : undecodable(reason);
};
const foreign = { _tag: 'Foreign' };
const undecodable = (reason) => ({ _tag: 'Undecodable', reason });
/** Two segments of the pointer, no more: further down, keys may be personal, and reasons go to logs. */
const firstOf = (issues) => {
    const [issue] = issues;
    return issue === undefined ? '' : `${issue.field.split('/', 3).join('/')} ${issue.message}`.trim();
};
/** Object.assign on an object of our own, and not a spread: that would be an order of magnitude slower, for each event read. */
const storedEvent = (recorded, kind, recordedAt, body) => {
    const { stream, revision } = recorded;
    const version = kind === 'change' ? revision : null;
    const event = Object.assign(body, {
        kind,
        stream,
        revision,
        version,
        position: String(recorded.position),
        recordedAt,
    });
    return kind === 'change' && body.change !== undefined
        ? Object.assign(event, { changedPaths: pathsOf(body.change) })
        : event;
};
const pathsOf = (change) => (change.kind === 'patch' ? changedPaths(change.delta) : ['']);
const contradiction = (recorded, kind, body) => {
    const changes = body.change !== undefined && body.applied === undefined;
    if (changes !== (kind === 'change'))
        return `it is no ${kind}, as its metadata says`;
    if (body.applied !== undefined && body.change === undefined)
        return 'it has no change that was not applied';
    if (recorded.stream !== streamOf(kind, body.tenant, body.subject))
        return 'its stream is not that of its tenant and subject';
    if (recorded.id !== body.id)
        return 'its id is not the one in its data';
    if (recorded.type !== body.verb)
        return 'its type is not its verb';
    return isTime(body.occurredAt) ? undefined : 'its occurredAt is no time';
};
const isTime = (value) => typeof value === 'string' && parseTime(value) !== undefined;
/** The JSON value of UTF-8 bytes; undefined where they are none. */
const parseJson = (bytes) => {
    try {
        return JSON.parse(decoder.decode(bytes));
    }
    catch {
        return undefined;
    }
};
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
//# sourceMappingURL=stored-event.js.map