import { ok, withHeaders } from './answer.js';
import { encodeCursor } from './cursor.js';
import { queryOf } from './query-string.js';
/** A page as every list answers it: `{ items, next }` with what `more` adds, and where there is a next page `Link: <…>; rel="next"` (RFC 8288). */
export const listAnswer = (call, scope, page, more) => {
    if (page.next === undefined)
        return ok({ ...more, items: page.items, next: null });
    const next = encodeCursor(scope, page.next);
    const link = `<${nextUrl(call.request.originalUrl, next)}>; rel="next"`;
    return withHeaders(200, { ...more, items: page.items, next }, { link });
};
/** The same request with another cursor; `after` was waited for already. */
const nextUrl = (url, cursor) => {
    const path = url.split('?', 1)[0] ?? '';
    const kept = queryOf(url)
        .split('&')
        .filter((pair) => pair !== '' && !/^(?:cursor|after)=/.test(pair));
    return encodeLink(`${path}?${[...kept, `cursor=${cursor}`].join('&')}`);
};
/** A URL as it stands within `<…>` of a Link header: what the request line let through raw and a header may not carry is encoded. */
const encodeLink = (url) => url.replace(/[^\x21-\x7e]|[<>"\\^`{|}]/g, encodeURIComponent);
//# sourceMappingURL=list.js.map