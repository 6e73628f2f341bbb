import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/http/app.js'
import { bearerAuthorize } from '../../src/http/authorize.js'
import { silentLogger } from '../../src/http/logger.js'
import type { Grant } from '../../src/ports/authorize.js'
import { permissions } from '../../src/ports/authorize.js'
import { openStore } from '../support/open-store.js'
import type { Body } from './support/running-server.js'
import { bodyOf, serve, serveRouter } from './support/running-server.js'

const actor = { type: 'user', id: 'u-7' }
const subject = { type: 'cart', id: '1' }

const grants = new Map<string, Grant>([
  ['all', { tenant: 'default', can: permissions }],
  ['admin', { tenant: 'default', can: ['read', 'write', 'admin'] }],
  ['reader', { tenant: 'default', can: ['read'] }],
  ['other', { tenant: 'other', can: ['read', 'write', 'admin'] }],
])

/** A server over a store, asked with the token of a grant. */
const open = async () => {
  const store = await openStore()
  onTestFinished(() => store.remove())
  const authorize = bearerAuthorize({ find: (token) => grants.get(token) })
  const server = await serve(createApp({ operations: store.annals.operations, authorize, logger: silentLogger }))
  const as = (token: string) => ({ authorization: `Bearer ${token}` })
  return {
    post: (body: unknown, token = 'admin') => server.send('POST', '/v1/events', body, as(token)),
    put: (path: string, body: unknown, token = 'admin') => server.send('PUT', path, body, as(token)),
    get: (path: string, token = 'admin') => server.get(path, as(token)),
    body: async (path: string, token = 'admin'): Promise<Body> => bodyOf(await server.get(path, as(token))),
  }
}

const callEvent = (occurredAt: string, operation: string, durationMs?: number, failed = false) => ({
  subject,
  actor,
  verb: 'cart.priced',
  occurredAt,
  outcome: failed ? { status: 'failure', error: { message: 'no' } } : { status: 'success' },
  call: { direction: 'out', service: 'prices', operation, ...(durationMs === undefined ? {} : { durationMs }) },
})

describe('calls', () => {
  test('have percentiles by service and operation, over days, of one tenant', async () => {
    const { post, body, get } = await open()
    const durations = Array.from({ length: 100 }, (_, n) =>
      callEvent('2026-03-02T10:00:00Z', 'GET /price', n + 1, n < 3),
    )
    await post([
      ...durations,
      callEvent('2026-03-01T23:00:00Z', 'GET /price', 90_000),
      callEvent('2026-03-03T00:00:00Z', 'GET /tax'),
    ])
    const last = await post([callEvent('2026-03-02T10:00:00Z', 'GET /secret', 1)], 'other')
    const { items } = (await last.json()) as { readonly items: readonly { readonly position: string }[] }
    const after = `after=${String(items[0]?.position)}`
    const item = { direction: 'out', service: 'prices', operation: 'GET /price', lastVerb: 'cart.priced' }
    const { duration } = ((await body(`/v1/calls?since=2026-03-02T12:00:00Z&until=2026-03-02T13:00:00Z&${after}`))
      .items[0] ?? {}) as Record<string, unknown>
    expect(duration).toEqual({ count: 100, p50: 54, p95: 108, p99: 108 })
    expect(await body('/v1/calls')).toEqual({
      items: [
        { ...item, count: 101, errors: 3, duration: { count: 101, p50: 54, p95: 108, p99: 108 } },
        { ...item, operation: 'GET /tax', count: 1, errors: 0 },
      ],
      total: 102,
    })
    expect(await body('/v1/calls?until=2026-03-02T00:00:00Z')).toMatchObject({
      items: [{ count: 1, duration: { count: 1, p50: 92_682, p95: 92_682 } }],
      total: 1,
    })
    expect(await body('/v1/calls?limit=1')).toMatchObject({
      items: [{ operation: 'GET /price' }],
      total: 102,
      truncated: true,
    })
    expect((await body('/v1/calls?operation=GET+/tax&direction=out&service=prices'))['total']).toBe(1)
    expect((await body('/v1/calls?direction=in')).items).toEqual([])
    expect((await body('/v1/calls', 'other')).items).toMatchObject([{ operation: 'GET /secret' }])
    expect((await get('/v1/calls?tenant=other')).status).toBe(403)
  })
})

describe('a week', () => {
  test('is folded from the hours that the zone’s clocks show', async () => {
    const { post, body, get } = await open()
    // Two Mondays at 9 in Berlin, in winter and in summer; and the Sunday hour that is shown twice.
    const times = ['2026-03-23T08:10:00Z', '2026-03-30T07:20:00Z', '2026-03-30T07:59:59.999Z']
    const twice = ['2025-10-26T00:30:00Z', '2025-10-26T01:30:00Z']
    const events = [...times, ...twice].map((occurredAt) => ({ subject, actor, verb: 'cart.read', occurredAt }))
    const { items } = (await (await post(events)).json()) as {
      readonly items: readonly { readonly position: string }[]
    }
    const week = `/v1/stats?cycle=week&timeZone=Europe/Berlin&after=${String(items.at(-1)?.position)}`
    const sunday = { weekday: 7, hour: 2, count: 2, from: '2025-10-26T01:00:00.000Z', to: '2025-10-26T02:00:00.000Z' }
    expect(await body(week)).toEqual({
      items: [
        { weekday: 1, hour: 9, count: 3, from: '2026-03-30T07:00:00.000Z', to: '2026-03-30T08:00:00.000Z' },
        sunday,
      ],
      total: 5,
    })
    expect(await body(`${week}&until=2026-01-01T00:00:00Z`)).toEqual({ items: [sunday], total: 2 })
    expect(await body(`${week}&limit=1`)).toMatchObject({ items: [{ weekday: 1 }], total: 5, truncated: true })
    expect((await body(`${week}&verb=none`)).items).toEqual([])
    for (const more of ['interval=day', 'groupBy=verb']) expect((await get(`${week}&${more}`)).status).toBe(400)
  })
})

