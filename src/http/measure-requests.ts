import type { RequestHandler, Response } from 'express'
import type { RequestMetrics, StatusClass } from '../ports/metrics.js'
import { problemOf } from './answer.js'
import { routePattern } from './logger.js'

/** Counts each request and how long it took, once its connection is done with it, or an answer without end has begun. */
export const measureRequests =
  (metrics: RequestMetrics): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now()
    metrics.requestBegun()
    let isOver = false
    const end = (statusClass: StatusClass): void => {
      if (isOver) return
      isOver = true
      metrics.requestEnded({
        method: request.method,
        route: routePattern(response),
        statusClass,
        durationMs: performance.now() - startedAt,
        problem: problemOf(response),
      })
    }
    response.once('close', () => end(response.writableFinished ? statusClassOf(response) : 'aborted'))
    response.locals[endKey] = () => end(statusClassOf(response))
    next()
  }

const classes: readonly (StatusClass | undefined)[] = [undefined, '1xx', '2xx', '3xx', '4xx', '5xx']

const statusClassOf = (response: Response): StatusClass => classes[Math.floor(response.statusCode / 100)] ?? '5xx'

const endKey = 'annalsRequestEnd'

/** An answer that never ends by itself has begun: that is what its request waited for, and all that is measured of it. */
export const answeredForGood = (response: Response): void => {
  const end: unknown = response.locals[endKey]
  if (typeof end === 'function') (end as () => void)()
}
