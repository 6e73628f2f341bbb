import type { RequestHandler, Response } from 'express'
import type { RequestMetrics, StatusClass } from '../ports/metrics.js'
import { problemOf } from './answer.js'
import { routePattern } from './logger.js'

/** Counts each request and how long it took, once its connection is done with it. */
export const measureRequests =
  (metrics: RequestMetrics): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now()
    metrics.requestBegun()
    response.once('close', () => {
      metrics.requestEnded({
        method: request.method,
        route: routePattern(response),
        statusClass: statusClassOf(response),
        durationMs: performance.now() - startedAt,
        problem: problemOf(response),
      })
    })
    next()
  }

const classes: readonly (StatusClass | undefined)[] = [undefined, '1xx', '2xx', '3xx', '4xx', '5xx']

const statusClassOf = (response: Response): StatusClass =>
  response.writableFinished ? (classes[Math.floor(response.statusCode / 100)] ?? '5xx') : 'aborted'