describe('status', () => {
  test('tells each tenant what it wrote and what was refused, and of the whole store to who may know', async () => {
    const { post, body, get } = await open()
    const event = { id: '00000000-0000-4000-8000-000000000001', subject, actor, verb: 'cart.read' }
    await post(event)
    await post(event)
    await post({ ...event, reason: 'Ada Lovelace' })
    await post([{ subject, actor, verb: 'Ada Lovelace', 'Ada Lovelace': 1 }])
    await post({ subject, verb: '', actor }, 'other')
    const { minutes, refusals, engine, ...rest } = await body('/v1/status')
    expect(Object.keys(rest)).toEqual(['startedAt'])
    expect(engine).toBe('embedded')
    const sums: Record<string, number> = {}
    for (const minute of minutes as readonly Record<string, number>[])
      for (const key of ['stored', 'duplicates', 'unchanged', 'refused'])
        sums[key] = (sums[key] ?? 0) + Number(minute[key])
    expect(minutes).toHaveLength(60)
    expect(sums).toEqual({ stored: 1, duplicates: 1, unchanged: 0, refused: 2 })
    expect(refusals).toMatchObject([
      { operation: 'emitMany', reason: 'invalid-input', fields: ['verb'] },
      { operation: 'emit', reason: 'id-conflict', fields: [] },
    ])
    expect(JSON.stringify(refusals)).not.toContain('Ada')
    expect((await body('/v1/status', 'other'))['refusals']).toMatchObject([{ operation: 'emit', fields: ['verb'] }])
    const { store } = await body('/v1/status', 'all')
    expect(store).toMatchObject({ log: { position: 0, ready: true }, files: { log: expect.any(Number) as number } })
    expect((await get('/v1/status', 'reader')).status).toBe(403)
    expect((await get('/v1/status?tenant=other')).status).toBe(403)
  })

  test('a refusal has the name of the problem that its request was answered with', async () => {
    const { post, body } = await open()
    const change = { kind: 'patch', delta: { title: ['Old', 'New'] } }
    const problem = await bodyOf(await post({ subject, actor, change }))
    expect(problem['type']).toBe('urn:annals:problem:no-state')
    const { refusals } = await body('/v1/status')
    expect(refusals).toMatchObject([{ operation: 'emit', reason: 'no-state', fields: [] }])
  })

  test('a refusal names the fields of every kind of request', async () => {
    const { post, put, body } = await open()
    await put('/v1/capture-rules', { rules: { verbs: 'post.*' }, actor })
    await put('/v1/subjects/cart/1', { actor })
    await post({ subject, actor, verb: 'cart.read', call: 'GET' })
    await post({ subject, actor, change: { kind: 'delete' }, before: null, onMismatch: 'never' })
    await post({ subject, actor, verb: 'cart.read', rule: 1 })
    const { refusals } = await body('/v1/status')
    expect(refusals).toMatchObject([
      { operation: 'emit', fields: [] },
      { operation: 'emit', fields: ['before', 'onMismatch'] },
      { operation: 'emit', fields: ['call'] },
      { operation: 'recordState', fields: ['state'] },
      { operation: 'setCaptureRules', fields: ['rules'] },
    ])
  })

  test('refusals are the last fifty', async () => {
    const { post, body } = await open()
    for (let n = 0; n < 55; n++)
      await post({ subject, actor, verb: n < 5 ? '' : 'a b', ...(n < 5 ? { channel: 'A' } : {}) })
    const { refusals } = await body('/v1/status')
    expect(refusals).toHaveLength(50)
    expect(
      new Set((refusals as readonly { readonly fields: unknown }[]).map(({ fields }) => JSON.stringify(fields))),
    ).toEqual(new Set(['["verb"]']))
  })
})

test('an event that could not be decoded is told to its tenant alone, and to who may see figures of all', async () => {
  const status = { name: 'calls', version: 2, state: 'live', position: '7', lag: 0, undecodable: 1 } as const
  const lastUndecodable = { position: '3', stream: 'post-acme:42', reason: 'no verb' }
  const seen = async (grant: Grant): Promise<unknown> => {
    const server = await serveRouter(
      { projections: () => [{ ...status, lastUndecodable }], calls: () => TE.right({ items: [], total: 0 }) },
      { authorize: () => grant },
    )
    return (await bodyOf(await server.get('/v1/projections'))).items[0]
  }
  expect(await seen({ tenant: 'acme', can: ['read'] })).toEqual({ ...status, lastUndecodable })
  expect(await seen({ tenant: 'other', can: ['read', 'admin'] })).toEqual(status)
  expect(await seen({ tenant: 'other', can: ['read', 'metrics'] })).toEqual({ ...status, lastUndecodable })
})
