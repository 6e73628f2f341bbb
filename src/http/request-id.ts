import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

const header = 'x-request-id'
const acceptable = /^[A-Za-z0-9_.:-]{1,128}$/

/**
 * The request's id: the caller's `X-Request-Id` where that is 1 to 128 letters, digits, `_`, `.`, `:` or `-`, a fresh UUID otherwise.
 * It is set on the answer, and what is set there (by the host application, say) is taken as it is.
 */
export const requestIdOf = (request: IncomingMessage, response: ServerResponse): string => {
  const present = response.getHeader(header)
  if (typeof present === 'string') return present
  const received = request.headers[header]
  const id = typeof received === 'string' && acceptable.test(received) ? received : randomUUID()
  if (!response.headersSent) response.setHeader(header, id)
  return id
}
