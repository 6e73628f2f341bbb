import { createHash } from 'node:crypto'
import express from 'express'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../../src/http/app.js'
import type { AppOptions } from '../../../src/http/app.js'
import { loopbackAuthorize } from '../../../src/http/authorize.js'
import type { RouterOptions } from '../../../src/http/create-router.js'
import { createRouter } from '../../../src/http/create-router.js'
import { silentLogger } from '../../../src/http/logger.js'
import { apiDocument } from '../../../src/http/openapi/document.js'
import { jsonAnswer } from '../../../src/http/openapi/operation.js'
import type { Operation } from '../../../src/http/openapi/operation.js'
import { measuredServerOperations, routerOperations, serverOperations } from '../../../src/http/openapi/operations.js'
import { referencePage } from '../../../src/http/openapi/reference-page.js'
import { noMetrics } from '../../../src/main/no-metrics.js'
import { fakeOperations } from '../support/fake-operations.js'
import { bodyOf, serve } from '../support/running-server.js'

const options = { operations: fakeOperations({}), authorize: loopbackAuthorize, logger: silentLogger }
const routerOf = (more: Partial<RouterOptions> = {}) => createRouter({ ...options, ...more })

/** What Express keeps of its routes. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: readonly Layer[] }
}

/** `get /v1/events/{id}` of everything that answers a method of its own (`_all` is what answers 405). */
const routesOf = (stack: readonly Layer[]): readonly string[] =>
  stack.flatMap(({ route, handle }) => {
    if (route === undefined) return routesOf(handle.stack ?? [])
    const methods = Object.keys(route.methods).filter((method) => method !== '_all')
    return methods.map((method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
  })

const described = (operations: readonly Operation[]): readonly string[] =>
  operations.map(({ method, path }) => `${method} ${path}`).sort()

describe('the document and the routes are the same', () => {
  test('of the server', () => {
    const { stack } = createApp(options).router as unknown as { readonly stack: readonly Layer[] }
    expect([...routesOf(stack)].sort()).toEqual(described(serverOperations))
  })

  test('of a server that tells of its metrics', () => {
    const { stack } = createApp({ ...options, metrics: noMetrics }).router as unknown as {
      readonly stack: readonly Layer[]
    }
    expect([...routesOf(stack)].sort()).toEqual(described(measuredServerOperations))
  })

  test('of the router', () => {
    const { stack } = routerOf() as unknown as { readonly stack: readonly Layer[] }
    expect([...routesOf(stack)].sort()).toEqual(described(routerOperations))
  })

  test('and every operation has a name of its own', () => {
    const ids = serverOperations.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('GET /openapi.json', () => {
  test('needs no credential, and says where the API is', async () => {
    const server = await serve(createApp({ ...options, authorize: () => null }))
    const response = await server.get('/openapi.json')
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
    const document = await bodyOf(response)
    expect(document).toMatchObject({ openapi: '3.1.1', servers: [{ url: '/' }] })
    expect(Object.keys(document['paths'] as object)).toContain('/readyz')
    expect((await server.get('/v1/projections')).status).toBe(401)
  })

  test('has metrics only where the server has them', async () => {
    const paths = async (more: Partial<AppOptions>) => {
      const server = await serve(createApp({ ...options, ...more }))
      return Object.keys((await bodyOf(await server.get('/openapi.json')))['paths'] as object)
    }
    expect(await paths({})).not.toContain('/metrics')
    expect(await paths({ metrics: noMetrics })).toContain('/metrics')
  })

  test('of a router that is mounted somewhere has the routes and the base of that router', async () => {
    const app = express().use('/audit', routerOf()).use('/deep/:er', routerOf())
    const server = await serve(app)
    const document = await bodyOf(await server.get('/audit/openapi.json'))
    expect(document).toMatchObject({ servers: [{ url: '/audit' }] })
    expect(Object.keys(document['paths'] as object)).not.toContain('/readyz')
    expect(await bodyOf(await server.get('/deep/in/openapi.json'))).toMatchObject({ servers: [{ url: '/deep/in' }] })
    expect((await server.get('/audit/docs')).status).toBe(200)
    expect((await server.get('/openapi.json')).status).toBe(404)
  })

  test('is left to an application that wants these paths for itself', async () => {
    const own = express.Router().get('/docs', (_request, response) => void response.send('own'))
    const server = await serve(
      express()
        .use(routerOf({ document: false }))
        .use(own),
    )
    expect((await server.get('/openapi.json')).status).toBe(404)
    expect(await (await server.get('/docs')).text()).toBe('own')
  })

  test('takes no other method', async () => {
    const server = await serve(createApp(options))
    const response = await server.send('POST', '/openapi.json', {})
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  test('is not for other hosts or for pages of other origins', async () => {
    const server = await serve(createApp(options))
    expect((await server.get('/openapi.json', { origin: 'http://elsewhere.example' })).status).toBe(403)
  })
})

const readOperation: Operation = {
  method: 'get',
  path: '/v1/things/{id}',
  id: 'getThing',
  tag: 'Reading',
  summary: '<script>alert(1)</script> & "quotes"',
  description: 'With `<b>code</b>`.',
  permission: 'read',
  inPath: { id: { required: true, schema: { type: 'string' }, description: "It's an id." } },
  answers: {
    200: jsonAnswer('A thing.', { title: 'Thing', type: 'object', properties: { '<x>': { type: 'string' } } }),
  },
}

describe('GET /docs', () => {
  test('shows every operation, and loads nothing', async () => {
    const server = await serve(createApp(options))
    const response = await server.get('/docs')
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /)
    const page = await response.text()
    for (const { id, path } of serverOperations) {
      expect(page).toContain(`id="operation-${id}"`)
      expect(page).toContain(path)
    }
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(response.headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}';`)
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|style=|https?:/i)
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target)
    for (const target of links) expect(page).toContain(`id="${String(target)}"`)
  })

  test('escapes what it shows', () => {
    const page = referencePage(apiDocument([readOperation]))
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<b>code')
    expect(page).not.toContain('<x>')
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;quotes&#34;')
    expect(page).toContain('<code>&#60;b&#62;code&#60;/b&#62;</code>')
  })
})

describe('a document that cannot be right is not made', () => {
  test('two schemas of one title', () => {
    const other = { ...readOperation, path: '/v1/others', answers: { 200: jsonAnswer('x', { title: 'Thing' }) } }
    expect(() => apiDocument([readOperation, other])).toThrow('two schemas are called Thing')
  })

  test('what two operations share stands there once', () => {
    const both = apiDocument([readOperation, { ...readOperation, path: '/v1/others/{id}', id: 'getOther' }])
    expect(Object.keys(both.components.schemas)).toContain('Thing')
    expect(JSON.stringify(both).match(/"It's an id\."/g)).toHaveLength(1)
  })
})

test('a store that is not ready does not keep the document from being served', async () => {
  const operations = fakeOperations({ readiness: () => TE.right({ ready: false, reasons: ['not yet'] }) })
  const server = await serve(createApp({ ...options, operations }))
  expect((await server.get('/readyz')).status).toBe(503)
  expect((await server.get('/openapi.json')).status).toBe(200)
})
