import type { JsonSchema } from '../../domain/json-schema.js'
import type { Needed } from '../../ports/authorize.js'
import type { HttpError } from '../http-error.js'
import type { ParameterShape } from '../parameters.js'
import { after } from '../parameters.js'
import type { Components } from './components.js'
import { noComponents, sharedPart, sharedSchema } from './components.js'
import type { AnswerHeader, AnswerShape, Content, Operation, Shapes, Tag } from './operation.js'
import { problemSchema, problemStatus } from './problems.js'
import { tenantInQuery } from './tenant-parameter.js'

type Json = Readonly<Record<string, unknown>>

/** An OpenAPI document (https://spec.openapis.org/oas/v3.1.1) but for where it is served. */
export interface ApiDocument {
  readonly openapi: '3.1.1'
  readonly info: Json
  readonly tags: readonly { readonly name: Tag; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
  readonly components: Components & { readonly securitySchemes: Json }
}

/** The document of these operations: their schemas, parameters, headers and problems stand among its components, once each. */
export const apiDocument = (operations: readonly Operation[]): ApiDocument => {
  const components = noComponents()
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(components, operation) }
  }
  const used = new Set(operations.map(({ tag }) => tag))
  return {
    openapi: '3.1.1',
    info,
    tags: tags.filter(({ name }) => used.has(name)),
    paths,
    components: { ...components, securitySchemes },
  }
}

const operationObject = (components: Components, operation: Operation): Json => {
  const { permission, description, body, inPath = {}, headers = {} } = operation
  const query = permission === null ? {} : { ...operation.query, ...tenantInQuery }
  const parameters = [
    ...parametersOf(components, 'path', inPath),
    ...parametersOf(components, 'query', query),
    ...parametersOf(components, 'header', headers),
  ]
  const needs = permission === null ? [] : [needOf(permission)]
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [description, ...needs].filter(Boolean).join('\n\n'),
    security: permission === null ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(components, body) } }),
    responses: responsesOf(components, operation),
  }
}

const needOf = (permission: Needed): string =>
  permission === 'any' ? 'Needs a credential, whatever it allows.' : `Needs the permission \`${permission}\`.`

const parametersOf = (components: Components, place: 'path' | 'query' | 'header', shapes: Shapes): readonly object[] =>
  Object.entries(shapes).map(([name, shape]) =>
    sharedPart(
      components,
      'parameters',
      `${place}.${name.replace('!', '.not')}`,
      parameterObject(components, place, name, shape),
    ),
  )

const parameterObject = (
  components: Components,
  place: string,
  name: string,
  { required, schema, description, repeated }: ParameterShape,
): object => ({
  name,
  in: place,
  ...(description === undefined ? {} : { description }),
  ...(required ? { required } : {}),
  ...(repeated !== undefined || schema.type === 'object' ? { style: 'form', explode: repeated !== 'commas' } : {}),
  schema: sharedSchema(components, schema),
})

const contentOf = (components: Components, content: Content): Json =>
  Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [type, { schema: sharedSchema(components, schema) }]),
  )

const responsesOf = (components: Components, operation: Operation): Json => {
  const answers = Object.entries(operation.answers).map(
    ([status, answer]) => [status, answerObject(components, answer)] as const,
  )
  return Object.fromEntries([...answers, ...problemResponses(components, problemsOf(operation))])
}

const answerObject = (components: Components, answer: AnswerShape): object => {
  const { description, content, headers = [] } = answer
  return {
    description,
    headers: headersOf(components, [...headers, 'X-Request-Id']),
    ...(content === undefined ? {} : { content: contentOf(components, content) }),
  }
}

/** The problems of an operation, with those that come with its permission, its body and its parameters. */
export const problemsOf = (operation: Operation): readonly HttpError['_tag'][] => {
  const { permission, body, query = {}, headers = {}, problems = [] } = operation
  const tags = new Set<HttpError['_tag']>(problems)
  const add = (...more: readonly HttpError['_tag'][]): void => {
    for (const tag of more) tags.add(tag)
  }
  if (permission === null) return [...tags]
  add('InvalidInput', 'Unauthenticated', 'Forbidden', 'OriginNotAllowed', 'HostNotAllowed', 'Internal', 'Corrupt')
  add('Unavailable')
  if (permission === 'write' || permission === 'restore') add('NotFound', 'Purged', 'PayloadTooLarge', 'Overloaded')
  if (body !== undefined) add('UnsupportedMediaType', 'UnsupportedEncoding')
  if (query['after'] !== undefined && query['after'] === after.shape) add('ProjectionBehind')
  if (Object.hasOwn(headers, 'If-Match')) add('PreconditionFailed')
  if (Object.hasOwn(headers, 'Idempotency-Key')) add('KeyInUse', 'KeyReused')
  return [...tags]
}

