import * as E from 'fp-ts/lib/Either.js'

/** What a cursor belongs to: a log, and a list of it (its kind, what it is a list of, and the filter and order that were asked for). */
export interface ListScope {
  readonly logId: string
  readonly kind: string
  /** A hash of all that decides which items the list has and in which order. */
  readonly list: string
}

/** Opaque to clients: base64url of JSON. */
export const encodeScoped = ({ logId, kind, list }: ListScope, place: unknown): string =>
  Buffer.from(JSON.stringify({ l: logId, k: kind, f: list, p: place })).toString('base64url')

/** The place of a cursor as it was encoded; left: what is wrong with it, `otherList` where it is one of another list. */
export const decodeScoped = (scope: ListScope, cursor: string, otherList: string): E.Either<string, unknown> => {
  const content = contentOf(cursor)
  if (content === undefined) return E.left(malformedCursor)
  if (content['l'] !== scope.logId) return E.left('is a cursor of another log')
  if (content['k'] !== scope.kind || content['f'] !== scope.list) return E.left(otherList)
  return E.right(content['p'])
}

export const malformedCursor = 'is not a cursor'

const contentOf = (cursor: string): Readonly<Record<string, unknown>> | undefined => {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return typeof content === 'object' && content !== null ? { ...content } : undefined
  } catch {
    return undefined
  }
}
