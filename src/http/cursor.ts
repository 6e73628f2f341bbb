import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { decodeScoped, encodeScoped, malformedCursor } from '../application/scoped-cursor.js'
import type { ListScope } from '../application/scoped-cursor.js'
import type { FeedPlace } from '../ports/read-models.js'
import type { Parameters } from './query-string.js'

export interface CursorScope extends ListScope {
  readonly kind: ListKind
}

export type ListKind = 'activity' | 'subjects' | 'history' | 'transaction' | 'rows' | 'facets' | 'projections' | 'live'

/** These may differ from page to page. */
const paging: ReadonlySet<string> = new Set(['cursor', 'limit', 'after', 'tenant'])

/** `of` is what the list is a list of: the tenant, and a subject's type and id, for example. */
export const cursorScope = (
  logId: string,
  kind: ListKind,
  of: readonly string[],
  parameters: Parameters,
): CursorScope => {
  const filter = [...parameters].filter(([name]) => !paging.has(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  const list = createHash('sha256')
    .update(JSON.stringify([of, filter]))
    .digest('base64url')
    .slice(0, 16)
  return { logId, kind, list }
}

export const encodeCursor = (scope: CursorScope, place: FeedPlace | string): string =>
  encodeScoped(scope, typeof place === 'string' ? place : [place.occurredAt, place.position])

/** The place of a cursor of a list in the order of the feed. */
export const feedPlace =
  (scope: CursorScope) =>
  (cursor: string): E.Either<string, FeedPlace> => {
    const place = placeOf(scope, cursor)
    if (E.isLeft(place)) return place
    const pair: readonly unknown[] = Array.isArray(place.right) ? (place.right as unknown[]) : []
    const [occurredAt, position, ...more] = pair
    return isInteger(occurredAt) && isInteger(position) && position >= 0 && more.length === 0
      ? E.right({ occurredAt, position })
      : E.left(malformedCursor)
  }

/** The place of a cursor of any other list. */
export const opaquePlace =
  (scope: CursorScope) =>
  (cursor: string): E.Either<string, string> => {
    const place = placeOf(scope, cursor)
    if (E.isLeft(place)) return place
    return typeof place.right === 'string' ? E.right(place.right) : E.left(malformedCursor)
  }

const placeOf = (scope: CursorScope, cursor: string): E.Either<string, unknown> =>
  decodeScoped(scope, cursor, 'is a cursor of another list: everything but limit and after must be as it was')

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
