import type { Request } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import { v5 } from 'uuid'
import { cloudIssue, fromCloudEvent, sourceActor } from '../domain/codecs/cloud-event.js'
import type { FieldIssue } from '../domain/errors.js'
import { limits } from '../domain/limits.js'
import type { Grant } from '../ports/authorize.js'
import { withActor } from './grant.js'
import type { HttpError } from './http-error.js'
import { readJson } from './json-body.js'
import { invalid } from './parameters.js'
import { readBody } from './read-body.js'

/** UUIDv5 of `annals:cloudevents` in the URL namespace (RFC 9562): ids that are no UUID become the UUIDv5 of `<source> <id>` in it. */
const namespace = '01473100-4513-51bb-9e9b-bedebb2d8ba9'

const deriveId = (text: string): string => v5(text, namespace)

/** Whether a request has a CloudEvent in its headers (HTTP binding, section 3.1): one of those that every such event has. */
export const isBinaryCloudEvent = ({ headers }: Request): boolean =>
  ['ce-specversion', 'ce-id', 'ce-source', 'ce-type'].some((name) => headers[name] !== undefined)

/** A CloudEvent of the JSON format as an event, with the grant's actor or else its source's. */
export const cloudInput = (grant: Grant, value: unknown): E.Either<readonly FieldIssue[], unknown> => {
  const draft = fromCloudEvent(value, deriveId)
  if (E.isLeft(draft)) return draft
  const input = withActor(grant, draft.right) as object
  return E.right(Object.hasOwn(input, 'actor') ? input : { ...input, actor: sourceActor(value) })
}

/** A batch, each as an event; all that is wrong is named behind the index of its item. */
export const cloudInputs = (grant: Grant, value: unknown): E.Either<readonly FieldIssue[], readonly unknown[]> => {
  if (!Array.isArray(value)) return E.left([{ field: '', message: 'must be an array of CloudEvents' }])
  if (value.length > limits.maxArrayEvents) {
    return E.left([{ field: '', message: `must be at most ${limits.maxArrayEvents} events (${value.length} given)` }])
  }
  const issues: FieldIssue[] = []
  const inputs: unknown[] = []
  for (const [index, item] of (value as readonly unknown[]).entries()) {
    const input = cloudInput(grant, item)
    if (E.isRight(input)) inputs.push(input.right)
    else issues.push(...input.left.map(({ field, message }) => ({ field: `/${index}${field}`, message })))
  }
  return issues.length > 0 ? E.left(issues.slice(0, limits.maxIssues)) : E.right(inputs)
}

/** An error of the store, told of the attributes that its fields came from. */
export const cloudError = (error: HttpError): HttpError =>
  error._tag === 'InvalidInput' ? { ...error, issues: error.issues.map(cloudIssue) } : error

/** The same told of the headers that the attributes were sent in. */
export const headerError = (error: HttpError): HttpError =>
  error._tag === 'InvalidInput' ? { ...error, issues: error.issues.map(headerIssue) } : error

const headerIssue = ({ field, message }: FieldIssue): FieldIssue => {
  const name = field.slice(1)
  return { field: /^[a-z0-9]+$/.test(name) && name !== 'data' ? `ce-${name}` : field, message }
}

/** A CloudEvent whose attributes are the headers `ce-…` and whose data is the body, as the JSON format has it. */
export const binaryCloudEvent = async (request: Request, limitBytes: number): Promise<E.Either<HttpError, unknown>> => {
  const attributes = attributesIn(request)
  if (E.isLeft(attributes)) return E.left(invalid(attributes.left))
  const type = request.headers['content-type']
  if (type === undefined) {
    const body = request.readableDidRead ? E.right(Buffer.alloc(0)) : await readBody(request, limitBytes)
    if (E.isLeft(body)) return body
    return body.right.length === 0 ? attributes : E.left({ _tag: 'UnsupportedMediaType', received: null })
  }
  if (!isJson(type)) return E.left({ _tag: 'UnsupportedMediaType', received: type })
  const body = await readJson(request, limitBytes)
  return E.isLeft(body) ? body : E.right({ ...attributes.right, datacontenttype: type, data: body.right })
}

const isJson = (contentType: string): boolean => {
  const [type = '', ...parameters] = contentType.split(';')
  const utf8 = parameters.every((one) => !/^\s*charset=/i.test(one) || /^\s*charset="?utf-?8"?\s*$/i.test(one))
  return utf8 && /^\s*(?:application\/json|[\w.+-]+\/[\w.+-]+\+json)\s*$/i.test(type)
}

const prefix = 'ce-'

/** Header values are percent-encoded UTF-8, and may be quoted (HTTP binding, section 3.1.3.2). */
const attributesIn = ({ headers }: Request): E.Either<readonly FieldIssue[], Readonly<Record<string, unknown>>> => {
  const attributes: Record<string, unknown> = {}
  const issues: FieldIssue[] = []
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith(prefix) || typeof value !== 'string') continue
    const name = header.slice(prefix.length)
    const decoded = decodedValue(value)
    if (name === 'data' || name === 'datacontenttype' || !/^[a-z0-9]+$/.test(name)) {
      issues.push({ field: header, message: 'is no attribute of a CloudEvent in headers' })
    } else if (decoded === undefined) issues.push({ field: header, message: 'is not percent-encoded UTF-8' })
    else attributes[name] = name === 'expectedversion' && /^-?\d{1,10}$/.test(decoded) ? Number(decoded) : decoded
  }
  return issues.length > 0 ? E.left(issues) : E.right(attributes)
}

const decodedValue = (value: string): string | undefined => {
  // Node reads other bytes as Latin-1: UTF-8 that was not encoded would be stored as something else.
  if (!/^[ -~]*$/.test(value)) return undefined
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]
  try {
    return decodeURIComponent(quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1'))
  } catch {
    return undefined
  }
}
