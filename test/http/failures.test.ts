import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../src/http/app.js'
import type { AppOptions } from '../../src/http/app.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import type { Operations } from '../../src/application/operations.js'
import { fakeOperations, storedEvent } from './support/fake-operations.js'
import { bodyOf, serve } from './support/running-server.js'

const id = '0190b0a5-0000-7000-8000-00000000000a'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The whole application and everything that it logged. */
const serveLogged = async (operations: Partial<Operations>, options: Partial<AppOptions> = {}) => {
  const logged: Readonly<Record<string, unknown>>[] = []
  const log = (fields: Readonly<Record<string, unknown>>) => void logged.push(fields)
  const server = await serve(
    createApp({
      authorize: loopbackAuthorize,
      ...options,
      operations: fakeOperations(operations),
      logger: { info: log, error: log },
    }),
  )
  /** The lines once as many are there: the line of a request is written when its connection is done with it. */
  const lines = async (count: number) => {
    while (logged.length < count) await new Promise((resolve) => setImmediate(resolve))
    return logged
  }
  return { ...server, lines }
}

describe('the log', () => {
  test('has one line a request with the route’s pattern and nothing personal', async () => {
    const server = await serveLogged({ eventById: () => TE.right(storedEvent(id)) })
    await server.get(`/v1/events/${id}?tenant=acme`, { authorization: 'Bearer secret', 'x-request-id': 'req-1' })
    await server.get('/v1/subjects/user/ada%40example.org/undo')
    const lines = await server.lines(2)
    expect(lines).toEqual([
      {
        method: 'GET',
        route: '/v1/events/:id',
        status: 200,
        durationMs: expect.any(Number) as number,
        requestId: 'req-1',
      },
      {
        method: 'GET',
        route: 'none',
        status: 404,
        durationMs: expect.any(Number) as number,
        requestId: expect.stringMatching(uuid) as string,
      },
    ])
    expect(JSON.stringify(lines)).not.toMatch(/ada|secret|acme|127\.0\.0\.1|0190b0a5/)
  })
})

