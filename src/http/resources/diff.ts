import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations, VersionDiff } from '../../application/operations.js'
import { deltaSchema } from '../../domain/codecs/values.js'
import { ok } from '../answer.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer, shapesOf } from '../openapi/operation.js'
import { countSchema, listOf, orNull, record, valueChangeSchema } from '../openapi/schemas.js'
import { described, integer, required } from '../parameters.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest, subjectInPath, subjectInQuery } from '../subject-path.js'

const side = described(
  required(integer(-1, Number.MAX_SAFE_INTEGER)),
  'A version; -1 stands for "before there was anything".',
)
const spec = { from: side, to: side }

const sideSchema = { ...countSchema, minimum: -1 }
const diffSchema = record<VersionDiff>(
  'VersionDiff',
  { from: sideSchema, to: sideSchema, delta: orNull(deltaSchema), changes: listOf(valueChangeSchema) },
  {},
)

export const getDiffOperation: Operation = {
  method: 'get',
  path: '/v1/subjects/{type}/{id}/diff',
  id: 'getDiff',
  tag: 'Subjects',
  summary: 'What changed between two versions',
  permission: 'read',
  inPath: subjectInPath,
  query: { ...shapesOf(spec), ...subjectInQuery },
  answers: {
    200: jsonAnswer('The changes; `delta` is null where nothing differs or one side has no state.', diffSchema),
  },
  problems: ['NotFound', 'SubjectNotFound', 'NoState', 'VersionNotFound', 'Purged'],
}

/** `GET …/diff?from=&to=`: what changed between two versions, in either direction. */
export const getDiff =
  (operations: Pick<Operations, 'diff'>): Handler =>
  (call) =>
    pipe(
      TE.fromEither(decodeSubjectRequest(call, spec)),
      TE.flatMap(({ subject, query }) => operations.diff(call.tenant, subject, query)),
      TE.map(ok),
    )
