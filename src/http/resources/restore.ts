import * as E from 'fp-ts/lib/Either.js'
import type { Operations, Restored, RestoreDetails } from '../../application/operations.js'
import { restoreInputSchema } from '../../domain/codecs/restore-input.js'
import type { Receipt, Unchanged } from '../../domain/event.js'
import { stringSchema } from '../../domain/json-schema.js'
import type { Answer } from '../answer.js'
import { json } from '../answer.js'
import { withActor } from '../grant.js'
import { onceForKey } from '../idempotency.js'
import { idempotencyKeyHeader, idempotencyKeyOf, keyedRestoreId, withId } from '../idempotency-key.js'
import { jsonBody } from '../json-body.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer } from '../openapi/operation.js'
import { countSchema, listOf, receiptFields, record, valueChangeSchema, withoutActor } from '../openapi/schemas.js'
import type { ResourceOptions } from '../resource-options.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest, subjectInPath, subjectInQuery } from '../subject-path.js'
import { ifMatch, versionMatch } from '../version-match.js'

type Options = Pick<ResourceOptions, 'bodyLimits' | 'answers'> & { readonly operations: Pick<Operations, 'restore'> }

const details = {
  changes: listOf(valueChangeSchema),
  restoredFrom: record<RestoreDetails['restoredFrom']>('RestoredFrom', { version: { type: 'number' } }, {}),
  skippedPaths: { ...listOf(stringSchema), description: 'Redacted values, which were left as they are.' },
}
const restoredSchema = record<Receipt & RestoreDetails>('Restored', { ...receiptFields, ...details }, {})
const dryRunSchema = record<RestoreDetails & { readonly dryRun: true; readonly version: number }>(
  'RestoreDryRun',
  { ...details, dryRun: { const: true }, version: countSchema },
  {},
)
const nothingSchema = record<Unchanged>('NothingToRestore', { changed: { const: false }, version: countSchema }, {})

const replayed = ['Idempotency-Replayed'] as const

export const postRestoreOperation: Operation = {
  method: 'post',
  path: '/v1/subjects/{type}/{id}/restore',
  id: 'restoreSubject',
  tag: 'Subjects',
  summary: 'Take it back to a version or a time',
  permission: 'restore',
  inPath: subjectInPath,
  query: subjectInQuery,
  headers: { ...ifMatch, ...idempotencyKeyHeader },
  body: { 'application/json': withoutActor(restoreInputSchema) },
  answers: {
    201: jsonAnswer('Stored, and on disk.', restoredSchema, replayed),
    200: jsonAnswer(
      'A dry run, a duplicate, or nothing to restore.',
      { oneOf: [restoredSchema, dryRunSchema, nothingSchema] },
      replayed,
    ),
  },
  problems: [
    'SubjectNotFound',
    'NoState',
    'VersionNotFound',
    'NoVersionAt',
    'IdConflict',
    'VersionConflict',
    'NotCaptured',
  ],
}

/** `POST …/restore`: takes the subject back to a version or a time. Takes If-Match. */
export const postRestore =
  ({ operations, bodyLimits, answers }: Options): Handler =>
  (call) =>
  async () => {
    const asked = decodeSubjectRequest(call, {})
    if (E.isLeft(asked)) return asked
    const match = versionMatch(call.request.headers)
    if (E.isLeft(match)) return match
    const body = await jsonBody(call.request, bodyLimits.singleBytes)
    if (E.isLeft(body)) return body
    const key = idempotencyKeyOf(call.request)
    if (E.isLeft(key)) return key
    const { subject } = asked.right
    const given = withActor(call.grant, body.right)
    const input = key.right === undefined ? given : withId(given, () => keyedRestoreId(key.right ?? '', subject))
    const target = `restore ${subject.type}:${subject.id}`
    const request = [input, call.request.headers['if-match'] ?? null]
    return onceForKey(answers, { call, key: key.right, target, request }, async () =>
      E.map(restoredAnswer)(await operations.restore(call.tenant, subject, input, match.right)()),
    )
  }

const restoredAnswer = (restored: Restored): Answer => json(isNew(restored) ? 201 : 200, restored)

const isNew = (restored: Restored): boolean =>
  !('changed' in restored) && !('dryRun' in restored) && !restored.duplicate
