import type { Response } from 'express'
import { acceptedCodings } from './content-encoding.js'
import type { HttpError } from './http-error.js'
import { requestIdOf } from './request-id.js'
import { toProblem } from './problem.js'

/** What a handler answers: a status with a JSON body, with a text, alone, or a body that the handler writes itself. */
export type Answer =
  | { readonly _tag: 'Json'; readonly status: number; readonly body: unknown; readonly headers?: Headers }
  | { readonly _tag: 'Text'; readonly status: number; readonly type: string; readonly text: string }
  | { readonly _tag: 'Empty'; readonly status: number; readonly headers?: Headers }
  | { readonly _tag: 'Stream'; readonly write: (response: Response) => Promise<void> }

type Headers = Readonly<Record<string, string>>

export const json = (status: number, body: unknown): Answer => ({ _tag: 'Json', status, body })
export const ok = (body: unknown): Answer => json(200, body)

export const withHeaders = (status: number, body: unknown, headers: Headers): Answer => ({
  _tag: 'Json',
  status,
  body,
  headers,
})

/** Audit data is not for caches that are not the caller's own. */
export const commonHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/** Writes an answer out; one that the connection does not wait for any more is dropped. */
export const send = (response: Response, answer: Answer): Promise<void> | undefined => {
  switch (answer._tag) {
    case 'Stream':
      return answer.write(response)
    case 'Json':
      sendText(response, answer.status, 'application/json', JSON.stringify(answer.body), answer.headers)
      return
    case 'Text':
      sendText(response, answer.status, answer.type, answer.text)
      return
    case 'Empty':
      if (canWrite(response)) response.writeHead(answer.status, { ...commonHeaders, ...answer.headers }).end()
      return
  }
}

/** Answers with the problem (`application/problem+json`), which names the request's id. */
export const sendProblem = (response: Response, error: HttpError): void => {
  const problem = toProblem(error)
  response.locals[problemKey] = problem.type.slice(problem.type.lastIndexOf(':') + 1)
  const body = JSON.stringify({ ...problem, requestId: requestIdOf(response.req, response) })
  sendText(response, problem.status, 'application/problem+json', body, problemHeaders(error, problem['retryAfter']))
}

const problemKey = 'annalsProblem'

/** The name of the problem that was answered; undefined where it was none. */
export const problemOf = (response: Response): string | undefined => {
  const problem: unknown = response.locals[problemKey]
  return typeof problem === 'string' ? problem : undefined
}

const problemHeaders = (error: HttpError, retryAfter: unknown): Headers | undefined => {
  if (typeof retryAfter === 'number') return { 'retry-after': String(retryAfter) }
  if (error._tag === 'Unauthenticated') return { 'www-authenticate': 'Bearer' }
  if (error._tag === 'MethodNotAllowed') return { allow: error.allow }
  return error._tag === 'UnsupportedEncoding' ? { 'accept-encoding': acceptedCodings } : undefined
}

const sendText = (response: Response, status: number, type: string, text: string, headers?: Headers): void => {
  if (!canWrite(response)) return
  const always = { ...commonHeaders, 'content-type': type, 'content-length': Buffer.byteLength(text) }
  response.writeHead(status, headers === undefined ? always : { ...always, ...headers }).end(text)
}

const canWrite = (response: Response): boolean => !response.headersSent && !response.destroyed
