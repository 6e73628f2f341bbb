import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import type { Operation } from '../openapi/operation.js'
import { anyScope, shapesOf } from '../openapi/operation.js'
import { pageAnswer, storedEventSchema } from '../openapi/schemas.js'
import { cursor, described, limit, oneOf, order, present, withDefault } from '../parameters.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest, subjectInPath, subjectInQuery } from '../subject-path.js'

const spec = (scope: CursorScope) => ({
  include: described(
    withDefault(oneOf(['changes', 'all'] as const), 'changes'),
    '`all`: with the activities about the subject.',
  ),
  order: withDefault(order, 'asc'),
  limit,
  cursor: cursor(opaquePlace(scope)),
})

export const getHistoryOperation: Operation = {
  method: 'get',
  path: '/v1/subjects/{type}/{id}/history',
  id: 'getHistory',
  tag: 'Subjects',
  summary: 'Its changes',
  permission: 'read',
  inPath: subjectInPath,
  query: { ...shapesOf(spec(anyScope)), ...subjectInQuery },
  answers: { 200: pageAnswer('EventPage', storedEventSchema) },
  problems: ['NotFound', 'SubjectNotFound'],
}

/** `GET …/history`: the subject's changes, oldest first; `include=all` with the activities about it. */
export const getHistory =
  (operations: Pick<Operations, 'history' | 'logId'>): Handler =>
  (call) => {
    const { type, id } = call.request.params
    const scope = cursorScope(operations.logId, 'history', [call.tenant, String(type), String(id)], call.parameters)
    return pipe(
      TE.fromEither(decodeSubjectRequest(call, spec(scope))),
      TE.flatMap(({ subject, query: { cursor, ...query } }) =>
        operations.history(call.tenant, subject, { ...query, ...present({ from: cursor }) }),
      ),
      TE.map((page) => listAnswer(call, scope, page)),
    )
  }
