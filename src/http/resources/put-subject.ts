import * as E from 'fp-ts/lib/Either.js'
import type { Operations } from '../../application/operations.js'
import { withActor } from '../grant.js'
import { recordStateInputSchema } from '../../domain/codecs/record-state-input.js'
import { jsonBody } from '../json-body.js'
import type { Operation } from '../openapi/operation.js'
import { withoutActor, writtenAnswers } from '../openapi/schemas.js'
import type { ResourceOptions } from '../resource-options.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest, subjectInPath, subjectInQuery } from '../subject-path.js'
import { ifMatchOrNone, versionMatch } from '../version-match.js'
import { writtenAnswer } from '../written.js'

type Options = Pick<ResourceOptions, 'bodyLimits'> & { readonly operations: Pick<Operations, 'recordState'> }

export const putSubjectOperation: Operation = {
  method: 'put',
  path: '/v1/subjects/{type}/{id}',
  id: 'putSubject',
  tag: 'Subjects',
  summary: '"This is its state now"',
  description: 'The store works out the difference. A null `state` deletes.',
  permission: 'write',
  inPath: subjectInPath,
  query: subjectInQuery,
  headers: ifMatchOrNone,
  body: { 'application/json': withoutActor(recordStateInputSchema) },
  answers: writtenAnswers,
  problems: ['NoState', 'IdConflict', 'VersionConflict'],
}

/** `PUT /v1/subjects/{type}/{id}`: "this is its state now"; a null state deletes. Takes If-Match and `If-None-Match: *`. */
export const putSubject =
  ({ operations, bodyLimits }: Options): Handler =>
  (call) =>
  async () => {
    const asked = decodeSubjectRequest(call, {})
    if (E.isLeft(asked)) return asked
    const match = versionMatch(call.request.headers)
    if (E.isLeft(match)) return match
    const body = await jsonBody(call.request, bodyLimits.singleBytes)
    if (E.isLeft(body)) return body
    const input = withActor(call.grant, body.right)
    return E.map(writtenAnswer)(await operations.recordState(call.tenant, asked.right.subject, input, match.right)())
  }
