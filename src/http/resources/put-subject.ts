import * as E from 'fp-ts/lib/Either.js'
import type { Operations } from '../../application/operations.js'
import { withActor } from '../grant.js'
import { jsonBody } from '../json-body.js'
import type { ResourceOptions } from '../resource-options.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest } from '../subject-path.js'
import { versionMatch } from '../version-match.js'
import { writtenAnswer } from '../written.js'

type Options = Pick<ResourceOptions, 'bodyLimits'> & { readonly operations: Pick<Operations, 'recordState'> }

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
