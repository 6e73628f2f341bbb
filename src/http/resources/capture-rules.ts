import * as E from 'fp-ts/lib/Either.js'
import type { CaptureState, Operations } from '../../application/operations.js'
import { captureRulesSchema } from '../../domain/codecs/capture-rules.js'
import { recordStateInputSchema } from '../../domain/codecs/record-state-input.js'
import type { JsonSchema } from '../../domain/json-schema.js'
import { timeSchema } from '../../domain/time.js'
import type { Answer } from '../answer.js'
import { ok, withHeaders } from '../answer.js'
import { withActor } from '../grant.js'
import { jsonBody } from '../json-body.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer } from '../openapi/operation.js'
import { orNull, record, withText, withoutActor, writtenAnswers } from '../openapi/schemas.js'
import { decodeParameters, invalid } from '../parameters.js'
import type { ResourceOptions } from '../resource-options.js'
import type { Handler } from '../route.js'
import { etagOf, ifMatchOrNone, versionMatch } from '../version-match.js'
import { writtenAnswer } from '../written.js'

const description =
  'In each field that the rules name, an event must match one of `include`, where that is there, and none of `exclude`. A `*` at the end of a pattern makes it a prefix. No rules: everything is captured.'

const stateSchema = record<CaptureState>(
  'CaptureRulesNow',
  {
    rules: withText(captureRulesSchema, description),
    version: { type: 'integer', minimum: -1, description: '-1: there have never been any.' },
    recordedAt: orNull(timeSchema),
  },
  {},
)

export const getCaptureRulesOperation: Operation = {
  method: 'get',
  path: '/v1/capture-rules',
  id: 'getCaptureRules',
  tag: 'Recording',
  summary: 'What is captured of what is sent',
  permission: 'read',
  answers: { 200: jsonAnswer('The rules of the tenant.', stateSchema, ['ETag']) },
}

const { state: _, ...details } = recordStateInputSchema.properties ?? {}
const inputSchema: JsonSchema = {
  ...recordStateInputSchema,
  title: 'CaptureRulesInput',
  properties: { ...details, rules: withText(captureRulesSchema, description) },
  required: ['actor', 'rules'],
}

export const putCaptureRulesOperation: Operation = {
  method: 'put',
  path: '/v1/capture-rules',
  id: 'putCaptureRules',
  tag: 'Recording',
  summary: 'Replace the rules for capture',
  description:
    'They hold at once, and across restarts. The change is an event about the subject `annals.capture/rules`: its history and the feed say who switched off what, and when.',
  permission: 'admin',
  headers: ifMatchOrNone,
  body: { 'application/json': withoutActor(inputSchema) },
  answers: writtenAnswers,
  problems: ['IdConflict', 'VersionConflict', 'PayloadTooLarge', 'Overloaded', 'NotFound', 'Purged'],
}

/** `GET /v1/capture-rules`: what is captured in the tenant. Its ETag is for `If-Match` of PUT; where there have never been rules it has none, and PUT takes `If-None-Match: *`. */
export const getCaptureRules =
  (operations: Pick<Operations, 'captureRules'>): Handler =>
  (call) =>
  async () => {
    const parameters = decodeParameters(call.parameters, {})
    if (E.isLeft(parameters)) return E.left(invalid(parameters.left))
    return E.map(answerOf)(await operations.captureRules(call.tenant)())
  }

const answerOf = (now: CaptureState): Answer =>
  now.version < 0 ? ok(now) : withHeaders(200, now, { etag: etagOf(now.version) })

type Options = Pick<ResourceOptions, 'bodyLimits'> & { readonly operations: Pick<Operations, 'setCaptureRules'> }

/** `PUT /v1/capture-rules`: replaces them. Takes If-Match and `If-None-Match: *`. */
export const putCaptureRules =
  ({ operations, bodyLimits }: Options): Handler =>
  (call) =>
  async () => {
    const parameters = decodeParameters(call.parameters, {})
    if (E.isLeft(parameters)) return E.left(invalid(parameters.left))
    const match = versionMatch(call.request.headers)
    if (E.isLeft(match)) return match
    const body = await jsonBody(call.request, bodyLimits.singleBytes)
    if (E.isLeft(body)) return body
    const input = withActor(call.grant, body.right)
    return E.map(writtenAnswer)(await operations.setCaptureRules(call.tenant, input, match.right)())
  }
