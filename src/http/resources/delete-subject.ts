import * as E from 'fp-ts/lib/Either.js'
import type { Operations } from '../../application/operations.js'
import type { AnnalsError, FieldIssue } from '../../domain/errors.js'
import { limits } from '../../domain/limits.js'
import { checkChannel, checkId, checkText, checkUuid, checkVerb } from '../../domain/names.js'
import { withActor } from '../grant.js'
import type { Decoded, ValueOf } from '../parameters.js'
import { checked, integer, optional, present, text, time } from '../parameters.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest } from '../subject-path.js'
import { versionMatch } from '../version-match.js'
import { writtenAnswer } from '../written.js'

/** A time as it was sent, which is how the event takes it. */
const timeText: ValueOf<string> = (value) => E.map(() => value)(time(value))

/** All that can be told here is, so that one answer names every parameter that is wrong; the actor is the store's to check, since a credential's may take its place. */
const spec = {
  actorType: optional(text),
  actorId: optional(text),
  actorName: optional(text),
  reason: optional(checked(checkText(0, limits.maxReasonChars))),
  eventId: optional(checked(checkUuid)),
  verb: optional(checked(checkVerb)),
  channel: optional(checked(checkChannel)),
  org: optional(checked(checkId)),
  occurredAt: optional(timeText),
  transactionId: optional(checked(checkId)),
  causationId: optional(checked(checkUuid)),
  expectedVersion: optional(integer(-1, Number.MAX_SAFE_INTEGER)),
}

/** `DELETE /v1/subjects/{type}/{id}`: appends the deletion. What the event says is in the parameters, since a DELETE has no body. */
export const deleteSubject =
  (operations: Pick<Operations, 'recordState'>): Handler =>
  (call) =>
  async () => {
    const asked = decodeSubjectRequest(call, spec)
    if (E.isLeft(asked)) return asked
    const match = versionMatch(call.request.headers)
    if (E.isLeft(match)) return match
    const input = withActor(call.grant, inputOf(asked.right.query))
    const written = await operations.recordState(call.tenant, asked.right.subject, input, match.right)()
    return E.bimap(inParameters, writtenAnswer)(written)
  }

const inputOf = (query: Decoded<typeof spec>): object => {
  const { actorType, actorId, actorName, eventId, ...details } = query
  const actor = present({ type: actorType, id: actorId, name: actorName })
  return {
    state: null,
    ...(Object.keys(actor).length > 0 ? { actor } : {}),
    ...present({ id: eventId, ...details }),
  }
}

const parameterNames: ReadonlyMap<string, string> = new Map([
  ['/actor', 'actorType and actorId'],
  ['/actor/type', 'actorType'],
  ['/actor/id', 'actorId'],
  ['/actor/name', 'actorName'],
  ['/id', 'eventId'],
])

/** Issues name the parameters that the caller sent, not the fields of the input that was made of them. */
const inParameters = (error: AnnalsError): AnnalsError =>
  error._tag === 'InvalidInput' ? { ...error, issues: error.issues.map(inParameter) } : error

const inParameter = ({ field, message }: FieldIssue): FieldIssue => ({
  field: parameterNames.get(field) ?? field.replace(/^\//, ''),
  message,
})
