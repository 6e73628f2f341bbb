import type { IncomingMessage, ServerResponse } from 'node:http'

/** What is used of an Express request, 4 or 5; a plain one of node:http has no route. */
export interface HttpRequest extends IncomingMessage {
  originalUrl?: string
  baseUrl?: string
  route?: unknown
  params?: unknown
  query?: unknown
  body?: unknown
}
export type HttpResponse = ServerResponse

export type Next = (error?: unknown) => void
export type Middleware<Request extends HttpRequest = HttpRequest> = (
  request: Request,
  response: HttpResponse,
  next: Next,
) => void
export type ErrorMiddleware = (error: unknown, request: HttpRequest, response: HttpResponse, next: Next) => void
