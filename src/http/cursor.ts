import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { FeedPlace } from '../ports/read-models.js'
import type { Parameters } from './query-string.js'

/** What a cursor belongs to: a log, and a list of it (its kind, what it is a list of, and the filter and order that were asked for). */
export interface CursorScope {
  readonly logId: string
  readonly kind: ListKind
  /** A hash of all that decides which items the list has and in which order. */
  readonly list: string
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

/** Opaque to clients: base64url of JSON. */
export const encodeCursor = (scope: CursorScope, place: FeedPlace | string): string => {
  const p = typeof place === 'string' ? place : [place.occurredAt, place.position]
  return Buffer.from(JSON.stringify({ l: scope.logId, k: scope.kind, f: scope.list, p })).toString('base64url')
}

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
      : E.left(malformed)
  }

/** The place of a cursor of any other list. */
export const opaquePlace =
  (scope: CursorScope) =>
  (cursor: string): E.Either<string, string> => {
    const place = placeOf(scope, cursor)
    if (E.isLeft(place)) return place
    return typeof place.right === 'string' ? E.right(place.right) : E.left(malformed)
  }

const placeOf = (scope: CursorScope, cursor: string): E.Either<string, unknown> => {
  const content = contentOf(cursor)
  if (content === undefined) return E.left(malformed)
  if (content['l'] !== scope.logId) return E.left('is a cursor of another log')
  if (content['k'] !== scope.kind || content['f'] !== scope.list) {
    return E.left('is a cursor of another list: everything but limit and after must be as it was')
  }
  return E.right(content['p'])
}

const contentOf = (cursor: string): Readonly<Record<string, unknown>> | undefined => {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return typeof content === 'object' && content !== null ? { ...content } : undefined
  } catch {
    return undefined
  }
}

const malformed = 'is not a cursor'
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
