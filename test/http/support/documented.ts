import type { ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { apiDocument } from '../../../src/http/openapi/document.js'
import type { Operation } from '../../../src/http/openapi/operation.js'
import { schemaValidator } from '../../support/json-schema.js'

interface DocumentedResponse {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
  readonly headers?: Readonly<Record<string, object>>
}
interface DocumentedOperation {
  readonly operationId: string
  readonly parameters?: readonly object[]
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> }
  readonly responses: Readonly<Record<string, object>>
}
interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: { readonly type?: string }
}

export interface Sent {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly contentType?: string
  readonly body?: string
}

export interface Documented {
  /** Fails where the answer is not as the document says; where it is a success, where the request is not. */
  readonly check: (sent: Sent, response: Response) => Promise<void>
  /** `GET /v1/activity 200` of all answers that were checked. */
  readonly seen: ReadonlySet<string>
  /** The same of all that the document has. */
  readonly documented: readonly string[]
}

/** Headers that an answer has only where the document says so. */
const telling = ['etag', 'link', 'retry-after', 'www-authenticate', 'accept-encoding', 'content-security-policy']
/** Security headers are on every answer of the server; only that of the page is its own. */
const isAsEverywhere = (name: string, value: string): boolean =>
  name === 'content-security-policy' && value.startsWith("default-src 'none';frame-ancestors")

export const documentedBy = (operations: readonly Operation[]): Documented => {
  const document = apiDocument(operations) as unknown as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>
    readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>
  }
  const ajv = schemaValidator(false)
  ajv.addSchema({ ...document, $id: 'open' }, 'open')
  ajv.addSchema({ ...(closed(document) as object), $id: 'closed' }, 'closed')
  const compiled = new Map<string, ValidateFunction>()
  const validate = (which: 'open' | 'closed', at: readonly string[], value: unknown): void => {
    const reference = `${which}#/${at.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
    const meets = compiled.get(reference) ?? ajv.compile({ $ref: reference })
    compiled.set(reference, meets)
    if (!meets(value)) {
      throw new Error(`${reference}: ${JSON.stringify(meets.errors?.slice(0, 5))} in ${JSON.stringify(value)}`)
    }
  }
  /** A part and where it stands, through a `$ref` if it is one. */
  const resolve = (part: object, at: readonly string[]): readonly [unknown, readonly string[]] => {
    if (!('$ref' in part)) return [part, at]
    const [kind = '', name = ''] = String(part.$ref).replace('#/components/', '').split('/')
    return [document.components[kind]?.[name], ['components', kind, name]]
  }
  const find = (sent: Sent): readonly [string, string, DocumentedOperation] => {
    const path = (sent.url.split('?')[0] ?? '').split('/')
    const paths = Object.keys(document.paths).filter((template) => {
      const parts = template.split('/')
      return parts.length === path.length && parts.every((part, n) => part.startsWith('{') || part === path[n])
    })
    const [template = ''] = paths.sort((a, b) => a.split('{').length - b.split('{').length)
    const method = sent.method.toLowerCase()
    const operation = document.paths[template]?.[method]
    if (operation === undefined) throw new Error(`${sent.method} ${sent.url} is not in the document`)
    return [template, method, operation]
  }
  const checkRequest = (sent: Sent, [template, method, operation]: ReturnType<typeof find>): void => {
    const parameters = (operation.parameters ?? []).map((parameter) => resolve(parameter, [])[0] as Parameter)
    const inQuery = parameters.filter((parameter) => parameter.in === 'query')
    if (!inQuery.some(({ schema }) => schema.type === 'object')) {
      const names = new URLSearchParams(sent.url.split('?')[1] ?? '').keys()
      expect(inQuery.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]))
    }
    if (sent.body === undefined || sent.contentType === undefined) return
    const at = ['paths', template, method, 'requestBody', 'content', sent.contentType, 'schema']
    const values = sent.contentType.includes('ndjson') ? sent.body.split('\n').filter(Boolean) : [sent.body]
    for (const value of values) validate('open', at, JSON.parse(value))
  }
  const seen = new Set<string>()
  return {
    seen,
    documented: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method.toUpperCase()} ${path} ${status}`),
      ),
    ),
    check: async (sent, response) => {
      const found = find(sent)
      const [template, method, operation] = found
      const status = String(response.status)
      const given = operation.responses[status]
      const text = await response.text()
      if (given === undefined) throw new Error(`${sent.method} ${template} ${status} is not in the document: ${text}`)
      seen.add(`${sent.method} ${template} ${status}`)
      const [part, at] = resolve(given, ['paths', template, method, 'responses', status])
      const documented = part as DocumentedResponse
      const named = new Set(Object.keys(documented.headers ?? {}).map((name) => name.toLowerCase()))
      for (const name of telling) {
        const value = response.headers.get(name)
        if (value === null || named.has(name) || isAsEverywhere(name, value)) continue
        throw new Error(`${sent.method} ${template} ${status} has ${name}, which is not in the document`)
      }
      for (const name of ['retry-after', 'www-authenticate', 'x-request-id']) {
        if (named.has(name)) expect([name, response.headers.has(name)]).toEqual([name, true])
      }
      for (const [name, header] of Object.entries(documented.headers ?? {})) {
        const value = response.headers.get(name)
        if (value !== null) validate('open', [...resolve(header, [...at, 'headers', name])[1], 'schema'], value)
      }
      if (documented.content === undefined) {
        expect(text).toBe('')
      } else {
        const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
        expect(Object.keys(documented.content)).toContain(type)
        const schema = [...at, 'content', type, 'schema']
        const lines = type === 'application/x-ndjson' ? text.split('\n').filter(Boolean) : [text]
        for (const line of lines) validate('closed', schema, type.startsWith('text/') ? line : JSON.parse(line))
      }
      if (response.ok) checkRequest(sent, found)
    },
  }
}

/** The same schemas with nothing allowed that they do not name. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]))
  const isObject = Object.hasOwn(value, 'properties') && !Object.hasOwn(value, 'additionalProperties')
  return isObject && (value as { readonly type?: unknown }).type === 'object'
    ? { ...members, additionalProperties: false }
    : members
}
