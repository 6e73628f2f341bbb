import { request as httpRequest } from 'node:http'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import type { Operations } from '../../src/application/operations.js'
import { createApp } from '../../src/http/app.js'
import { bearerAuthorize, loopbackAuthorize } from '../../src/http/authorize.js'
import { noMetrics } from '../../src/main/no-metrics.js'
import type { Grant, Permission } from '../../src/ports/authorize.js'
import { permissions } from '../../src/ports/authorize.js'
import { fakeOperations, receipt } from './support/fake-operations.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve, serveRouter } from './support/running-server.js'

const silent = { info: () => undefined, error: () => undefined }

describe('a bearer token', () => {
  const grants = new Map<string, Grant>([['secret-1', { tenant: 'acme', can: ['read'] }]])
  const authorize = bearerAuthorize({ find: (token) => grants.get(token) })
  const projections = () => []

  test('that is known opens', async () => {
    const server = await serveRouter({ projections }, { authorize })
    expect((await server.get('/v1/projections', { authorization: 'Bearer secret-1' })).status).toBe(200)
    expect((await server.get('/v1/projections', { authorization: 'bearer secret-1' })).status).toBe(200)
  })

  test.each([undefined, 'Bearer secret-2', 'Bearer', 'Basic secret-1', 'secret-1', 'Bearer secret-1 secret-1'])(
    '%j is 401 with WWW-Authenticate',
    async (authorization) => {
      const server = await serveRouter({}, { authorize })
      const response = await server.get('/v1/projections', authorization === undefined ? {} : { authorization })
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
      expect(await bodyOf(response)).toMatchObject({ type: 'urn:annals:problem:unauthenticated' })
    },
  )
})

describe('permissions', () => {
  const routes: readonly (readonly [string, string, Permission])[] = [
    ['POST', '/v1/events', 'write'],
    ['GET', '/v1/events/x', 'read'],
    ['GET', '/v1/subjects/post/42', 'read'],
    ['PUT', '/v1/subjects/post/42', 'write'],
    ['DELETE', '/v1/subjects/post/42', 'write'],
    ['GET', '/v1/subjects/post/42/history', 'read'],
    ['GET', '/v1/subjects/post/42/diff', 'read'],
    ['POST', '/v1/subjects/post/42/restore', 'restore'],
    ['GET', '/v1/subjects', 'read'],
    ['GET', '/v1/activity', 'read'],
    ['GET', '/v1/stats', 'read'],
    ['GET', '/v1/transactions/t', 'read'],
    ['GET', '/v1/projections', 'read'],
    ['GET', '/v1/projections/activity/rows', 'read'],
    ['POST', '/v1/projections/activity/rebuild', 'admin'],
  ]

  test('GET /metrics takes metrics alone', async () => {
    const others = permissions.filter((other) => other !== 'metrics')
    const can: Permission[] = [...others]
    const metrics = { ...noMetrics, text: () => Promise.resolve('# of the whole store\n') }
    const authorize = () => ({ tenant: 'acme', can })
    const app = createApp({ operations: fakeOperations({}), authorize, logger: silent, metrics })
    const server = await serve(app)
    expect((await server.get('/metrics')).status).toBe(403)
    can.splice(0, can.length, 'metrics')
    expect(await (await server.get('/metrics')).text()).toBe('# of the whole store\n')
    expect((await server.get('/v1/projections')).status).toBe(403)
  })

  test.each(routes)('%s %s takes %s alone', async (method, path, permission) => {
    const others = permissions.filter((other) => other !== permission)
    const server = await serveRouter({}, { authorize: () => Promise.resolve({ tenant: 'default', can: others }) })
    const response = await server.send(method, path)
    expect(response.status).toBe(403)
    expect(await bodyOf(response)).toMatchObject({ detail: `The credential lacks the permission ${permission}.` })
  })
})

describe('the tenant', () => {
  const tenants: string[] = []
  const subjects: Operations['subjects'] = ({ tenant }) => {
    tenants.push(tenant)
    return TE.right({ items: [] })
  }
  const asked = async (server: RunningServer, query: string) => {
    tenants.length = 0
    const response = await server.get(`/v1/subjects${query}`)
    return [response.status, ...tenants]
  }

  test('is the credential’s; naming another is 403', async () => {
    const server = await serveRouter({ subjects }, { authorize: () => ({ tenant: 'acme', can: ['read'] }) })
    expect(await asked(server, '')).toEqual([200, 'acme'])
    expect(await asked(server, '?tenant=acme')).toEqual([200, 'acme'])
    expect(await asked(server, '?tenant=other')).toEqual([403])
    expect(await asked(server, '?tenant=acme&tenant=other')).toEqual([400])
  })

  test('is the one asked for where no credential is needed', async () => {
    const server = await serveRouter({ subjects }, { authorize: loopbackAuthorize })
    expect(await asked(server, '')).toEqual([200, 'default'])
    expect(await asked(server, '?tenant=other')).toEqual([200, 'other'])
    expect(await asked(server, '?tenant=post-x:1')).toEqual([400])
    expect(await asked(server, '?tenant=')).toEqual([400])
    expect(await asked(server, '?tenant=a&tenant=a')).toEqual([400])
  })

  test('of a grant that is no valid name is never used', async () => {
    const server = await serveRouter({ subjects }, { authorize: () => ({ tenant: 'a:b', can: ['read'] }) })
    expect(await asked(server, '')).toEqual([500])
  })
})

