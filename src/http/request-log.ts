import type { RequestHandler } from 'express'
import type { HttpLogger } from './logger.js'
import { routePattern } from './logger.js'
import { requestIdOf } from './request-id.js'
import { traceContextOf } from './trace-context.js'

/**
 * One line for each request once it is over: method, route pattern, status, duration, request id and, where the caller sent a valid `traceparent`, its trace and span;
 * and `aborted` where the client did not wait for the answer.
 */
export const requestLog =
  (logger: HttpLogger): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now()
    const requestId = requestIdOf(request, response)
    response.once('close', () => {
      const fields = {
        method: request.method,
        route: routePattern(response),
        status: response.statusCode,
        durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
        requestId,
        ...traceContextOf(request),
      }
      logger.info(response.writableFinished ? fields : { ...fields, aborted: true }, 'request')
    })
    next()
  }
