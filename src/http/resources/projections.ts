import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { json, ok } from '../answer.js'
import { decodeParameters, invalid } from '../parameters.js'
import type { Handler } from '../route.js'

/** `GET /v1/projections`: what projections there are, how far each has read and how far it is behind. */
export const getProjections =
  (operations: Pick<Operations, 'projections'>): Handler =>
  (call) =>
    pipe(
      decodeParameters(call.parameters, {}),
      E.bimap(invalid, () => ok({ items: operations.projections(), next: null })),
      TE.fromEither,
    )

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