describe('the actor', () => {
  const ada = { type: 'user', id: 'u-7', name: 'Ada' }
  const bob = { type: 'user', id: 'u-8' }
  const actorsOf = async (grant: Partial<Grant>, body: object | readonly object[]) => {
    const inputs: unknown[] = []
    const server = await serveRouter(
      {
        emit: (_tenant, input) => {
          inputs.push(input)
          return TE.right(receipt('a'))
        },
        emitMany: (_tenant, input) => {
          inputs.push(...(input as unknown[]))
          return TE.right([])
        },
      },
      { authorize: () => ({ tenant: 'default', can: ['write'], ...grant }) },
    )
    await server.send('POST', '/v1/events', body)
    return inputs.map((input) => (input as { readonly actor?: unknown }).actor)
  }

  test('of the credential takes the place of the body’s', async () => {
    expect(await actorsOf({ actor: ada }, { actor: bob })).toEqual([ada])
    expect(await actorsOf({ actor: ada }, [{ actor: bob }, {}])).toEqual([ada, ada])
    expect(await actorsOf({}, { actor: bob })).toEqual([bob])
  })

  test('is put into no more than the items of an array, however deep a body is', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const server = await serveRouter(
      { emitMany: () => TE.left({ _tag: 'InvalidInput', issues: [] }), emit: () => TE.right(receipt('a')) },
      { authorize: () => ({ tenant: 'default', can: ['write'], actor: ada }) },
    )
    expect((await server.send('POST', '/v1/events', deep)).status).toBe(400)
    const lines = await server.send('POST', '/v1/events', `${deep}\n{}\n`, { 'content-type': 'application/x-ndjson' })
    expect((await lines.text()).trim().split('\n')).toHaveLength(2)
  })

  test('of the body stays where the credential may impersonate', async () => {
    const grant = { actor: ada, can: ['write', 'impersonate'] as const }
    expect(await actorsOf(grant, [{ actor: bob }, {}])).toEqual([bob, ada])
  })
})

test('GET /v1/credential tells what a credential allows, whatever that is', async () => {
  const grants = new Map<string, Grant>([
    ['ada', { tenant: 'acme', actor: { type: 'user', id: 'u-7', name: 'Ada' }, can: ['restore', 'read'] }],
    ['scraper', { tenant: 'default', can: ['metrics'] }],
  ])
  const server = await serveRouter({}, { authorize: bearerAuthorize({ find: (token) => grants.get(token) }) })
  const told = async (token: string, query = '') => {
    const response = await server.get(`/v1/credential${query}`, { authorization: `Bearer ${token}` })
    return response.status === 200 ? bodyOf(response) : response.status
  }
  for (const [token, grant] of grants) expect(await told(token)).toEqual(grant)
  expect([await told('nobody'), await told('ada', '?tenant=other'), await told('ada', '?tenant=acme&a=1')]).toEqual([
    401, 403, 400,
  ])
  const loopback = await serveRouter({}, { authorize: loopbackAuthorize })
  expect(await bodyOf(await loopback.get('/v1/credential?tenant=acme'))).toEqual({
    tenant: 'acme',
    can: ['read', 'write', 'restore', 'admin', 'metrics'],
  })
})

/** fetch sets Host itself. */
const statusFor = (server: RunningServer, path: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    httpRequest(server.url + path, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

describe('the host of a request', () => {
  const open = (allowedHosts?: readonly string[]) =>
    serve(
      createApp({
        operations: fakeOperations({ projections: () => [] }),
        authorize: loopbackAuthorize,
        logger: silent,
        ...(allowedHosts === undefined ? {} : { allowedHosts }),
      }),
    )

  test.each([
    ['localhost', 200],
    ['LOCALHOST:7000', 200],
    ['127.0.0.1:1', 200],
    ['[::1]:7000', 200],
    ['[::1]', 200],
    ['audit.example:443', 200],
    ['evil.example', 421],
    ['localhost.evil.example', 421],
    ['127.0.0.1.evil.example:7000', 421],
    ['evil.example:localhost', 421],
  ])('%j is %i', async (host, status) => {
    const server = await open(['Audit.example'])
    expect(await statusFor(server, '/v1/projections', { host })).toBe(status)
  })

  test('may be any where that is configured', async () => {
    const server = await open(['*'])
    expect(await statusFor(server, '/v1/projections', { host: 'evil.example', origin: 'https://evil.example' })).toBe(
      200,
    )
  })

  test('does not matter for the health of the process', async () => {
    const server = await open()
    expect(await statusFor(server, '/healthz', { host: '10.0.0.7' })).toBe(200)
    expect(await statusFor(server, '/readyz', { host: '10.0.0.7' })).toBe(200)
  })

  test.each([
    ['http://localhost:7000', 200],
    ['https://evil.example', 403],
    ['null', 403],
    ['file://localhost', 403],
  ])('a page of %s is answered %i', async (origin, status) => {
    const server = await open()
    expect(await statusFor(server, '/v1/projections', { host: 'localhost', origin })).toBe(status)
  })
})
