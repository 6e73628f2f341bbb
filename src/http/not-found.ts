import type { ErrorRequestHandler, RequestHandler } from 'express'
import { invalidInput } from '../domain/errors.js'
import { commonHeaders, sendProblem } from './answer.js'
import type { HttpLogger } from './logger.js'
import { fail } from './route.js'

export const notFound: RequestHandler = (_request, response) => sendProblem(response, { _tag: 'RouteNotFound' })

/** What a path answers to methods that it does not have: OPTIONS with what it has, everything else with 405. */
export const otherMethods =
  (allow: string): RequestHandler =>
  (request, response) => {
    if (request.method === 'OPTIONS') response.writeHead(204, { ...commonHeaders, allow }).end()
    else sendProblem(response, { _tag: 'MethodNotAllowed', allow })
  }

/** Errors that Express itself makes (a path that is not percent-encoded UTF-8), and whatever else was thrown on the way to a route. */
export const errorHandler =
  (logger: HttpLogger): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    if (error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400)) {
      sendProblem(response, invalidInput('path', 'is not percent-encoded UTF-8'))
    } else fail(logger, response, error)
  }
