import * as E from 'fp-ts/lib/Either.js'
import type { CursorScope } from './cursor.js'
import { encodeCursor, opaquePlace } from './cursor.js'
import type { ValueOf } from './parameters.js'

/**
 * The ids of the live feed (`id:` lines, `Last-Event-ID`): opaque, of one log, and a place in it. Unlike cursors they do not name a filter, so
 * that all streams share an event's text, and a reader may go on with another filter.
 */
const scopeOf = (logId: string): CursorScope => ({ logId, kind: 'live', list: '' })

/** -1 stands for the place before the first event. */
export const encodeLiveId = (logId: string, position: number): string => encodeCursor(scopeOf(logId), String(position))

export const livePosition =
  (logId: string): ValueOf<number> =>
  (id) => {
    const place = opaquePlace(scopeOf(logId))(id)
    if (E.isLeft(place)) return E.left(place.left.replace('cursor', 'Last-Event-ID'))
    const position = /^(?:-1|0|[1-9]\d{0,15})$/.test(place.right) ? Number(place.right) : Number.NaN
    return Number.isSafeInteger(position) ? E.right(position) : E.left('is not a Last-Event-ID')
  }
