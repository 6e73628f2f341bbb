import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { stringSchema } from '../../domain/json-schema.js'
import { limits } from '../../domain/limits.js'
import { formatTime } from '../../domain/time.js'
import type { CallDurations, CallsAnswer, CallsItem } from '../../ports/read-models.js'
import { ok } from '../answer.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer, shapesOf } from '../openapi/operation.js'
import { countSchema, listOf, record } from '../openapi/schemas.js'
import {
  after,
  decodeParameters,
  described,
  integer,
  invalid,
  oneOf,
  optional,
  present,
  text,
  time,
  withDefault,
} from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const spec = {
  since: described(optional(time), 'From the day (UTC) on that this time lies in.'),
  until: described(optional(time), 'To the day (UTC) that ends at this time or that it lies in.'),
  direction: optional(oneOf(['in', 'out'] as const)),
  service: optional(text),
  operation: optional(text),
  limit: described(withDefault(integer(1, limits.maxPageSize), limits.maxPageSize), 'How many items at most.'),
  after,
}

const msSchema = { type: 'integer', minimum: 1 } as const
const durationSchema = record<CallDurations>(
  'CallDurations',
  { count: countSchema, p50: msSchema, p95: msSchema, p99: msSchema },
  {},
)
const itemSchema = record<CallsItem>(
  'CallsItem',
  {
    direction: { type: 'string', enum: ['in', 'out'] },
    service: stringSchema,
    operation: stringSchema,
    count: countSchema,
    errors: countSchema,
    lastVerb: stringSchema,
  },
  { duration: durationSchema },
)
const answerSchema = record<CallsAnswer>(
  'Calls',
  { items: listOf(itemSchema), total: countSchema },
  { truncated: { const: true, description: 'There were more items than `limit`.' } },
)

export const getCallsOperation: Operation = {
  method: 'get',
  path: '/v1/calls',
  id: 'getCalls',
  tag: 'Reading',
  summary: 'Calls by service and operation, with how long they took',
  description:
    'Over whole days of UTC. Percentiles are in ms, by nearest rank, of the calls that say how long they took: at most so long and, from 5 ms on, not less than 4/5 of it.',
  permission: 'read',
  query: shapesOf(spec),
  answers: { 200: jsonAnswer('Largest count first.', answerSchema) },
}

/** `GET /v1/calls`: calls served and made by service and operation, with percentiles of their durations. */
export const getCalls =
  (operations: Pick<Operations, 'calls' | 'waitFor'>): Handler =>
  (call) =>
    pipe(
      decodeParameters(call.parameters, spec),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(({ after, since, until, limit, direction, service, operation }) => {
        const days = { sinceDay: dayOf(since), untilDay: dayOf(until === undefined ? undefined : until + dayMs - 1) }
        const query = { tenant: call.tenant, limit, ...present({ ...days, direction, service, operation }) }
        return onceReached(operations, after, () => operations.calls(query))
      }),
      TE.map(ok),
    )

const dayMs = 86_400_000
const dayOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : formatTime(ms).slice(0, 10)
