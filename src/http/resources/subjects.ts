import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { checkType } from '../../domain/names.js'
import { stringSchema } from '../../domain/json-schema.js'
import { timeSchema } from '../../domain/time.js'
import type { SubjectRow } from '../../ports/read-models.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import type { Operation } from '../openapi/operation.js'
import { anyScope, shapesOf } from '../openapi/operation.js'
import { countSchema, pageAnswer, partySchema, record, subjectSchema } from '../openapi/schemas.js'
import {
  after,
  boolean,
  checked,
  cursor,
  decodeParameters,
  described,
  invalid,
  limit,
  optional,
  present,
} from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const spec = (scope: CursorScope) => ({
  type: described(optional(checked(checkType)), 'Of this type alone.'),
  deleted: described(optional(boolean), 'Only those that are deleted, or that are not.'),
  limit,
  cursor: cursor(opaquePlace(scope)),
  after,
})

const rowSchema = record<SubjectRow>(
  'SubjectRow',
  {
    subject: subjectSchema,
    version: countSchema,
    deleted: { type: 'boolean' },
    firstChangeAt: timeSchema,
    lastChangeAt: timeSchema,
    lastActor: partySchema,
    lastVerb: stringSchema,
  },
  {},
)

export const getSubjectsOperation: Operation = {
  method: 'get',
  path: '/v1/subjects',
  id: 'getSubjects',
  tag: 'Subjects',
  summary: 'What subjects there are',
  description: 'All that ever had a state.',
  permission: 'read',
  query: shapesOf(spec(anyScope)),
  answers: { 200: pageAnswer('SubjectPage', rowSchema) },
}

/** `GET /v1/subjects`: what subjects there are, of a `type`, `deleted` or not. */
export const getSubjects =
  (operations: Pick<Operations, 'subjects' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'subjects', [call.tenant], call.parameters)
    return pipe(
      decodeParameters(call.parameters, spec(scope)),
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
