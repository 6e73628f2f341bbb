import * as E from 'fp-ts/lib/Either.js'
import type { Operations } from '../../application/operations.js'
import { cloudEventSchema } from '../../domain/codecs/cloud-event-attributes.js'
import { eventInputSchema } from '../../domain/codecs/event-input.js'
import { limits } from '../../domain/limits.js'
import type { Answer } from '../answer.js'
import type { BulkOptions } from '../bulk.js'
import { bulk } from '../bulk.js'
import { codingOf } from '../content-encoding.js'
import {
  binaryCloudEvent,
  cloudError,
  cloudInput,
  cloudInputs,
  headerError,
  isBinaryCloudEvent,
} from '../cloud-events.js'
import { bodyKind } from '../content-type.js'
import { withActor } from '../grant.js'
import type { HttpError } from '../http-error.js'
import { onceForKey } from '../idempotency.js'
import { idempotencyKeyHeader, idempotencyKeyOf, keyedEventId, withId } from '../idempotency-key.js'
import { jsonBody, readElsewhere, readJson } from '../json-body.js'
import { linesForKey } from '../keyed-lines.js'
import { logFailure } from '../logger.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer, shapesOf } from '../openapi/operation.js'
import { anyProblemSchema } from '../openapi/problems.js'
import { countSchema, listOf, withoutActor, writtenSchema } from '../openapi/schemas.js'
import { decodeParameters, described, invalid, oneOf, withDefault } from '../parameters.js'
import type { ResourceOptions } from '../resource-options.js'
import type { Authorized, Handler } from '../route.js'
import { manyWrittenAnswer, writtenAnswer } from '../written.js'

type Options = Omit<ResourceOptions, 'operations'> & { readonly operations: Pick<Operations, 'emit' | 'emitMany'> }

const noParameters = {}
const bulkParameters = {
  receipts: described(
    withDefault(oneOf(['all', 'rejected'] as const), 'all'),
    'With lines alone: `rejected` leaves the receipts out.',
  ),
}

const event = withoutActor(eventInputSchema)
const line = (title: string, member: string, schema: object) => ({
  title,
  type: 'object',
  properties: { line: { ...countSchema, minimum: 1 }, [member]: schema },
  required: ['line', member],
})
const lines = {
  title: 'BulkLine',
  description: 'One line of the answer.',
  oneOf: [line('BulkReceipt', 'receipt', writtenSchema), line('BulkProblem', 'problem', anyProblemSchema)],
}
const writtenItems = {
  title: 'WrittenList',
  type: 'object',
  properties: { items: listOf(writtenSchema) },
  required: ['items'],
}
const writtenOrItems = { anyOf: [writtenSchema, writtenItems] }

export const postEventsOperation: Operation = {
  method: 'post',
  path: '/v1/events',
  id: 'postEvents',
  tag: 'Recording',
  summary: 'Record one event, an array of them, or lines without end',
  description:
    'An array is checked whole before anything is stored. Lines are events of their own: they are stored while the request is still being sent, and each is answered with a line, in their order. Here and in the answer, the schema of `application/x-ndjson` is that of one line. CloudEvents are taken as well: one, a batch, or one whose attributes are headers `ce-…` and whose data is the body.',
  permission: 'write',
  query: shapesOf(bulkParameters),
  headers: idempotencyKeyHeader,
  body: {
    'application/json': { anyOf: [event, { ...listOf(event), minItems: 1, maxItems: limits.maxArrayEvents }] },
    'application/x-ndjson': event,
    'application/cloudevents+json': cloudEventSchema,
    'application/cloudevents-batch+json': { ...listOf(cloudEventSchema), maxItems: limits.maxArrayEvents },
  },
  answers: {
    201: jsonAnswer('Stored, and on disk.', writtenOrItems, ['Idempotency-Replayed']),
    200: {
      description:
        'Nothing was new (`duplicate`, `changed: false` or `captured: false`); of lines, the answer to each.',
      content: { 'application/json': writtenOrItems, 'application/x-ndjson': lines },
      headers: ['Idempotency-Replayed'],
    },
  },
  problems: ['IdConflict', 'VersionConflict', 'DeltaMismatch', 'NoState', 'NoStateToPatch'],
}

