import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { MetricsText } from '../ports/metrics.js'
import type { Answer } from './answer.js'
import { commonHeaders } from './answer.js'
import type { Operation } from './openapi/operation.js'
import { decodeParameters, invalid } from './parameters.js'
import type { Handler } from './route.js'

export const getMetricsOperation: Operation = {
  method: 'get',
  path: '/metrics',
  id: 'getMetrics',
  tag: 'Server',
  summary: 'Counts and gauges for Prometheus',
  description: 'Of all tenants together. What each of them tells is in the documentation of operations.',
  permission: 'metrics',
  answers: {
    200: {
      description: 'The text format of Prometheus, version 0.0.4.',
      content: { 'text/plain': { type: 'string' } },
    },
  },
}

/** `GET /metrics`: the whole store's figures, in the text format of Prometheus. */
export const getMetrics =
  (metrics: MetricsText): Handler =>
  (call) =>
    pipe(
      decodeParameters(call.parameters, {}),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(() => TE.fromTask(metrics.text)),
      TE.map((text) => plainText(metrics.contentType, text)),
    )

const plainText = (contentType: string, text: string): Answer => ({
  _tag: 'Stream',
  write: (response) => {
    const headers = { ...commonHeaders, 'content-type': contentType, 'content-length': Buffer.byteLength(text) }
    if (!response.destroyed) response.writeHead(200, headers).end(text)
    return Promise.resolve()
  },
})
