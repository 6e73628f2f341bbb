import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { checkId } from '../../domain/names.js'
import { cursorScope, feedPlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import {
  both,
  checked,
  decodeParameters,
  invalid,
  limit,
  optional,
  pathPart,
  position,
  present,
} from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

/** `GET /v1/transactions/{id}`: the whole story of one operation, by occurredAt, then position. */
export const getTransaction =
  (operations: Pick<Operations, 'transaction' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const id = String(call.request.params['id'])
    const scope = cursorScope(operations.logId, 'transaction', [call.tenant, id], call.parameters)
    const spec = { limit, cursor: optional(feedPlace(scope)), after: optional(position) }
    return pipe(
      both(pathPart('id', checked(checkId)(id)), decodeParameters(call.parameters, spec)),
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
