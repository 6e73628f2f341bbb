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
import type { ExportOptions } from './export.js'
import { getExport, isExport } from './export.js'

/** `GET /v1/activity`: the feed, by any combination of filters; a page of it, or with `format=ndjson|csv` all of it. */
export const getActivity = (options: ExportOptions & PageOptions): Handler => {
  const wholeOf = getExport(options)
  const pageOf = getPage(options.operations)
  return (call) => (isExport(call) ? wholeOf(call) : pageOf(call))
}

interface PageOptions {
  readonly operations: Pick<Operations, 'activity' | 'waitFor' | 'logId'>
}

const getPage =
  (operations: PageOptions['operations']): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'activity', [call.tenant], call.parameters)
    const spec = {
      format: withDefault(oneOf(['json', 'ndjson', 'csv'] as const), 'json'),
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
      TE.flatMap(({ filter, query: { after, cursor, sort, order, limit } }) =>
        onceReached(operations, after, () =>
          operations.activity({ ...filter, sort, order, limit, ...present({ from: cursor }) }),
        ),
      ),
      TE.map((page) => listAnswer(call, scope, page)),
    )
  }
