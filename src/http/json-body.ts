import type { Request } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import { invalidInput } from '../domain/errors.js'
import { bodyKind } from './content-type.js'
import type { HttpError } from './http-error.js'
import { parseJson, parseJsonText } from './parse-json.js'
import { readBody } from './read-body.js'

/** The body as JSON, `application/json` only: at most `limitBytes` inflated. */
export const jsonBody = async (request: Request, limitBytes: number): Promise<E.Either<HttpError, unknown>> => {
  const kind = bodyKind(request.headers['content-type'])
  if (E.isLeft(kind)) return kind
  if (kind.right !== 'json')
    return E.left({ _tag: 'UnsupportedMediaType', received: request.headers['content-type'] ?? null })
  return readJson(request, limitBytes)
}

/** The body as JSON, whatever its type says. */
export const readJson = async (request: Request, limitBytes: number): Promise<E.Either<HttpError, unknown>> => {
  if (request.readableDidRead) return bodyReadBefore(request.body)
  const bytes = await readBody(request, limitBytes)
  return E.isLeft(bytes) ? bytes : parseJson(bytes.right)
}

/** What a body parser of the application that the router is mounted in has made of the body. */
const bodyReadBefore = (body: unknown): E.Either<HttpError, unknown> => {
  if (Buffer.isBuffer(body)) return parseJson(body)
  if (typeof body === 'string') return parseJsonText(body)
  return body === undefined ? E.left(readElsewhere) : E.right(body)
}

export const readElsewhere: HttpError = invalidInput('', 'was read by other middleware before it came here')