const problemResponses = (
  components: Components,
  tags: readonly HttpError['_tag'][],
): (readonly [string, object])[] => {
  const byStatus = new Map<number, HttpError['_tag'][]>()
  for (const tag of tags) byStatus.set(problemStatus(tag), [...(byStatus.get(problemStatus(tag)) ?? []), tag])
  return [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, same]) => [String(status), problemResponse(components, status, same)])
}

const problemResponse = (components: Components, status: number, tags: readonly HttpError['_tag'][]): object => {
  const schemas = tags.map(problemSchema)
  const names = schemas.map(({ title = '' }) => title.replace(/Problem$/, ''))
  const [first, ...more] = schemas
  const schema: JsonSchema = first !== undefined && more.length === 0 ? first : { oneOf: schemas }
  const headers = ['X-Request-Id' as const, ...(statusHeaders[status] ?? [])]
  return sharedPart(components, 'responses', `${status}.${names.join('.')}`, {
    description: statusTexts[status] ?? 'A problem.',
    headers: headersOf(components, headers),
    content: { 'application/problem+json': { schema: sharedSchema(components, schema) } },
  })
}

type HeaderName = AnswerHeader | 'X-Request-Id' | 'Retry-After' | 'WWW-Authenticate' | 'Accept-Encoding'

const headersOf = (components: Components, names: readonly HeaderName[]): Json =>
  Object.fromEntries(names.map((name) => [name, sharedPart(components, 'headers', name, headerObjects[name])]))

const requestIdSchema: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,128}$' }

const header = (description: string, schema: JsonSchema): object => ({ description, schema })

const headerObjects: Readonly<Record<HeaderName, object>> = {
  ETag: header('The present version, as an entity tag.', { type: 'string', pattern: '^"(0|[1-9][0-9]*)"$' }),
  Link: header('The next page: `<path and query>; rel="next"`.', { type: 'string' }),
  'X-Request-Id': header('The id of the request: its own `X-Request-Id`, or one that was made.', requestIdSchema),
  'Retry-After': header('When to try again, in seconds.', { type: 'string', pattern: '^[0-9]+$' }),
  'WWW-Authenticate': header('How to authenticate.', { type: 'string' }),
  'Accept-Encoding': header('The encodings of bodies that are taken, where another one was sent.', { type: 'string' }),
  'Idempotency-Replayed': header('The answer is that of the first request with this `Idempotency-Key`.', {
    const: 'true',
  }),
  'Content-Security-Policy': header('What the page may load: its own style, and nothing else.', { type: 'string' }),
}

const statusHeaders: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  415: ['Accept-Encoding'],
  503: ['Retry-After'],
}

const statusTexts: Readonly<Record<number, string>> = {
  400: 'The body, a parameter or a header is not valid: every offending field is named.',
  401: 'No valid credential.',
  403: 'The credential does not allow this, is for another tenant, or the request is of a page of another origin.',
  404: 'There is none.',
  409: 'It contradicts what is stored, or what is under way.',
  410: 'It is no longer kept.',
  412: '`If-Match` or `If-None-Match` does not hold.',
  413: 'Too large.',
  415: 'The Content-Type or the Content-Encoding is not taken.',
  422: 'The `Idempotency-Key` is of another request.',
  421: 'The server does not answer for this host.',
  500: 'A mistake of the server, or damaged data.',
  503: 'Not now.',
}

const tags: readonly { readonly name: Tag; readonly description: string }[] = [
  { name: 'Recording', description: 'Telling what happened.' },
  { name: 'Subjects', description: 'Records: their states, versions and history.' },
  { name: 'Reading', description: 'Events of all subjects: the feed, counts, values, transactions.' },
  { name: 'Projections', description: 'What is built from the log.' },
  { name: 'Server', description: 'The server itself.' },
]

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A token, made with `annals token create`. A server on the loopback address of its machine asks for none as long as there are no tokens; inside another application that application says who may do what.',
  },
}

const info = {
  title: 'Annals',
  version: '1',
  summary: 'An event-sourced audit store.',
  description: [
    'What happened to which record: recorded as immutable events, read as feed, counts, history and states at any version or time.',
    'Errors are problem details (RFC 9457): `type` tells them apart. Besides those of an operation, any path can answer 404 `route-not-found` (there is nothing at this path), 405 `method-not-allowed` with `Allow`, and any request 408 `headers-timeout` and 431 `headers-too-large`. `HEAD` works where `GET` does; `OPTIONS` answers 204 with `Allow`.',
    'A parameter that an operation does not name is 400. Bodies may be sent with `Content-Encoding: gzip`, `br` or `deflate`; their limits hold for what they decode to. Answers may have more fields in later versions.',
  ].join('\n\n'),
  license: { name: 'MIT', identifier: 'MIT' },
}
