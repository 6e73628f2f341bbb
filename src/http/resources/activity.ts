import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, feedPlace } from '../cursor.js'
import { decodeFiltered, filterParameters } from '../filtered.js'
import { listAnswer } from '../list.js'
import type { Operation } from '../openapi/operation.js'
import { anyScope, shapesOf } from '../openapi/operation.js'
import { pageAnswer, storedEventSchema } from '../openapi/schemas.js'
import { after, cursor, described, invalid, limit, oneOf, order, present, withDefault } from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const spec = (scope: CursorScope) => ({
  sort: described(
    withDefault(oneOf(['occurredAt', 'position'] as const), 'occurredAt'),
    '`position` is the order of the log: a reader that goes on from its cursor sees each event exactly once.',
  ),
  order: withDefault(order, 'desc'),
  limit,
  cursor: cursor(feedPlace(scope)),
  after,
})

export const getActivityOperation: Operation = {
  method: 'get',
  path: '/v1/activity',
  id: 'getActivity',
  tag: 'Reading',
  summary: 'The feed',
  description:
    'Events by any combination of filters: different parameters must all hold, a repeated one means any of its values.',
  permission: 'read',
  query: { ...filterParameters, ...shapesOf(spec(anyScope)) },
  answers: { 200: pageAnswer('EventPage', storedEventSchema) },
}

/** `GET /v1/activity`: the feed, by any combination of filters. */
export const getActivity =
  (operations: Pick<Operations, 'activity' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'activity', [call.tenant], call.parameters)
    return pipe(
      decodeFiltered(call, spec(scope)),
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
