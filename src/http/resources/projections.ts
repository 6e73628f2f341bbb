import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { Page, ProjectionStatus } from '../../ports/read-models.js'
import { json } from '../answer.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import { decodeParameters, invalid, limit, optional } from '../parameters.js'
import type { Handler } from '../route.js'

/** `GET /v1/projections`: what projections there are, how far each has read and how far it is behind. */
export const getProjections =
  (operations: Pick<Operations, 'projections' | 'logId'>): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'projections', [call.tenant], call.parameters)
    return pipe(
      decodeParameters(call.parameters, { limit, cursor: optional(opaquePlace(scope)) }),
      E.bimap(invalid, ({ limit, cursor }) => listAnswer(call, scope, pageOf(operations.projections(), limit, cursor))),
      TE.fromEither,
    )
  }

/** `limit` of them behind the one that is named `from`. */
const pageOf = (all: readonly ProjectionStatus[], limit: number, from: string | undefined): Page<ProjectionStatus> => {
  const start = from === undefined ? 0 : all.findIndex(({ name }) => name === from) + 1
  const items = all.slice(start, start + limit)
  const last = items.at(-1)
  return last === undefined || start + limit >= all.length ? { items } : { items, next: last.name }
}

/** `POST /v1/projections/{name}/rebuild`: begins to build its rows anew beside the live ones; `GET /v1/projections` shows how far it is. */
export const postRebuild =
  (operations: Pick<Operations, 'rebuild'>): Handler =>
  (call) => {
    const projection = String(call.request.params['name'])
    return pipe(
      decodeParameters(call.parameters, {}),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(() => operations.rebuild(projection)),
      TE.map(() => json(202, { projection, state: 'rebuilding' })),
    )
  }
