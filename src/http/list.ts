import type { FeedPlace, Page } from '../ports/read-models.js'
import type { Answer } from './answer.js'
import { ok, withHeaders } from './answer.js'
import type { CursorScope } from './cursor.js'
import { encodeCursor } from './cursor.js'
import { queryOf } from './query-string.js'
import type { Authorized } from './route.js'

/** A page as every list answers it: `{ items, next }` with what `more` adds, and where there is a next page `Link: <…>; rel="next"` (RFC 8288). */
export const listAnswer = (
  call: Authorized,
  scope: CursorScope,
  page: Page<unknown, FeedPlace | string>,
  more?: Readonly<Record<string, unknown>>,
): Answer => {
  if (page.next === undefined) return ok({ ...more, items: page.items, next: null })
  const next = encodeCursor(scope, page.next)
  const link = `<${nextUrl(call.request.originalUrl, next)}>; rel="next"`
  return withHeaders(200, { ...more, items: page.items, next }, { link })
}

/** The same request with another cursor; `after` was waited for already. */
const nextUrl = (url: string, cursor: string): string => {
  const path = url.split('?', 1)[0] ?? ''
  const kept = queryOf(url)
    .split('&')
    .filter((pair) => pair !== '' && !/^(?:cursor|after)=/.test(pair))
  return encodeLink(`${path}?${[...kept, `cursor=${cursor}`].join('&')}`)
}

/** A URL as it stands within `<…>` of a Link header: what the request line let through raw and a header may not carry is encoded. */
const encodeLink = (url: string): string => url.replace(/[^\x21-\x7e]|[<>"\\^`{|}]/g, encodeURIComponent)
