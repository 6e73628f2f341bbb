import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { MinuteOfWrites, Refusal } from '../../application/write-report.js'
import type { StoreStatus, TenantStatus } from '../../application/store-status.js'
import { stringSchema } from '../../domain/json-schema.js'
import { timeSchema } from '../../domain/time.js'
import type { DataFileKind, LogReading } from '../../ports/metrics.js'
import type { FeedIndexSize } from '../../ports/read-models.js'
import { ok } from '../answer.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer } from '../openapi/operation.js'
import { problemName } from '../openapi/problems.js'
import { countSchema, listOf, record } from '../openapi/schemas.js'
import { decodeParameters, invalid } from '../parameters.js'
import type { Authorized, Handler } from '../route.js'

type Status = TenantStatus & { readonly store?: StoreStatus }

const minuteSchema = record<MinuteOfWrites>(
  'MinuteOfWrites',
  {
    at: timeSchema,
    stored: countSchema,
    duplicates: countSchema,
    unchanged: countSchema,
    notCaptured: countSchema,
    refused: countSchema,
  },
  {},
)
const refusalSchema = record<Omit<Refusal, 'reason'> & { readonly reason: string }>(
  'Refusal',
  {
    at: timeSchema,
    operation: { type: 'string', enum: ['emit', 'emitMany', 'recordState', 'restore', 'setCaptureRules'] },
    reason: { type: 'string', description: 'As the problems are named: `version-conflict`.' },
    fields: { type: 'array', items: stringSchema, maxItems: 8, description: 'Fields of the event that were wrong.' },
  },
  {},
)
const storeSchema = record<StoreStatus>(
  'StoreStatus',
  {
    log: record<LogReading>(
      'LogReading',
      {
        position: { type: 'integer', minimum: -1 },
        queuedEvents: countSchema,
        queuedBytes: countSchema,
        ready: { type: 'boolean' },
      },
      {},
    ),
    files: record<Readonly<Record<DataFileKind, number>>>(
      'DataFiles',
      {
        log: countSchema,
        log_wal: countSchema,
        ids: countSchema,
        ids_wal: countSchema,
        read_models: countSchema,
        read_models_wal: countSchema,
        snapshots: countSchema,
        snapshots_wal: countSchema,
        answers: countSchema,
        answers_wal: countSchema,
      },
      {},
    ),
  },
  {
    feedIndex: record<FeedIndexSize>(
      'FeedIndexSize',
      { segments: countSchema, rows: countSchema, bytes: countSchema },
      {},
    ),
  },
)
const statusSchema = record<Status>(
  'Status',
  {
    engine: { type: 'string', enum: ['embedded', 'eventstoredb'] },
    startedAt: timeSchema,
    minutes: { ...listOf(minuteSchema), description: 'The last 60, the present one last.' },
    refusals: { ...listOf(refusalSchema), maxItems: 50, description: 'Newest first.' },
  },
  { store: { ...storeSchema, description: 'Of all tenants together; only with the permission `metrics`.' } },
)

export const getStatusOperation: Operation = {
  method: 'get',
  path: '/v1/status',
  id: 'getStatus',
  tag: 'Server',
  summary: 'How the store fares',
  description:
    'What this tenant wrote in the last hour through this API and what was refused, since the store was opened; sizes and queue of the whole store where the credential has the permission `metrics`.',
  permission: 'admin',
  answers: { 200: jsonAnswer('The status.', statusSchema) },
}

/** `GET /v1/status`: engine, rates and refusals of the tenant; sizes of the store. */
export const getStatus =
  (operations: Pick<Operations, 'status' | 'storeStatus'>): Handler =>
  (call) =>
    pipe(
      decodeParameters(call.parameters, {}),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(() => TE.fromTask(() => statusOf(operations, call))),
      TE.map(ok),
    )

const statusOf = async (
  operations: Pick<Operations, 'status' | 'storeStatus'>,
  { tenant, grant }: Authorized,
): Promise<object> => {
  const { refusals, ...status } = operations.status(tenant)
  const told = {
    ...status,
    refusals: refusals.map(({ reason, ...refusal }) => ({ ...refusal, reason: problemName(reason) })),
  }
  return grant.can.includes('metrics') ? { ...told, store: await operations.storeStatus() } : told
}
