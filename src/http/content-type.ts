import * as E from 'fp-ts/lib/Either.js'
import type { HttpError } from './http-error.js'

/** The media types that a body may have. */
export type BodyKind = 'json' | 'ndjson' | 'cloudevent' | 'cloudevents'

const kinds: ReadonlyMap<string, BodyKind> = new Map([
  ['application/json', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['application/cloudevents+json', 'cloudevent'],
  ['application/cloudevents-batch+json', 'cloudevents'],
])

/** The kind of a body by its Content-Type alone (RFC 9110, section 8.3.1). A charset other than UTF-8 is refused. */
export const bodyKind = (contentType: string | undefined): E.Either<HttpError, BodyKind> => {
  if (contentType === 'application/json') return E.right('json')
  if (contentType === undefined) return E.left({ _tag: 'UnsupportedMediaType', received: null })
  const [type = '', ...parameters] = contentType.split(';')
  const kind = kinds.get(type.trim().toLowerCase())
  return kind !== undefined && parameters.every(isHarmless)
    ? E.right(kind)
    : E.left({ _tag: 'UnsupportedMediaType', received: contentType })
}

const isHarmless = (parameter: string): boolean => {
  const [name = '', value = ''] = parameter.split('=')
  return name.trim().toLowerCase() !== 'charset' || /^"?utf-?8"?$/i.test(value.trim())
}
