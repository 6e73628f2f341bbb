import type { Response } from 'express'
import { requestIdOf } from './request-id.js'
import { traceContextOf } from './trace-context.js'

/** What is needed of a logger; pino's has this shape. Nothing personal is given to it: no ids of records or people, paths, queries, bodies, addresses. */
export interface HttpLogger {
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void
  readonly error: (fields: Readonly<Record<string, unknown>>, message: string) => void
}

export const silentLogger: HttpLogger = { info: () => undefined, error: () => undefined }

/** The pattern of the route that took the request, such as `/v1/events/:id`; never the path itself. */
export const routePattern = (response: Response): string => {
  const matched = response.req.route as { readonly path?: unknown } | undefined
  return typeof matched?.path === 'string' ? matched.path : 'none'
}

/** A failure of the server's own. Of what was thrown its name, code and stack frames are told, not its message, which may quote data. */
export const logFailure = (logger: HttpLogger, response: Response, failure: string, thrown?: unknown): void => {
  logger.error(
    {
      failure,
      requestId: requestIdOf(response.req, response),
      ...traceContextOf(response.req),
      method: response.req.method,
      route: routePattern(response),
      ...(thrown instanceof Error ? thrownFields(thrown) : {}),
    },
    'request failed',
  )
}

const thrownFields = (error: Error & { readonly code?: unknown }): Readonly<Record<string, unknown>> => ({
  error: error.name,
  ...(typeof error.code === 'string' ? { code: error.code } : {}),
  stack: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
})