describe('the trace context', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const spanId = '00f067aa0ba902b7'
  const valid = `00-${traceId}-${spanId}-01`

  test('of a request is in its lines', async () => {
    const secretive = { _tag: 'Unavailable', reason: 'x', retryAfterSeconds: 1 } as const
    const server = await serveLogged({ eventById: () => TE.left(secretive) })
    expect((await server.get(`/v1/events/${id}`, { traceparent: valid })).status).toBe(503)
    for (const line of await server.lines(2)) expect(line).toMatchObject({ traceId, spanId })
  })

  test.each([
    ['a version above 00', `01-${traceId}-${spanId}-00`],
    ['a version above 00 that says more', `cc-${traceId}-${spanId}-01-what-the-future-will-be-like`],
    ['flags that are not known yet', `00-${traceId}-${spanId}-ff`],
  ])('%s is read as far as it is known', async (_, traceparent) => {
    const server = await serveLogged({})
    await server.get('/healthz', { traceparent })
    expect((await server.lines(1))[0]).toMatchObject({ traceId, spanId })
  })

  test.each([
    ['none', ''],
    ['the version ff', `ff-${traceId}-${spanId}-01`],
    ['a version 00 that says more', `${valid}-more`],
    ['a version 00 with a dash behind it', `${valid}-`],
    ['a version above 00 with something else than a dash behind it', `01-${traceId}-${spanId}-01.more`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['a span of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['upper case', `00-${traceId.toUpperCase()}-${spanId}-01`],
    ['what is no hex', `00-${traceId.replace('4', 'g')}-${spanId}-01`],
    ['a trace that is too short', `00-${traceId.slice(1)}-${spanId}-01`],
    ['a span that is too long', `00-${traceId}-${spanId}0-01`],
    ['no flags', `00-${traceId}-${spanId}`],
    ['flags of one digit', `00-${traceId}-${spanId}-1`],
    ['two of them', `${valid}, ${valid}`],
    ['text', 'traceparent'],
    ['one that is very long', `01-${traceId}-${spanId}-01-${'x'.repeat(1_000)}`],
  ])('%s is ignored, and no error', async (_, traceparent) => {
    const server = await serveLogged({})
    expect((await server.get('/healthz', { traceparent })).status).toBe(200)
    const [line] = await server.lines(1)
    expect(Object.keys(line ?? {})).toEqual(['method', 'route', 'status', 'durationMs', 'requestId'])
  })
})

describe('the request id', () => {
  test('is the caller’s where that is harmless, else a fresh one', async () => {
    const server = await serveLogged({})
    const idFor = async (sent: string) =>
      (await server.get('/healthz', { 'x-request-id': sent })).headers.get('x-request-id')
    expect(await idFor('trace:1.a_b-C')).toBe('trace:1.a_b-C')
    for (const sent of ['', 'a b', 'ä', 'x'.repeat(129), '{"a":1}']) expect(await idFor(sent)).toMatch(uuid)
  })
})

describe('something that throws', () => {
  const secretive = Object.assign(new Error('no row for ada@example.org'), { code: 'SQLITE_IOERR' })
  const failing: readonly (readonly [string, Partial<Operations>, Partial<AppOptions>])[] = [
    ['in a use case', { eventById: () => () => Promise.reject(secretive) }, {}],
    [
      'before it',
      {
        eventById: () => {
          throw secretive
        },
      },
      {},
    ],
    [
      'in authorize',
      {},
      {
        authorize: () => {
          throw secretive
        },
      },
    ],
    ['in an authorize that takes time', {}, { authorize: () => Promise.reject(secretive) }],
  ]

  test.each(failing)(
    '%s is 500 without a word about it, and logged with the request id',
    async (_where, operations, options) => {
      const server = await serveLogged(operations, options)
      const response = await server.get(`/v1/events/${id}`)
      expect(response.status).toBe(500)
      const requestId = response.headers.get('x-request-id')
      const body = await bodyOf(response)
      expect(body).toEqual({
        type: 'urn:annals:problem:internal',
        title: 'Internal error',
        status: 500,
        detail: 'Something went wrong here; the log has the request id.',
        requestId,
      })
      const [failure] = await server.lines(2)
      expect(failure).toMatchObject({
        failure: 'Internal',
        error: 'Error',
        code: 'SQLITE_IOERR',
        requestId,
        route: '/v1/events/:id',
      })
      expect(JSON.stringify(failure)).not.toContain('ada@')
      expect(JSON.stringify(failure)).toContain('failures.test.ts')
    },
  )
})

describe('a store that does not answer', () => {
  test('is 503 with Retry-After, and logged', async () => {
    const server = await serveLogged({
      eventById: () => TE.left({ _tag: 'Unavailable', reason: 'the disk is full', retryAfterSeconds: 7 }),
    })
    const response = await server.get(`/v1/events/${id}`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await bodyOf(response)).toMatchObject({
      detail: 'It cannot be answered now: the disk is full. Nothing was acknowledged.',
    })
    expect((await server.lines(2))[0]).toMatchObject({ failure: 'Unavailable' })
  })
})

describe('health', () => {
  test('/healthz is 200 while the process answers; /readyz says why not', async () => {
    const reasons = ['activity is 12 events behind']
    const server = await serveLogged(
      {
        readiness: () =>
          TE.right(reasons.length === 0 ? { ready: true, reasons } : { ready: false, reasons: [...reasons] }),
      },
      { authorize: () => null },
    )
    expect([(await server.get('/healthz')).status, (await server.get('/v1/projections')).status]).toEqual([200, 401])
    const before = await server.get('/readyz')
    expect([before.status, before.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await bodyOf(before)).toMatchObject({
      type: 'urn:annals:problem:not-ready',
      reasons: ['activity is 12 events behind'],
    })
    reasons.length = 0
    const after = await server.get('/readyz')
    expect([after.status, await bodyOf(after)]).toEqual([200, { status: 'ready' }])
    expect((await server.send('POST', '/healthz')).status).toBe(405)
  })
})

describe('headers', () => {
  test('every answer of the server is guarded, and says nothing of what it is made with', async () => {
    const server = await serveLogged({ eventById: () => TE.right(storedEvent(id)) })
    for (const path of [`/v1/events/${id}`, '/v1/nothing', '/nothing', '/healthz']) {
      const { headers } = await server.get(path)
      expect(headers.get('x-powered-by')).toBeNull()
      expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-type')).toMatch(/^application\/(problem\+)?json$/)
    }
  })
})
