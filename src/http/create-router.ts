import type { RequestHandler, Router } from 'express'
import { Router as createExpressRouter } from 'express'
import type { Operations } from '../application/operations.js'
import type { Needed } from '../ports/authorize.js'
import type { AnswerMemory } from '../ports/answer-memory.js'
import type { RequestMetrics, StreamMetrics } from '../ports/metrics.js'
import type { Authorize } from './authorize.js'
import type { BodyLimits } from './body-limits.js'
import { defaultBodyLimits } from './body-limits.js'
import type { DashboardFiles } from './dashboard.js'
import { dashboard } from './dashboard.js'
import { hostGuard } from './host-guard.js'
import { inProcessAnswers } from './in-process-answers.js'
import type { HttpLogger } from './logger.js'
import { silentLogger } from './logger.js'
import { measureRequests } from './measure-requests.js'
import { errorHandler, notFound } from './not-found.js'
import { documentHandlers } from './openapi/get-document.js'
import { routerOperations } from './openapi/operations.js'
import { resource } from './resource.js'
import { getActivity } from './resources/activity.js'
import { getCaptureRules, putCaptureRules } from './resources/capture-rules.js'
import { deleteSubject } from './resources/delete-subject.js'
import { getCalls } from './resources/calls.js'
import { getCredential } from './resources/credential.js'
import { getDiff } from './resources/diff.js'
import { getEvent } from './resources/event.js'
import { getSubject } from './resources/get-subject.js'
import { getFacets } from './resources/facets.js'
import { getHistory } from './resources/history.js'
import type { LiveLimits } from './resources/live.js'
import { defaultLiveLimits, getLive } from './resources/live.js'
import { postEvents } from './resources/post-events.js'
import { getRows } from './resources/projection-rows.js'
import { getProjections, postRebuild } from './resources/projections.js'
import { putSubject } from './resources/put-subject.js'
import { postRestore } from './resources/restore.js'
import { getStatus } from './resources/status.js'
import { getStats } from './resources/stats.js'
import { getSubjects } from './resources/subjects.js'
import { getTransaction } from './resources/transaction.js'
import type { Handler } from './route.js'
import { route } from './route.js'

export interface RouterOptions {
  readonly operations: Operations
  /** Required: nothing is served without somebody having said who may do what. */
  readonly authorize: Authorize
  /** Keeps what was answered to requests with an `Idempotency-Key`; where this is left out, the newest thousand are kept until the process ends. */
  readonly answers?: AnswerMemory
  readonly logger?: HttpLogger
  readonly bodyLimits?: Partial<BodyLimits>
  /** Host names that requests may be for (see `hostGuard`); not looked at where this is left out. */
  readonly allowedHosts?: readonly string[]
  /** Aborted when the server is about to close: bulk requests then take no further lines and say so in their last one, live streams end. */
  readonly closing?: AbortSignal
  /** Where requests are counted and timed. */
  readonly metrics?: RequestMetrics
  /** Where live clients and exports are counted. */
  readonly streamMetrics?: StreamMetrics
  /** Bounds of the live feed. */
  readonly live?: Partial<LiveLimits>
  /** Whether `/openapi.json` and `/docs` are served below the path at which the router is mounted; true by default. */
  readonly document?: boolean
  /** Serves these at the path at which the router is mounted; without them there is no dashboard. */
  readonly dashboard?: DashboardFiles
}

/**
 * All routes of `/v1`, to be mounted at any path: `app.use('/audit', createRouter({ … }))`, and the document that describes them. What is
 * neither is left to the application.
 */
export const createRouter = (options: RouterOptions): Router => {
  const { operations, logger = silentLogger } = options
  const bodyLimits = { ...defaultBodyLimits, ...options.bodyLimits }
  const { closing } = options
  const resources = {
    operations,
    bodyLimits,
    answers: options.answers ?? inProcessAnswers(),
    logger,
    ...(closing === undefined ? {} : { closing }),
    ...(options.streamMetrics === undefined ? {} : { metrics: options.streamMetrics }),
  }
  const can = (permission: Needed, handler: Handler): RequestHandler =>
    route({ authorize: options.authorize, logger }, permission, handler)

  const router = createExpressRouter({ caseSensitive: true, strict: true })
  if (options.metrics !== undefined) router.use('/v1', measureRequests(options.metrics))
  if (options.allowedHosts !== undefined) router.use('/v1', hostGuard(options.allowedHosts))
  resource(router, '/v1/events', { post: can('write', postEvents(resources)) })
  resource(router, '/v1/capture-rules', {
    get: can('read', getCaptureRules(operations)),
    put: can('admin', putCaptureRules(resources)),
  })
  resource(router, '/v1/subjects/:type/:id', {
    get: can('read', getSubject(operations)),
    put: can('write', putSubject(resources)),
    delete: can('write', deleteSubject(operations)),
  })
  resource(router, '/v1/events/:id', { get: can('read', getEvent(operations)) })
  resource(router, '/v1/activity', { get: can('read', getActivity(resources)) })
  const live = { ...resources, authorize: options.authorize, limits: { ...defaultLiveLimits, ...options.live } }
  resource(router, '/v1/activity/live', { get: can('read', getLive(live)) })
  resource(router, '/v1/stats', { get: can('read', getStats(operations)) })
  resource(router, '/v1/facets/:field', { get: can('read', getFacets(operations)) })
  resource(router, '/v1/subjects', { get: can('read', getSubjects(operations)) })
  resource(router, '/v1/subjects/:type/:id/history', { get: can('read', getHistory(operations)) })
  resource(router, '/v1/subjects/:type/:id/diff', { get: can('read', getDiff(operations)) })
  resource(router, '/v1/subjects/:type/:id/restore', { post: can('restore', postRestore(resources)) })
  resource(router, '/v1/transactions/:id', { get: can('read', getTransaction(operations)) })
  resource(router, '/v1/calls', { get: can('read', getCalls(operations)) })
  resource(router, '/v1/credential', { get: can('any', getCredential) })
  resource(router, '/v1/status', { get: can('admin', getStatus(operations)) })
  resource(router, '/v1/projections', { get: can('read', getProjections(operations)) })
  resource(router, '/v1/projections/:name/rows', { get: can('read', getRows(operations)) })
  resource(router, '/v1/projections/:name/rebuild', { post: can('admin', postRebuild(resources)) })
  if (options.document !== false) {
    const { document, reference } = documentHandlers(routerOperations)
    resource(router, '/openapi.json', { get: document })
    resource(router, '/docs', { get: reference })
  }
  if (options.dashboard !== undefined) dashboard(router, options.dashboard)
  router.use('/v1', notFound)
  router.use('/v1', errorHandler(logger))
  return router
}
