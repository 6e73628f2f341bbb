import type { JsonSchema } from '../../domain/json-schema.js'
import { stringSchema } from '../../domain/json-schema.js'
import { timeSchema } from '../../domain/time.js'
import type { HttpError } from '../http-error.js'
import { captureRuleSchema, countSchema, listOf, positionSchema, subjectSchema } from './schemas.js'

type ErrorTag = HttpError['_tag']
type Members = Readonly<Record<string, JsonSchema>>

/** A problem in the document: the end of its `type`, its status and its own members. */
interface ProblemShape {
  readonly name: string
  readonly status: number
  readonly members: Members
}

const shape = (name: string, status: number, members: Members = {}): ProblemShape => ({ name, status, members })

const seconds: JsonSchema = { type: 'integer', minimum: 0, description: 'Seconds, as in `Retry-After`.' }
const presentVersion: JsonSchema = { type: 'integer', minimum: -1, description: '-1: there is none.' }
const fieldIssue: JsonSchema = {
  title: 'FieldIssue',
  type: 'object',
  properties: {
    field: { type: 'string', description: 'A JSON Pointer into the body, or the name of a parameter or header.' },
    message: stringSchema,
  },
  required: ['field', 'message'],
}

/** What `toProblem` makes of each error. */
const shapes: { readonly [Tag in ErrorTag]: ProblemShape } = {
  InvalidInput: shape('invalid-input', 400, { errors: listOf(fieldIssue) }),
  RequestAborted: shape('request-aborted', 400),
  Unauthenticated: shape('unauthenticated', 401),
  Forbidden: shape('forbidden', 403),
  OriginNotAllowed: shape('origin-not-allowed', 403),
  RouteNotFound: shape('route-not-found', 404),
  NotFound: shape('not-found', 404),
  SubjectNotFound: shape('subject-not-found', 404, { subject: subjectSchema }),
  NoState: shape('no-state', 404, { subject: subjectSchema }),
  VersionNotFound: shape('version-not-found', 404, {
    subject: subjectSchema,
    version: presentVersion,
    latest: presentVersion,
  }),
  NoVersionAt: shape('no-version-at', 404, { subject: subjectSchema, at: timeSchema }),
  MethodNotAllowed: shape('method-not-allowed', 405),
  HeadersTimeout: shape('headers-timeout', 408),
  IdConflict: shape('id-conflict', 409, { id: { type: 'string', format: 'uuid' } }),
  VersionConflict: shape('version-conflict', 409, {
    subject: subjectSchema,
    expected: presentVersion,
    actual: presentVersion,
  }),
  DeltaMismatch: shape('delta-mismatch', 409, {
    subject: subjectSchema,
    version: presentVersion,
    paths: listOf(stringSchema),
  }),
  NoStateToPatch: shape('no-state', 409, { subject: subjectSchema, version: presentVersion }),
  NotCaptured: shape('not-captured', 409, { subject: subjectSchema, rule: captureRuleSchema }),
  RebuildRunning: shape('rebuild-running', 409, { projection: stringSchema }),
  KeyInUse: shape('idempotency-key-in-use', 409),
  Purged: shape('purged', 410, { subject: subjectSchema, firstVersion: countSchema }),
  PreconditionFailed: shape('precondition-failed', 412, { subject: subjectSchema, actual: presentVersion }),
  PayloadTooLarge: shape('payload-too-large', 413, { field: stringSchema, limitBytes: countSchema }),
  UnsupportedMediaType: shape('unsupported-media-type', 415),
  UnsupportedEncoding: shape('unsupported-encoding', 415),
  HostNotAllowed: shape('host-not-allowed', 421),
  KeyReused: shape('idempotency-key-reused', 422),
  HeadersTooLarge: shape('headers-too-large', 431),
  Internal: shape('internal', 500),
  Corrupt: shape('corrupt', 500),
  Unavailable: shape('unavailable', 503, { retryAfter: seconds }),
  DataFolderInUse: shape('unavailable', 503, { retryAfter: seconds }),
  Overloaded: shape('overloaded', 503, { retryAfter: seconds }),
  ProjectionBehind: shape('projection-behind', 503, {
    after: positionSchema,
    position: { type: 'string', pattern: '^(-1|[0-9]+)$' },
    retryAfter: seconds,
  }),
  NotReady: shape('not-ready', 503, { reasons: listOf(stringSchema), retryAfter: seconds }),
  ShuttingDown: shape('shutting-down', 503, { retryAfter: seconds }),
}

/** The end of its `type`; two errors can have one name. */
export const problemName = (tag: ErrorTag): string => shapes[tag].name
export const problemStatus = (tag: ErrorTag): number => shapes[tag].status

/** The schema of an error's problem; one name and status are one schema. */
export const problemSchema = (tag: ErrorTag): JsonSchema => {
  const { name, status, members } = shapes[tag]
  return {
    title: `${titleOf(name)}${tag === 'NoStateToPatch' ? 'ToPatch' : ''}Problem`,
    type: 'object',
    properties: {
      type: { const: `urn:annals:problem:${name}` },
      title: stringSchema,
      status: { const: status },
      detail: stringSchema,
      ...members,
      item: { ...countSchema, description: 'The index in an array of events, from 0, where one is at fault.' },
      requestId: { type: 'string', description: 'Finds the request in the log of the server.' },
    },
    required: ['type', 'title', 'status', 'detail', ...Object.keys(members)],
  }
}

/** A problem of any kind, as the lines of a bulk answer have it. */
export const anyProblemSchema: JsonSchema = {
  title: 'Problem',
  description: 'A problem detail (RFC 9457). `type` tells problems apart; its own members stand beside these.',
  type: 'object',
  properties: {
    type: { type: 'string', pattern: '^urn:annals:problem:[a-z-]+$' },
    title: stringSchema,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: stringSchema,
  },
  required: ['type', 'title', 'status', 'detail'],
  additionalProperties: true,
}

/** `not-found` as `NotFound`. */
const titleOf = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
