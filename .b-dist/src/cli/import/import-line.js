import { isUtf8 } from 'node:buffer';
import * as E from 'fp-ts/lib/Either.js';
import { decodeEventInput } from '../../domain/codecs/event-input.js';
import { limits } from '../../domain/limits.js';
import { formatTime, parseTime } from '../../domain/time.js';
import { maxLineBytes } from './read-lines.js';
const required = ['occurredAt', 'actor', 'subject', 'state'];
const known = new Set([...required, 'transaction', 'verb', 'channel']);
/** Decodes one line; Left says what is wrong with it, by the line's own fields. `now` is in ms since the epoch. */
export const parseImportLine = ({ bytes }, now) => {
    if (bytes === undefined)
        return refuse('', `is longer than ${maxLineBytes} bytes`);
    if (!isUtf8(bytes))
        return refuse('', 'is not valid UTF-8');
    let value;
    try {
        value = JSON.parse(bytes.toString('utf8'));
    }
    catch {
        return refuse('', 'is not JSON');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return refuse('', 'must be a JSON object');
    const issues = shapeIssues(value);
    if (issues.length > 0)
        return E.left(issues);
    const line = value;
    const decoded = decodeEventInput(eventOf(line));
    if (E.isLeft(decoded))
        return E.left(decoded.left.map(lineIssue));
    return inUtc(decoded.right, now);
};
const refuse = (field, message) => E.left([{ field, message }]);
const shapeIssues = (value) => [
    ...required
        .filter((field) => !Object.hasOwn(value, field))
        .map((field) => ({ field: `/${field}`, message: 'is missing' })),
    ...Object.keys(value)
        .filter((field) => !known.has(field))
        .map((field) => ({ field: `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`, message: 'is not known' })),
];
/** `actor: "x"` is short for the user x. */
const eventOf = (line) => ({
    subject: line.subject,
    actor: typeof line.actor === 'string' ? { type: 'user', id: line.actor } : line.actor,
    occurredAt: line.occurredAt,
    change: line.state === null ? { kind: 'delete' } : { kind: 'state', state: line.state },
    ...(line.transaction === undefined ? {} : { transactionId: line.transaction }),
    ...(line.verb === undefined ? {} : { verb: line.verb }),
    ...(line.channel === undefined ? {} : { channel: line.channel }),
});
/** An issue of the event, in the words of the line. */
const lineIssue = ({ field, message }) => ({
    field: field.replace(/^\/change\/state/, '/state').replace(/^\/transactionId/, '/transaction'),
    message,
});
const inUtc = (event, now) => {
    const at = parseTime(event.occurredAt ?? '');
    if (at === undefined)
        return refuse('/occurredAt', 'must be an RFC 3339 time with offset');
    // The store refuses it as well; a line that it refuses must not count as its subject's last state.
    if (at > now + limits.maxFutureMs)
        return refuse('/occurredAt', `is more than ${limits.maxFutureMs / 1000} seconds ahead`);
    return E.right({ ...event, occurredAt: formatTime(at) });
};
//# sourceMappingURL=import-line.js.map