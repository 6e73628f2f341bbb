import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Operations } from '../../application/operations.js'
import { checkUuid } from '../../domain/names.js'
import { ok } from '../answer.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer, shapesOf } from '../openapi/operation.js'
import { storedEventSchema } from '../openapi/schemas.js'
import { checked, decodeParameters, described, invalid, required } from '../parameters.js'
import type { Authorized, Handler } from '../route.js'

export const getEventOperation: Operation = {
  method: 'get',
  path: '/v1/events/{id}',
  id: 'getEvent',
  tag: 'Reading',
  summary: 'One stored event',
  permission: 'read',
  inPath: shapesOf({ id: described(required(checked(checkUuid)), "The event's id.") }),
  answers: { 200: jsonAnswer('The event.', storedEventSchema) },
  problems: ['NotFound'],
}

/** `GET /v1/events/{id}`: one stored event. */
export const getEvent =
  (operations: Pick<Operations, 'eventById'>): Handler =>
  (call) =>
    pipe(
      decode(call),
      TE.fromEither,
      TE.flatMap((id) => operations.eventById(call.tenant, id)),
      TE.map(ok),
    )

const decode = (call: Authorized) => {
  const id = String(call.request.params['id'])
  const message = checkUuid(id)
  const parameters = decodeParameters(call.parameters, {})
  const issues = [
    ...(message === undefined ? [] : [{ field: 'id', message }]),
    ...(E.isLeft(parameters) ? parameters.left : []),
  ]
  return issues.length > 0 ? E.left(invalid(issues)) : E.right(id.toLowerCase())
}
