import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { FieldIssue } from '../../domain/errors.js'
import { stringSchema } from '../../domain/json-schema.js'
import { limits } from '../../domain/limits.js'
import type { StatsAnswer, StatsField, StatsItem } from '../../ports/read-models.js'
import { statsFields, statsIntervals } from '../../ports/read-models.js'
import { timeSchema } from '../../domain/time.js'
import { ok } from '../answer.js'
import { decodeFiltered, filterParameters } from '../filtered.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer, shapesOf } from '../openapi/operation.js'
import { countSchema, listOf, orNull, partySchema, record } from '../openapi/schemas.js'
import type { Parameter, ValueOf } from '../parameters.js'
import {
  after,
  described,
  integer,
  invalid,
  oneOf,
  optional,
  present,
  shaped,
  valued,
  withDefault,
} from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const fieldOf = oneOf(statsFields)

/** `verb,channel`, or the parameter twice: up to two different fields. */
const fieldsOf: Parameter<readonly StatsField[]> = (values = []) => {
  const fields: StatsField[] = []
  for (const name of values.flatMap((value) => value.split(','))) {
    const field = fieldOf(name)
    if (E.isLeft(field)) return field
    if (fields.includes(field.right)) return E.left(`names ${name} twice`)
    fields.push(field.right)
  }
  return fields.length > 2 ? E.left('must be at most two fields') : E.right(fields)
}

const groupBy = shaped(fieldsOf, {
  required: false,
  schema: { type: 'array', items: { type: 'string', enum: statsFields }, maxItems: 2, uniqueItems: true },
  description: 'Up to two fields, parted by a comma or in two parameters.',
  repeated: 'commas',
})

/** An IANA name; offsets, which some engines take too, are refused. */
const timeZone: ValueOf<string> = valued({ type: 'string', maxLength: 64 }, (value) => {
  try {
    if (/^[A-Za-z]/.test(value) && value.length <= 64) new Intl.DateTimeFormat('en', { timeZone: value })
    else return E.left(noZone)
    return E.right(value)
  } catch {
    return E.left(noZone)
  }
})
const noZone = 'must be an IANA time zone, such as Europe/Berlin'

const spec = {
  groupBy,
  interval: described(optional(oneOf(statsIntervals)), 'Counts over time; weeks begin on Monday.'),
  cycle: described(
    optional(oneOf(['week'] as const)),
    'Counts by weekday (1 is Monday) and hour of local time; without `groupBy` and `interval`.',
  ),
  timeZone: described(withDefault(timeZone, 'UTC'), 'An IANA name: where intervals begin.'),
  limit: described(withDefault(integer(1, limits.maxPageSize), limits.maxPageSize), 'How many groups at most.'),
  after,
}

const itemSchema = record<StatsItem>(
  'StatsItem',
  { count: countSchema },
  {
    verb: stringSchema,
    actor: partySchema,
    channel: orNull(stringSchema),
    subjectType: stringSchema,
    outcome: { type: 'string', enum: ['success', 'failure'] },
    weekday: { type: 'integer', minimum: 1, maximum: 7 },
    hour: { type: 'integer', minimum: 0, maximum: 23 },
    from: timeSchema,
    to: timeSchema,
  },
)
const answerSchema = record<StatsAnswer>(
  'Stats',
  { items: listOf(itemSchema), total: countSchema },
  { truncated: { const: true, description: 'There were more groups than `limit`.' } },
)

export const getStatsOperation: Operation = {
  method: 'get',
  path: '/v1/stats',
  id: 'getStats',
  tag: 'Reading',
  summary: 'Counts',
  description:
    'By up to two fields and over time, by the filters of the feed. Largest first; with an interval in the order of time.',
  permission: 'read',
  query: { ...filterParameters, ...shapesOf(spec) },
  answers: { 200: jsonAnswer('The counts. `total` is of everything that the filter lets through.', answerSchema) },
}

/** `GET /v1/stats`: counts by up to two fields and over time, by the filters of the feed. */
export const getStats =
  (operations: Pick<Operations, 'stats' | 'waitFor'>): Handler =>
  (call) =>
    pipe(
      decodeFiltered(call, spec),
      E.flatMap(checkCycle),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(({ filter, query: { after, interval, cycle, ...query } }) =>
        onceReached(operations, after, () =>
          operations.stats({ ...filter, ...query, ...present({ interval, cycle }) }),
        ),
      ),
      TE.map(ok),
    )

const checkCycle = <
  A extends { readonly query: { readonly cycle?: unknown; readonly interval?: unknown; groupBy: readonly unknown[] } },
>(
  asked: A,
): E.Either<readonly FieldIssue[], A> =>
  asked.query.cycle !== undefined && (asked.query.groupBy.length > 0 || asked.query.interval !== undefined)
    ? E.left([{ field: 'cycle', message: 'cannot be asked for together with groupBy or interval' }])
    : E.right(asked)
