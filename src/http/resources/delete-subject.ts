import * as E from 'fp-ts/lib/Either.js'
import type { Operations } from '../../application/operations.js'
import type { AnnalsError, FieldIssue } from '../../domain/errors.js'
import { limits } from '../../domain/limits.js'
import { checkChannel, checkId, checkText, checkUuid, checkVerb } from '../../domain/names.js'
import { timeSchema } from '../../domain/time.js'
import { withActor } from '../grant.js'
import type { Decoded, ValueOf } from '../parameters.js'
import type { Operation } from '../openapi/operation.js'
import { shapesOf } from '../openapi/operation.js'
import { writtenAnswers } from '../openapi/schemas.js'
import { checked, described, integer, optional, present, text, time, valued } from '../parameters.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest, subjectInPath, subjectInQuery } from '../subject-path.js'
import { ifMatch, versionMatch } from '../version-match.js'
import { writtenAnswer } from '../written.js'

/** A time as it was sent, which is how the event takes it. */
const timeText: ValueOf<string> = valued(timeSchema, (value) => E.map(() => value)(time(value)))

/** All that can be told here is, so that one answer names every parameter that is wrong; the actor is the store's to check, since a credential's may take its place. */
const spec = {
  actorType: described(optional(text), 'Required where the credential names no actor.'),
  actorId: described(optional(text), 'Required where the credential names no actor.'),
  actorName: optional(text),
  reason: optional(checked(checkText(0, limits.maxReasonChars))),
  eventId: described(optional(checked(checkUuid)), 'The id of the event, which makes the request safe to send again.'),
  verb: optional(checked(checkVerb)),
  channel: optional(checked(checkChannel)),
  org: optional(checked(checkId)),
  occurredAt: optional(timeText),
  transactionId: optional(checked(checkId)),
  causationId: optional(checked(checkUuid)),
  expectedVersion: described(
    optional(integer(-1, Number.MAX_SAFE_INTEGER)),
    'The version that the subject must have; -1: none yet.',
  ),
}

export const deleteSubjectOperation: Operation = {
  method: 'delete',
  path: '/v1/subjects/{type}/{id}',
  id: 'deleteSubject',
  tag: 'Subjects',
  summary: 'Append the deletion',
  description: 'A DELETE has no body: parameters describe the event.',
  permission: 'write',
  inPath: subjectInPath,
  query: { ...shapesOf(spec), ...subjectInQuery },
  headers: ifMatch,
  answers: writtenAnswers,
  problems: ['NoState', 'IdConflict', 'VersionConflict'],
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
