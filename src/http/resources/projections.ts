import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { Page, ProjectionStatus } from '../../ports/read-models.js'
import { json } from '../answer.js'
import { stringSchema } from '../../domain/json-schema.js'
import { parseStream } from '../../domain/stream-name.js'
import { timeSchema } from '../../domain/time.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { onceForKey } from '../idempotency.js'
import { idempotencyKeyHeader, idempotencyKeyOf } from '../idempotency-key.js'
import { listAnswer } from '../list.js'
import type { Operation } from '../openapi/operation.js'
import { anyScope, jsonAnswer, shapesOf } from '../openapi/operation.js'
import { countSchema, pageAnswer, record } from '../openapi/schemas.js'
import { cursor, decodeParameters, invalid, limit } from '../parameters.js'
import type { ResourceOptions } from '../resource-options.js'
import type { Authorized, Handler } from '../route.js'
import { projectionInPath } from './projection-rows.js'

const spec = (scope: CursorScope) => ({ limit, cursor: cursor(opaquePlace(scope)) })

const place = { type: 'string', pattern: '^(-1|[0-9]+)$', description: 'Decimal; -1 before the first event.' }
const statusSchema = record<ProjectionStatus>(
  'ProjectionStatus',
  {
    name: stringSchema,
    version: { type: 'integer' },
    state: { type: 'string', enum: ['live', 'catching-up', 'rebuilding', 'failed'] },
    position: place,
    lag: countSchema,
    undecodable: countSchema,
  },
  {
    lastUndecodable: record<NonNullable<ProjectionStatus['lastUndecodable']>>(
      'UndecodableEvent',
      { position: place, stream: stringSchema, reason: stringSchema },
      {},
    ),
    error: stringSchema,
    rebuild: record<NonNullable<ProjectionStatus['rebuild']>>(
      'RebuildProgress',
      { position: place, target: place, fraction: { type: 'number', minimum: 0, maximum: 1 } },
      {},
    ),
    lastRebuild: record<NonNullable<ProjectionStatus['lastRebuild']>>(
      'LastRebuild',
      { finishedAt: timeSchema, rows: countSchema, differences: countSchema, durationMs: { type: 'number' } },
      {},
    ),
  },
)

export const getProjectionsOperation: Operation = {
  method: 'get',
  path: '/v1/projections',
  id: 'getProjections',
  tag: 'Projections',
  summary: 'The projections, how far each has read',
  permission: 'read',
  query: shapesOf(spec(anyScope)),
  answers: { 200: pageAnswer('ProjectionPage', statusSchema) },
}

export const postRebuildOperation: Operation = {
  method: 'post',
  path: '/v1/projections/{name}/rebuild',
  id: 'rebuildProjection',
  tag: 'Projections',
  summary: 'Build its rows anew',
  description: 'Beside the live ones, which stay readable. `GET /v1/projections` shows how far it is.',
  permission: 'admin',
  inPath: projectionInPath,
  headers: idempotencyKeyHeader,
  answers: {
    202: jsonAnswer(
      'It has begun.',
      record<{ readonly projection: string; readonly state: 'rebuilding' }>(
        'RebuildBegun',
        { projection: stringSchema, state: { const: 'rebuilding' } },
        {},
      ),
      ['Idempotency-Replayed'],
    ),
  },
  problems: ['NotFound', 'RebuildRunning'],
}

/** `GET /v1/projections`: what projections there are, how far each has read and how far it is behind. */
export const getProjections =
  (operations: Pick<Operations, 'projections' | 'logId'>): Handler =>
  (call) => {
    const scope = cursorScope(operations.logId, 'projections', [call.tenant], call.parameters)
    return pipe(
      decodeParameters(call.parameters, spec(scope)),
      E.bimap(invalid, ({ limit, cursor }) => {
        const statuses = operations.projections().map((status) => shownTo(call, status))
        return listAnswer(call, scope, pageOf(statuses, limit, cursor))
      }),
      TE.fromEither,
    )
  }

/** Projections read all tenants' events. Which event could not be decoded is told to its own tenant, and to who may see figures of all. */
const shownTo = ({ tenant, grant }: Authorized, status: ProjectionStatus): ProjectionStatus => {
  const { lastUndecodable, ...others } = status
  if (lastUndecodable === undefined || grant.can.includes('metrics')) return status
  return parseStream(lastUndecodable.stream)?.tenant === tenant ? status : others
}

/** `limit` of them behind the one that is named `from`. */
const pageOf = (all: readonly ProjectionStatus[], limit: number, from: string | undefined): Page<ProjectionStatus> => {
  const start = from === undefined ? 0 : all.findIndex(({ name }) => name === from) + 1
  const items = all.slice(start, start + limit)
  const last = items.at(-1)
  return last === undefined || start + limit >= all.length ? { items } : { items, next: last.name }
}

/** `POST /v1/projections/{name}/rebuild`: begins to build its rows anew beside the live ones; `GET /v1/projections` shows how far it is. */
export const postRebuild =
  ({
    operations,
    answers,
  }: Pick<ResourceOptions, 'answers'> & { readonly operations: Pick<Operations, 'rebuild'> }): Handler =>
  (call) =>
  async () => {
    const parameters = decodeParameters(call.parameters, {})
    if (E.isLeft(parameters)) return E.left(invalid(parameters.left))
    const key = idempotencyKeyOf(call.request)
    if (E.isLeft(key)) return key
    const projection = String(call.request.params['name'])
    return onceForKey(answers, { call, key: key.right, target: `rebuild ${projection}`, request: null }, async () =>
      E.map(() => json(202, { projection, state: 'rebuilding' }))(await operations.rebuild(projection)()),
    )
  }
