import type { FeedPlace, Page } from '../ports/read-models.js';
import type { Answer } from './answer.js';
import type { CursorScope } from './cursor.js';
import type { Authorized } from './route.js';
/** A page as every list answers it: `{ items, next }` with what `more` adds, and where there is a next page `Link: <…>; rel="next"` (RFC 8288). */
export declare const listAnswer: (call: Authorized, scope: CursorScope, page: Page<unknown, FeedPlace | string>, more?: Readonly<Record<string, unknown>>) => Answer;
