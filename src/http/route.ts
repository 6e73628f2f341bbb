import type { Request, RequestHandler, Response } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Grant, Needed } from '../ports/authorize.js'
import type { Answer } from './answer.js'
import { send, sendProblem } from './answer.js'
import type { Authorize } from './authorize.js'
import { missing, tenantOf } from './grant.js'
import type { HttpError } from './http-error.js'
import type { HttpLogger } from './logger.js'
import { logFailure, silentLogger } from './logger.js'
import type { Parameters } from './query-string.js'
import { parseQuery, queryOf } from './query-string.js'
import { requestIdOf } from './request-id.js'

/** A request that may be served: who asks is known, and in which tenant. */
export interface Authorized {
  readonly request: Request
  readonly grant: Grant
  readonly tenant: string
  readonly parameters: Parameters
}

export type Handler = (call: Authorized) => TaskEither<HttpError, Answer>

export interface RouteOptions {
  readonly authorize: Authorize
  readonly logger?: HttpLogger
}

/**
 * An Express handler of a route: the request id, the credential (401), the permission (403), the tenant (403), then the handler; its answer or its
 * problem is written. What throws is logged with the request id and answered as 500 without a word about it.
 */
export const route = (options: RouteOptions, permission: Needed, handler: Handler): RequestHandler => {
  const logger = options.logger ?? silentLogger
  return async (request, response) => {
    requestIdOf(request, response)
    try {
      const call = await admit(options.authorize, permission, request)
      const answer = E.isLeft(call) ? call : await handler(call.right)()
      if (E.isLeft(answer)) refuse(logger, response, answer.left)
      else await send(response, answer.right)
    } catch (thrown) {
      fail(logger, response, thrown)
    }
  }
}

const admit = async (
  authorize: Authorize,
  permission: Needed,
  request: Request,
): Promise<E.Either<HttpError, Authorized>> => {
  const grant = await authorize(request)
  if (!grant) return E.left({ _tag: 'Unauthenticated' })
  const refused = missing(grant, permission)
  if (refused !== undefined) return E.left(refused)
  const parameters = parseQuery(queryOf(request.url))
  if (E.isLeft(parameters)) return parameters
  const tenant = tenantOf(grant, parameters.right)
  if (E.isLeft(tenant)) return tenant
  return E.right({ request, grant, tenant: tenant.right, parameters: parameters.right })
}

const refuse = (logger: HttpLogger, response: Response, error: HttpError): void => {
  if (error._tag === 'Corrupt' || error._tag === 'Unavailable') logFailure(logger, response, error._tag)
  sendProblem(response, error)
}

/** Something threw. An answer that has begun cannot become a problem any more: it is broken off, so that nobody takes it for whole. */
export const fail = (logger: HttpLogger, response: Response, thrown: unknown): void => {
  logFailure(logger, response, 'Internal', thrown)
  if (response.headersSent) response.destroy()
  else sendProblem(response, { _tag: 'Internal' })
}
