import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, feedPlace } from '../cursor.js'
import { decodeFiltered, filterParameters } from '../filtered.js'
import { listAnswer } from '../list.js'
import { stringSchema } from '../../domain/json-schema.js'
import type { Operation, Shapes } from '../openapi/operation.js'
import { anyScope, shapesOf } from '../openapi/operation.js'
import { pageAnswer, storedEventSchema } from '../openapi/schemas.js'
import { after, cursor, described, invalid, limit, oneOf, order, present, withDefault } from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'
import type { ExportOptions } from './export.js'
import { exportContent, getExport, isExport } from './export.js'

/** `GET /v1/activity`: the feed, by any combination of filters; a page of it, or with `format=ndjson|csv` all of it. */
export const getActivity = (options: ExportOptions & PageOptions): Handler => {
  const wholeOf = getExport(options)
  const pageOf = getPage(options.operations)
  return (call) => (isExport(call) ? wholeOf(call) : pageOf(call))
}

interface PageOptions {
  readonly operations: Pick<Operations, 'activity' | 'waitFor' | 'logId'>
}

const spec = (scope: CursorScope) => ({
  format: described(
    withDefault(oneOf(['json', 'ndjson', 'csv'] as const), 'json'),
    'A page (`json`), or all that the filters let through in one answer: a line an event.',
  ),
  sort: described(
    withDefault(oneOf(['occurredAt', 'position'] as const), 'occurredAt'),
    '`position` is the order of the log: a reader that goes on from its cursor sees each event exactly once.',
  ),
  order: withDefault(order, 'desc'),
  limit,
  cursor: cursor(feedPlace(scope)),
  after,
})

const ofEitherFormat = {
  limit: {
    required: false,
    schema: { type: 'integer', minimum: 1 },
    description:
      'Of a page: how many items it has at most, 50 by default and 1,000 at most. Of an export: how many rows, all by default.',
  },
  cursor: {
    required: false,
    schema: stringSchema,
    description:
      'Where to go on: the `next` of the page before, or the `cursor` of the last row of an export that broke off. Filters, `sort`, `order` and `format` must be as they were then.',
  },
} satisfies Shapes

const page = pageAnswer('EventPage', storedEventSchema)

export const getActivityOperation: Operation = {
  method: 'get',
  path: '/v1/activity',
  id: 'getActivity',
  tag: 'Reading',
  summary: 'The feed, and exports of it',
  description: [
    'Events by any combination of filters: different parameters must all hold, a repeated one means any of its values.',
    'An export is whole if it ends with a line `end` (NDJSON) or with the trailers `Annals-Rows` and `Annals-Position` (CSV).',
  ].join(' '),
  permission: 'read',
  query: { ...filterParameters, ...shapesOf(spec(anyScope)), ...ofEitherFormat },
  answers: { 200: { ...page, content: { ...page.content, ...exportContent } } },
}

const getPage =
  (operations: PageOptions['operations']): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'activity', [call.tenant], call.parameters)
    return pipe(
      decodeFiltered(call, spec(scope)),
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
