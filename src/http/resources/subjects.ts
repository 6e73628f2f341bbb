import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { checkType } from '../../domain/names.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import { boolean, checked, decodeParameters, invalid, limit, optional, position, present } from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

/** `GET /v1/subjects`: what subjects there are, of a `type`, `deleted` or not. */
export const getSubjects =
  (operations: Pick<Operations, 'subjects' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'subjects', [call.tenant], call.parameters)
    const spec = {
      type: optional(checked(checkType)),
      deleted: optional(boolean),
      limit,
      cursor: optional(opaquePlace(scope)),
      after: optional(position),
    }
    return pipe(
      decodeParameters(call.parameters, spec),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(({ after, cursor, limit, type, deleted }) =>
        onceReached(operations, after, () =>
          operations.subjects({ tenant: call.tenant, limit, ...present({ type, deleted, from: cursor }) }),
        ),
      ),
      TE.map((page) => listAnswer(call, scope, page)),
    )
  }
