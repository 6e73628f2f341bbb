import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations, SubjectState, When } from '../../application/operations.js'
import type { AnnalsError } from '../../domain/errors.js'
import { invalidInput } from '../../domain/errors.js'
import { timeSchema } from '../../domain/time.js'
import type { Answer } from '../answer.js'
import { ok, withHeaders } from '../answer.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer, shapesOf } from '../openapi/operation.js'
import { countSchema, record, subjectSchema } from '../openapi/schemas.js'
import type { Decoded } from '../parameters.js'
import { described, oneOf, optional, time, version } from '../parameters.js'
import type { Authorized, Handler } from '../route.js'
import { decodeSubjectRequest, subjectInPath, subjectInQuery } from '../subject-path.js'
import { etagOf, isUnmodified } from '../version-match.js'

const spec = {
  version: described(optional(version), 'The state at this version. Excludes `at`.'),
  at: described(optional(time), 'The state at this time.'),
  by: described(
    optional(oneOf(['occurred', 'recorded'] as const)),
    'With `at`: as things happened (the default), or as Annals knew it.',
  ),
}

const stateSchema = record<SubjectState>(
  'SubjectState',
  {
    subject: subjectSchema,
    version: countSchema,
    state: { description: 'Any JSON value; null once it is deleted.' },
    deleted: { type: 'boolean' },
    occurredAt: timeSchema,
    recordedAt: timeSchema,
  },
  {},
)

export const getSubjectOperation: Operation = {
  method: 'get',
  path: '/v1/subjects/{type}/{id}',
  id: 'getSubject',
  tag: 'Subjects',
  summary: 'The state now, at a version, or at a time',
  permission: 'read',
  inPath: subjectInPath,
  query: { ...shapesOf(spec), ...subjectInQuery },
  headers: {
    'If-None-Match': {
      required: false,
      schema: { type: 'string' },
      description: 'Entity tags, or `*`: where the state now has one of them the answer is 304.',
    },
  },
  answers: {
    200: jsonAnswer('The state. `ETag` with the state now alone.', stateSchema, ['ETag']),
    304: { description: 'The caller has the state now.', headers: ['ETag'] },
  },
  problems: ['NotFound', 'SubjectNotFound', 'NoState', 'VersionNotFound', 'NoVersionAt', 'Purged'],
}

/** `GET /v1/subjects/{type}/{id}`: the state now (with an ETag, 304 where the caller has it), at `?version=`, or at `?at=` a time (`by=occurred` or `recorded`). */
export const getSubject =
  (operations: Pick<Operations, 'stateAt'>): Handler =>
  (call) =>
    pipe(
      TE.Do,
      TE.bind('asked', () => TE.fromEither(decodeSubjectRequest(call, spec))),
      TE.bind('when', ({ asked }) => TE.fromEither(whenOf(asked.query))),
      TE.bind('found', ({ asked, when }) => operations.stateAt(call.tenant, asked.subject, when)),
      TE.map(({ when, found }) => (when._tag === 'Now' ? presentAnswer(call, found) : ok(found))),
    )

const whenOf = (query: Decoded<typeof spec>): E.Either<AnnalsError, When> => {
  if (query.version !== undefined && query.at !== undefined) return E.left(invalidInput('at', 'excludes version'))
  if (query.by !== undefined && query.at === undefined) return E.left(invalidInput('by', 'is taken with at alone'))
  if (query.version !== undefined) return E.right({ _tag: 'Version', version: query.version })
  if (query.at !== undefined) return E.right({ _tag: 'At', at: query.at, by: query.by ?? 'occurred' })
  return E.right({ _tag: 'Now' })
}

const presentAnswer = (call: Authorized, found: SubjectState): Answer => {
  const headers = { etag: etagOf(found.version) }
  return isUnmodified(call.request.headers, headers.etag)
    ? { _tag: 'Empty', status: 304, headers }
    : withHeaders(200, found, headers)
}
