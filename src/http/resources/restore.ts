import * as E from 'fp-ts/lib/Either.js'
import type { Operations, Restored } from '../../application/operations.js'
import type { Answer } from '../answer.js'
import { json } from '../answer.js'
import { withActor } from '../grant.js'
import { jsonBody } from '../json-body.js'
import type { ResourceOptions } from '../resource-options.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest } from '../subject-path.js'
import { versionMatch } from '../version-match.js'

type Options = Pick<ResourceOptions, 'bodyLimits'> & { readonly operations: Pick<Operations, 'restore'> }

/** `POST …/restore`: takes the subject back to a version or a time. Takes If-Match. */
export const postRestore =
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
    return E.map(restoredAnswer)(await operations.restore(call.tenant, asked.right.subject, input, match.right)())
  }

const restoredAnswer = (restored: Restored): Answer => json(isNew(restored) ? 201 : 200, restored)

const isNew = (restored: Restored): boolean =>
  !('changed' in restored) && !('dryRun' in restored) && !restored.duplicate
