import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { checkId } from '../../domain/names.js'
import { stringSchema } from '../../domain/json-schema.js'
import { timeSchema } from '../../domain/time.js'
import type { TransactionRow } from '../../ports/read-models.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, feedPlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import type { Operation } from '../openapi/operation.js'
import { anyScope, shapesOf } from '../openapi/operation.js'
import { countSchema, pageAnswer, record, storedEventSchema } from '../openapi/schemas.js'
import {
  after,
  both,
  checked,
  cursor,
  decodeParameters,
  described,
  invalid,
  limit,
  pathPart,
  present,
  required,
} from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const spec = (scope: CursorScope) => ({ limit, cursor: cursor(feedPlace(scope)), after })

const rowSchema = record<TransactionRow>(
  'Transaction',
  {
    transactionId: stringSchema,
    startedAt: timeSchema,
    endedAt: timeSchema,
    events: countSchema,
    changes: countSchema,
    failures: countSchema,
  },
  {},
)

export const getTransactionOperation: Operation = {
  method: 'get',
  path: '/v1/transactions/{id}',
  id: 'getTransaction',
  tag: 'Reading',
  summary: 'The story of one operation',
  description: 'All its events, changes and calls, by `occurredAt`, then position.',
  permission: 'read',
  inPath: shapesOf({ id: described(required(checked(checkId)), "The transaction's id.") }),
  query: shapesOf(spec(anyScope)),
  answers: { 200: pageAnswer('TransactionPage', storedEventSchema, { transaction: rowSchema }) },
  problems: ['NotFound'],
}

/** `GET /v1/transactions/{id}`: the whole story of one operation, by occurredAt, then position. */
export const getTransaction =
  (operations: Pick<Operations, 'transaction' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const id = String(call.request.params['id'])
    const scope = cursorScope(operations.logId, 'transaction', [call.tenant, id], call.parameters)
    return pipe(
      both(pathPart('id', checked(checkId)(id)), decodeParameters(call.parameters, spec(scope))),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(([, { after, cursor, limit }]) =>
        onceReached(operations, after, () =>
          operations.transaction(call.tenant, id, { limit, ...present({ from: cursor }) }),
        ),
      ),
      TE.map((page) => listAnswer(call, scope, page, { transaction: page.transaction })),
    )
  }
