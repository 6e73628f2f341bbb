import { createHash } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
/** These may differ from page to page. */
const paging = new Set(['cursor', 'limit', 'after', 'tenant']);
/** `of` is what the list is a list of: the tenant, and a subject's type and id, for example. */
export const cursorScope = (logId, kind, of, parameters) => {
    const filter = [...parameters].filter(([name]) => !paging.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
    const list = createHash('sha256')
        .update(JSON.stringify([of, filter]))
        .digest('base64url')
        .slice(0, 16);
    return { logId, kind, list };
};
/** Opaque to clients: base64url of JSON. */
export const encodeCursor = (scope, place) => {
    const p = typeof place === 'string' ? place : [place.occurredAt, place.position];
    return Buffer.from(JSON.stringify({ l: scope.logId, k: scope.kind, f: scope.list, p })).toString('base64url');
};
/** The place of a cursor of a list in the order of the feed. */
export const feedPlace = (scope) => (cursor) => {
    const place = placeOf(scope, cursor);
    if (E.isLeft(place))
        return place;
    const pair = Array.isArray(place.right) ? place.right : [];
    const [occurredAt, position, ...more] = pair;
    return isInteger(occurredAt) && isInteger(position) && position >= 0 && more.length === 0
        ? E.right({ occurredAt, position })
        : E.left(malformed);
};
/** The place of a cursor of any other list. */
export const opaquePlace = (scope) => (cursor) => {
    const place = placeOf(scope, cursor);
    if (E.isLeft(place))
        return place;
    return typeof place.right === 'string' ? E.right(place.right) : E.left(malformed);
};
const placeOf = (scope, cursor) => {
    const content = contentOf(cursor);
    if (content === undefined)
        return E.left(malformed);
    if (content['l'] !== scope.logId)
        return E.left('is a cursor of another log');
    if (content['k'] !== scope.kind || content['f'] !== scope.list) {
        return E.left('is a cursor of another list: everything but limit and after must be as it was');
    }
    return E.right(content['p']);
};
const contentOf = (cursor) => {
    if (!/^[A-Za-z0-9_-]+$/.test(cursor))
        return undefined;
    try {
        const content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
        return typeof content === 'object' && content !== null ? { ...content } : undefined;
    }
    catch {
        return undefined;
    }
};
const malformed = 'is not a cursor';
const isInteger = (value) => Number.isSafeInteger(value);
//# sourceMappingURL=cursor.js.map