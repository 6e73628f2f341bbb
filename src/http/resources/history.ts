import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import { limit, oneOf, optional, order, present, withDefault } from '../parameters.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest } from '../subject-path.js'

/** `GET …/history`: the subject's changes, oldest first; `include=all` with the activities about it. */
export const getHistory =
  (operations: Pick<Operations, 'history' | 'logId'>): Handler =>
  (call) => {
    const { type, id } = call.request.params
    const scope = cursorScope(operations.logId, 'history', [call.tenant, String(type), String(id)], call.parameters)
    const spec = {
      include: withDefault(oneOf(['changes', 'all'] as const), 'changes'),
      order: withDefault(order, 'asc'),
      limit,
      cursor: optional(opaquePlace(scope)),
    }
    return pipe(
      TE.fromEither(decodeSubjectRequest(call, spec)),
      TE.flatMap(({ subject, query: { cursor, ...query } }) =>
        operations.history(call.tenant, subject, { ...query, ...present({ from: cursor }) }),
      ),
      TE.map((page) => listAnswer(call, scope, page)),
    )
  }
