import type { IncomingMessage } from 'node:http'
import * as E from 'fp-ts/lib/Either.js'
import { v5 } from 'uuid'
import { invalidInput } from '../domain/errors.js'
import { isPlainObject } from '../domain/codecs/strict.js'
import type { HttpError } from './http-error.js'
import type { Shapes } from './openapi/operation.js'

/** The header of requests that may be sent again, for the document of the API. */
export const idempotencyKeyHeader: Shapes = {
  'Idempotency-Key': {
    required: false,
    schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    description:
      'Chosen by the sender, for one request and its repetitions: these are given the first answer for 24 hours, with `Idempotency-Replayed: true`.',
  },
}

const header = 'idempotency-key'
const pattern = /^[!-~]{1,255}$/

/** The request's `Idempotency-Key`, quotation marks and all: 1 to 255 visible ASCII characters. Several such headers reach us joined by a comma and a blank. */
export const idempotencyKeyOf = (request: IncomingMessage): E.Either<HttpError, string | undefined> => {
  const key = request.headers[header]
  if (key === undefined) return E.right(undefined)
  return typeof key === 'string' && pattern.test(key)
    ? E.right(key)
    : E.left(invalidInput(header, 'must be 1 to 255 visible ASCII characters, and be given once'))
}

/** UUIDv5 of `annals:idempotency-key` in the URL namespace (RFC 9562). */
const namespace = '6861b9d1-99f7-55bb-ad9c-0bb8b1ec5b8f'

/** The id of the event with this index among those that were sent with the key: the UUIDv5 of `<index>:<key>`. */
export const keyedEventId = (key: string, index: number): string => v5(`${index}:${key}`, namespace)

/** The id of a restore of this subject: the UUIDv5 of `restore:<key> <type>:<id>`, of which the key has no blank and the type no colon. */
export const keyedRestoreId = (key: string, subject: { readonly type: string; readonly id: string }): string =>
  v5(`restore:${key} ${subject.type}:${subject.id}`, namespace)

/** What was sent, with this id where it has none. What is no object is not an event either, and is left for the store to refuse. */
export const withId = (input: unknown, id: () => string): unknown =>
  isPlainObject(input) && !Object.hasOwn(input, 'id') ? { ...input, id: id() } : input
