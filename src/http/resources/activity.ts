import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { cursorScope, feedPlace } from '../cursor.js'
import { decodeFiltered } from '../filtered.js'
import { listAnswer } from '../list.js'
import { invalid, limit, oneOf, optional, order, position, present, withDefault } from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

/** `GET /v1/activity`: the feed, by any combination of filters. */
export const getActivity =
  (operations: Pick<Operations, 'activity' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'activity', [call.tenant], call.parameters)
    const spec = {
      sort: withDefault(oneOf(['occurredAt', 'position'] as const), 'occurredAt'),
      order: withDefault(order, 'desc'),
      limit,
      cursor: optional(feedPlace(scope)),
      after: optional(position),
    }
    return pipe(
      decodeFiltered(call, spec),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(({ filter, query: { after, cursor, ...query } }) =>
        onceReached(operations, after, () =>
          operations.activity({ ...filter, ...query, ...present({ from: cursor }) }),
        ),
      ),
      TE.map((page) => listAnswer(call, scope, page)),
    )
  }