/** `POST /v1/events`: one event, an array of them (both `application/json`), any number as NDJSON (`application/x-ndjson`), or CloudEvents in any mode. */
export const postEvents =
  (options: Options): Handler =>
  (call) =>
  () => {
    const { request } = call
    const key = idempotencyKeyOf(request)
    if (E.isLeft(key)) return Promise.resolve(key)
    const kind = bodyKind(request.headers['content-type'])
    const structured = E.isRight(kind) && kind.right.startsWith('cloudevent')
    if (isBinaryCloudEvent(request) && !structured) return postCloudEvents(options, call, key.right, 'binary')
    if (E.isLeft(kind)) return Promise.resolve(kind)
    if (kind.right === 'json') return postJson(options, call, key.right)
    if (kind.right === 'ndjson') return postLines(options, call, key.right)
    return postCloudEvents(options, call, key.right, kind.right)
  }

const target = 'events'

const postJson = async (
  { operations, bodyLimits, answers }: Options,
  call: Authorized,
  key: string | undefined,
): Promise<E.Either<HttpError, Answer>> => {
  const parameters = decodeParameters(call.parameters, noParameters)
  if (E.isLeft(parameters)) return E.left(invalid(parameters.left))
  const body = await jsonBody(call.request, bodyLimits.eventsBytes)
  if (E.isLeft(body)) return body
  const input = withKeyedIds(withActor(call.grant, body.right), key)
  return onceForKey(answers, { call, key, target, request: input }, () => store(operations, call.tenant, input))
}

const store = async (
  operations: Options['operations'],
  tenant: string,
  input: unknown,
): Promise<E.Either<HttpError, Answer>> =>
  Array.isArray(input)
    ? E.map(manyWrittenAnswer)(await operations.emitMany(tenant, input)())
    : E.map(writtenAnswer)(await operations.emit(tenant, input)())

/** CloudEvents: one in the JSON format, a batch of them, or one whose attributes are headers. */
const postCloudEvents = async (
  { operations, bodyLimits, answers }: Options,
  call: Authorized,
  key: string | undefined,
  mode: 'cloudevent' | 'cloudevents' | 'binary',
): Promise<E.Either<HttpError, Answer>> => {
  const parameters = decodeParameters(call.parameters, noParameters)
  if (E.isLeft(parameters)) return E.left(invalid(parameters.left))
  const read = mode === 'binary' ? binaryCloudEvent : readJson
  const body = await read(call.request, bodyLimits.eventsBytes)
  if (E.isLeft(body)) return body
  const told = (error: HttpError): HttpError => (mode === 'binary' ? headerError(error) : error)
  const input = (mode === 'cloudevents' ? cloudInputs : cloudInput)(call.grant, body.right)
  if (E.isLeft(input)) return E.left(told(invalid(input.left)))
  // An empty batch is a batch.
  if (Array.isArray(input.right) && input.right.length === 0) return E.right(manyWrittenAnswer([]))
  return onceForKey(answers, { call, key, target, request: input.right }, async () =>
    E.mapLeft((error: HttpError) => told(cloudError(error)))(await store(operations, call.tenant, input.right)),
  )
}

const withKeyedIds = (input: unknown, key: string | undefined): unknown => {
  if (key === undefined) return input
  const keyed = (event: unknown, index: number): unknown => withId(event, () => keyedEventId(key, index))
  return Array.isArray(input) ? input.map(keyed) : keyed(input, 0)
}

const postLines = async (
  options: Options,
  call: Authorized,
  key: string | undefined,
): Promise<E.Either<HttpError, Answer>> => {
  const parameters = decodeParameters(call.parameters, bulkParameters)
  if (E.isLeft(parameters)) return E.left(invalid(parameters.left))
  const coded = codingOf(call.request)
  if (E.isLeft(coded)) return coded
  if (call.request.readableDidRead) return E.left(readElsewhere)
  const { receipts } = parameters.right
  const coding = coded.right
  const take = (more: Pick<BulkOptions, 'prepare' | 'witness'>, release = released): Answer => ({
    _tag: 'Stream',
    write: (response) =>
      bulk(call.request, response, {
        ...more,
        operations: options.operations,
        tenant: call.tenant,
        receipts,
        lineBytesMax: options.bodyLimits.lineBytes,
        ...(coding === undefined ? {} : { coding }),
        onThrown: (thrown) => logFailure(options.logger, response, 'Internal', thrown),
        ...(options.closing === undefined ? {} : { closing: options.closing }),
      }).finally(release),
  })
  const actorOf = (event: unknown): unknown => withActor(call.grant, event)
  if (key === undefined) return E.right(take({ prepare: actorOf }))
  const prepare = (event: unknown, line: number): unknown => withId(actorOf(event), () => keyedEventId(key, line - 1))
  const place = { tenant: call.tenant, target, key }
  const told = [receipts, call.grant.actor ?? null]
  return linesForKey(options.answers, { request: call.request, coding, place, told }, (witness, release) =>
    take({ prepare, witness }, release),
  )
}

const released = (): void => undefined
