import type { RequestHandler } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import type { Operations } from '../application/operations.js'
import { ok, send, sendProblem } from './answer.js'
import type { Operation } from './openapi/operation.js'
import { jsonAnswer } from './openapi/operation.js'
import { record } from './openapi/schemas.js'

const healthSchema = (status: string) =>
  record<{ readonly status: string }>(`Status${status === 'ok' ? 'Ok' : 'Ready'}`, { status: { const: status } }, {})

export const healthOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    id: 'getHealth',
    tag: 'Server',
    summary: 'Whether the process lives',
    permission: null,
    answers: { 200: jsonAnswer('It does.', healthSchema('ok')) },
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'getReadiness',
    tag: 'Server',
    summary: 'Whether it is ready',
    description:
      'Once the log takes appends and every projection has reached what was the end of the log when it was opened.',
    permission: null,
    answers: { 200: jsonAnswer('It is.', healthSchema('ready')) },
    problems: ['NotReady', 'Unavailable'],
  },
]

/** `GET /healthz`: 200 as long as the process answers. */
export const getHealth: RequestHandler = (_request, response) => void send(response, ok({ status: 'ok' }))

/** `GET /readyz`: 200 once the log takes appends and every projection has reached what was the log's end when it was opened, 503 with the reasons before. */
export const getReadiness =
  (operations: Pick<Operations, 'readiness'>): RequestHandler =>
  async (_request, response) => {
    const readiness = await operations.readiness()()
    if (E.isLeft(readiness)) sendProblem(response, readiness.left)
    else if (readiness.right.ready) void send(response, ok({ status: 'ready' }))
    else sendProblem(response, { _tag: 'NotReady', reasons: readiness.right.reasons })
  }
