import type { Express } from 'express'
import express from 'express'
import helmet from 'helmet'
import { getHealth, getReadiness } from './health.js'
import { hostGuard, loopbackHosts } from './host-guard.js'
import type { HttpLogger } from './logger.js'
import { measureRequests } from './measure-requests.js'
import { getMetrics } from './metrics.js'
import { errorHandler, notFound } from './not-found.js'
import { documentHandlers } from './openapi/get-document.js'
import { measuredServerOperations, serverOperations } from './openapi/operations.js'
import { requestLog } from './request-log.js'
import { resource } from './resource.js'
import type { RouterOptions } from './create-router.js'
import { createRouter } from './create-router.js'
import { route } from './route.js'
import type { MetricsText, RequestMetrics, StreamMetrics } from '../ports/metrics.js'

export interface AppOptions extends RouterOptions {
  readonly logger: HttpLogger
  /** In addition to the names of the machine itself; `*` for every host, where the server is reached by others and asks for tokens. */
  readonly allowedHosts?: readonly string[]
  /** Where requests are counted, and what `/metrics` answers; without it there is no such route. */
  readonly metrics?: RequestMetrics & StreamMetrics & MetricsText
}

/** The server's whole application: `/v1`, `/metrics`; `/healthz`, `/readyz`, `/openapi.json` and `/docs`, which need no credential; security headers, one log line a request. */
export const createApp = (options: AppOptions): Express => {
  const { logger, operations, allowedHosts = [], metrics, ...routerOptions } = options
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.enable('strict routing')
  app.enable('case sensitive routing')
  app.use(requestLog(logger))
  if (metrics !== undefined) app.use(measureRequests(metrics))
  app.use(helmet({ contentSecurityPolicy: nothingToLoad }))
  resource(app, '/healthz', { get: getHealth })
  resource(app, '/readyz', { get: getReadiness(operations) })
  app.use(hostGuard([...loopbackHosts, ...allowedHosts]))
  const { document, reference } = documentHandlers(metrics === undefined ? serverOperations : measuredServerOperations)
  resource(app, '/openapi.json', { get: document })
  resource(app, '/docs', { get: reference })
  if (metrics !== undefined)
    resource(app, '/metrics', { get: route({ ...routerOptions, logger }, 'metrics', getMetrics(metrics)) })
  app.use(
    createRouter({
      ...routerOptions,
      operations,
      logger,
      document: false,
      ...(metrics === undefined ? {} : { streamMetrics: metrics }),
    }),
  )
  app.use(notFound)
  app.use(errorHandler(logger))
  return app
}

/** JSON loads nothing, whatever a browser may take it for. */
const nothingToLoad = {
  useDefaults: false,
  directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
}
