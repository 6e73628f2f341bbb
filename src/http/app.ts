import type { Express } from 'express'
import express from 'express'
import helmet from 'helmet'
import { getHealth, getReadiness } from './health.js'
import { hostGuard, loopbackHosts } from './host-guard.js'
import type { HttpLogger } from './logger.js'
import { errorHandler, notFound } from './not-found.js'
import { documentHandlers } from './openapi/get-document.js'
import { serverOperations } from './openapi/operations.js'
import { requestLog } from './request-log.js'
import { resource } from './resource.js'
import type { RouterOptions } from './create-router.js'
import { createRouter } from './create-router.js'

export interface AppOptions extends RouterOptions {
  readonly logger: HttpLogger
  /** In addition to the names of the machine itself; `*` for every host, where the server is reached by others and asks for tokens. */
  readonly allowedHosts?: readonly string[]
}

/** The server's whole application: `/v1`; `/healthz`, `/readyz`, `/openapi.json` and `/docs`, which need no credential; security headers, one log line a request. */
export const createApp = (options: AppOptions): Express => {
  const { logger, operations, allowedHosts = [], ...routerOptions } = options
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.enable('strict routing')
  app.enable('case sensitive routing')
  app.use(requestLog(logger))
  app.use(helmet({ contentSecurityPolicy: nothingToLoad }))
  resource(app, '/healthz', { get: getHealth })
  resource(app, '/readyz', { get: getReadiness(operations) })
  app.use(hostGuard([...loopbackHosts, ...allowedHosts]))
  const { document, reference } = documentHandlers(serverOperations)
  resource(app, '/openapi.json', { get: document })
  resource(app, '/docs', { get: reference })
  app.use(createRouter({ ...routerOptions, operations, logger, document: false }))
  app.use(notFound)
  app.use(errorHandler(logger))
  return app
}

/** JSON loads nothing, whatever a browser may take it for. */
const nothingToLoad = {
  useDefaults: false,
  directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
}
