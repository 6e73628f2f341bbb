import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { invalidInput } from '../domain/errors.js'
import { commonHeaders } from './answer.js'
import type { HttpError } from './http-error.js'
import { toProblem } from './problem.js'

/**
 * Answers what Node refuses before there is a request (a request line or header that is none, too many of them, or too slow) with a problem
 * like every other error, and closes the connection. Where an answer is under way already, closing is all that is left.
 */
export const answerClientErrors = (server: Server): void => {
  const underWay = new WeakMap<Duplex, ServerResponse>()
  server.on('request', ({ socket }, response) => {
    underWay.set(socket, response)
    response.once('close', () => {
      if (underWay.get(socket) === response) underWay.delete(socket)
    })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || underWay.has(socket)) socket.destroy()
    else socket.end(rawProblem(errorOf(error.code)))
  })
}

const errorOf = (code: string | undefined): HttpError => {
  if (code === 'HPE_HEADER_OVERFLOW') return { _tag: 'HeadersTooLarge' }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { _tag: 'HeadersTimeout' }
  return invalidInput('', 'is not an HTTP request: path and query are percent-encoded ASCII')
}

/** A whole answer as it goes over the wire (RFC 9112): there is no response object to write it with. */
const rawProblem = (error: HttpError): string => {
  const problem = toProblem(error)
  const requestId = randomUUID()
  const body = JSON.stringify({ ...problem, requestId })
  const headers = {
    ...commonHeaders,
    'x-request-id': requestId,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`, ...lines, '', body].join('\r\n')
}
