import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMetrics } from '../../src/adapters/prometheus/create-metrics.js'
import { systemClock } from '../../src/adapters/system/system-clock.js'
import { tokenAdmin } from '../../src/adapters/system/token-file.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { startServer } from '../../src/main/serve.js'
import type { RunningServer } from '../../src/main/serve.js'
import type { Permission } from '../../src/ports/authorize.js'
import { dataFileKinds } from '../../src/ports/metrics.js'
import type { DataFileKind, MetricSources } from '../../src/ports/metrics.js'
import { serve } from '../http/support/running-server.js'
import { openStore, right } from '../support/open-store.js'
import { lintExposition, parseExposition } from '../support/prometheus-text.js'
import type { Exposition } from '../support/prometheus-text.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const actor = { type: 'user', id: 'ada@example.org', name: 'Ada' }
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const viewed = (n: number) => ({ id: id(n), subject: { type: 'post', id: 's-1' }, actor, verb: 'post.viewed' })

describe('GET /metrics of a server', () => {
  const folder = temporaryFolder()
  let server: RunningServer
  beforeEach(async () => {
    const options = { host: '127.0.0.1', port: 0, allowedHosts: [], logLevel: 'silent' }
    server = await startServer({ ...options, dataDir: folder.path })
  })
  afterEach(async () => {
    await server.close()
    folder.remove()
  })

  const send = async (method: string, path: string, body?: unknown, type = 'application/json'): Promise<number> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = body === undefined ? {} : { 'content-type': type }
    const response = await fetch(server.url + path, { method, headers, ...(body === undefined ? {} : { body: text }) })
    await response.text()
    return response.status
  }
  const scrape = async (): Promise<Exposition> => parseExposition(await (await fetch(`${server.url}/metrics`)).text())
  const since = (before: Exposition, after: Exposition) => (name: string, labels?: Record<string, string>) =>
    (after.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0)

  test('counts exactly what was done', async () => {
    const before = await scrape()
    const put = (state: unknown, n: number) => send('PUT', '/v1/subjects/post/s-1', { state, actor, id: id(n) })
    expect(await put({ n: 1 }, 1)).toBe(201)
    expect(await put({ n: 1 }, 2)).toBe(200)
    expect(await put({ n: 1 }, 1)).toBe(200)
    expect(await put({ n: 2 }, 1)).toBe(409)
    const array = [viewed(10), viewed(11), viewed(12)]
    expect(await send('POST', '/v1/events', array)).toBe(201)
    expect(await send('POST', '/v1/events', array)).toBe(200)
    const observed = { kind: 'patch', delta: { n: [1, 2] } }
    const patch = { subject: { type: 'post', id: 's-2' }, actor, before: { n: 1 }, change: observed }
    expect(await send('POST', '/v1/events', patch)).toBe(201)
    expect(await send('POST', '/v1/events', { ...viewed(13), colour: 'red' })).toBe(400)
    expect(await send('POST', '/v1/events', [viewed(14), { ...viewed(15), verb: 'a b' }])).toBe(400)
    expect(await send('POST', '/v1/events', '{')).toBe(400)
    const lines = `${JSON.stringify(viewed(20))}\n{"verb":1}\n`
    expect(await send('POST', '/v1/events', lines, 'application/x-ndjson')).toBe(200)
    expect(await send('GET', '/v1/subjects/post/s-1')).toBe(200)
    expect(await send('GET', '/v1/subjects/post/nobody')).toBe(404)
    expect(await send('PATCH', '/v1/subjects/post/s-1')).toBe(405)
    expect(await send('GET', '/v1/s-1/nothing')).toBe(404)

    const after = await vi.waitFor(async () => {
      const seen = await scrape()
      expect(seen.value('annals_projection_lag_events', { projection: 'activity' })).toBe(0)
      expect(seen.value('annals_http_requests_in_flight')).toBe(1)
      return seen
    })
    const moved = since(before, after)
    // One change, an array of three, a patch with what was observed before it, one line.
    expect(moved('annals_appends_total')).toBe(4)
    expect(moved('annals_events_stored_total')).toBe(7)
    expect(after.value('annals_log_position')).toBe(6)
    expect(moved('annals_duplicates_total')).toBe(4)
    expect(moved('annals_unchanged_total')).toBe(1)
    const refusals = [...(after.families.get('annals_refusals_total')?.samples ?? [])].filter(({ value }) => value > 0)
    expect(refusals.map(({ labels, value }) => [labels['reason'], value])).toEqual([
      ['invalid-input', 3],
      ['id-conflict', 1],
    ])
    expect(moved('annals_commit_events_sum')).toBe(7)
    // What left everything as it was is remembered in a transaction of its own.
    expect(moved('annals_commit_events_count')).toBe(5)
    expect(moved('annals_commit_duration_seconds_count')).toBe(5)
    expect(moved('annals_commit_failures_total')).toBe(0)
    expect(after.value('annals_log_ready')).toBe(1)
    expect(after.value('annals_queue_events')).toBe(0)
    expect(after.value('annals_queue_bytes')).toBe(0)
    for (const projection of ['activity', 'actors', 'subjects', 'transactions', 'calls']) {
      expect(after.value('annals_projection_position', { projection })).toBe(6)
      expect(after.value('annals_projection_lag_seconds', { projection })).toBe(0)
      expect(after.value('annals_projection_failed', { projection })).toBe(0)
      expect(after.value('annals_projection_undecodable_events', { projection })).toBe(0)
    }
    const requests = (method: string, route: string, status: string): number =>
      moved('annals_http_request_duration_seconds_count', { method, route, status_class: status })
    const subject = '/v1/subjects/:type/:id'
    expect([requests('PUT', subject, '2xx'), requests('PUT', subject, '4xx')]).toEqual([3, 1])
    expect([requests('POST', '/v1/events', '2xx'), requests('POST', '/v1/events', '4xx')]).toEqual([4, 3])
    expect([requests('GET', subject, '2xx'), requests('GET', subject, '4xx')]).toEqual([1, 1])
    expect([requests('other', subject, '4xx'), requests('GET', 'none', '4xx')]).toEqual([1, 1])
    const problems = after.families.get('annals_http_problems_total')?.samples ?? []
    expect(Object.fromEntries(problems.map(({ labels, value }) => [labels['problem'], value]))).toEqual({
      'id-conflict': 1,
      'invalid-input': 3,
      'subject-not-found': 1,
      'method-not-allowed': 1,
      'route-not-found': 1,
    })
  })

  test('is text that Prometheus reads, named by its conventions', async () => {
    await send('PUT', '/v1/subjects/post/s-1', { state: 1, actor })
    const response = await fetch(`${server.url}/metrics`)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const exposition = parseExposition(await response.text())
    expect(lintExposition(exposition)).toEqual([])
    const loaded = ['annals_process_resident_memory_bytes', 'annals_process_cpu_seconds_total'] as const
    for (const name of loaded) expect(exposition.value(name)).toBeGreaterThan(0)
    for (const file of ['log', 'read_models', 'answers'])
      expect(exposition.value('annals_file_size_bytes', { file })).toBeGreaterThan(0)
    await vi.waitFor(async () =>
      expect((await scrape()).value('annals_event_loop_delay_seconds_count')).toBeGreaterThan(0),
    )
  })

  test('tells of nobody, and has no more series the more there are of subjects, tenants and paths', async () => {
    const ask = async (n: number): Promise<void> => {
      await send('PUT', `/v1/subjects/post/secret-${n}?tenant=secret-${n}`, { state: n, actor, channel: `secret-${n}` })
      await send('GET', `/v1/subjects/secret-${n}/x?tenant=secret-${n}`)
      await send('GET', `/secret-${n}`)
      await send('POST', '/v1/events', { subject: { type: 'a', id: 'b' }, actor, verb: `secret ${n}` })
    }
    const settled = (): Promise<Exposition> =>
      vi.waitFor(async () => {
        const seen = await scrape()
        expect(seen.value('annals_http_requests_in_flight')).toBe(1)
        return seen
      })
    await ask(0)
    await scrape()
    const { series } = await settled()
    for (let n = 1; n <= 30; n += 1) await ask(n)
    expect((await settled()).series).toBe(series)
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).not.toMatch(/secret|ada|example|"post"/)
  })

  test('wants a token with the permission metrics, as soon as there are tokens', async () => {
    const statusWith = async (can?: Permission, path = '/metrics'): Promise<number> => {
      const { token } = can === undefined ? { token: '' } : await make(can)
      const response = await fetch(server.url + path, { headers: can ? { authorization: `Bearer ${token}` } : {} })
      return response.status
    }
    const make = (can: Permission) =>
      tokenAdmin(folder.path, systemClock).create({ name: can, tenant: 'acme', can: [can] })
    expect(await statusWith()).toBe(200)
    expect(await statusWith('metrics')).toBe(200)
    expect(await statusWith()).toBe(401)
    for (const other of ['read', 'write', 'restore', 'admin', 'impersonate'] as const)
      expect(await statusWith(other)).toBe(403)
    expect(await statusWith('metrics', '/v1/activity')).toBe(403)
  })

  test('is for the hosts of the server alone, reads only, and takes no parameters', async () => {
    expect((await fetch(`${server.url}/metrics`, { headers: { origin: 'http://example.org' } })).status).toBe(403)
    expect(await send('POST', '/metrics')).toBe(405)
    expect(await send('GET', '/metrics?colour=red')).toBe(400)
    const head = await fetch(`${server.url}/metrics`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})

describe('annals.metrics()', () => {
  test('counts what is done in process, and over a router of one’s own', async () => {
    const { annals, remove } = await openStore()
    try {
      await annals.recordState({ type: 'post', id: '1' }, { state: 1, actor })
      await annals.inTenant('acme').emitMany([viewed(1), viewed(1)] as never)
      await expect(annals.emit({} as never)).rejects.toThrow()
      const server = await serve(express().use('/audit', annals.router({ authorize: loopbackAuthorize })))
      await (await server.get('/audit/v1/events/x')).text()
      await vi.waitFor(async () => {
        const exposition = parseExposition(await annals.metrics())
        expect(lintExposition(exposition)).toEqual([])
        expect(exposition.value('annals_appends_total')).toBe(2)
        expect(exposition.value('annals_events_stored_total')).toBe(2)
        expect(exposition.value('annals_duplicates_total')).toBe(1)
        expect(exposition.value('annals_refusals_total', { reason: 'invalid-input' })).toBe(1)
        const labels = { method: 'GET', route: '/v1/events/:id', status_class: '4xx' }
        expect(exposition.value('annals_http_request_duration_seconds_count', labels)).toBe(1)
      })
    } finally {
      await remove()
    }
  })

  test('does not mix two stores', async () => {
    const [one, other] = [await openStore(), await openStore()]
    try {
      await one.annals.emit(viewed(1))
      expect(parseExposition(await one.annals.metrics()).value('annals_appends_total')).toBe(1)
      expect(parseExposition(await other.annals.metrics()).value('annals_appends_total')).toBe(0)
    } finally {
      await one.remove()
      await other.remove()
    }
  })

  test('tells how far projections are behind, in events and in seconds', async () => {
    let now = Date.UTC(2026, 10, 23)
    const clock = { now: () => now }
    let store = await openStore({ clock })
    try {
      await store.annals.emit(viewed(1))
      await right(store.annals.operations.waitFor(0))
      store = await store.reopen({ projector: 'paused' })
      await store.annals.emit(viewed(2))
      now += 30_000
      await store.annals.emit(viewed(3))
      now += 60_000
      const behind = parseExposition(await store.annals.metrics())
      const labels = { projection: 'activity' }
      expect(behind.value('annals_projection_lag_events', labels)).toBe(2)
      expect(behind.value('annals_projection_lag_seconds', labels)).toBe(90)
      store = await store.reopen({ projector: 'running' })
      await right(store.annals.operations.waitFor(2))
      const caughtUp = parseExposition(await store.annals.metrics())
      expect(caughtUp.value('annals_projection_lag_events', labels)).toBe(0)
      expect(caughtUp.value('annals_projection_lag_seconds', labels)).toBe(0)
    } finally {
      await store.remove()
    }
  })

  test('tells of a projection that fails', async () => {
    const folder = temporaryFolder()
    const module = join(folder.path, 'broken.mjs')
    writeFileSync(
      module,
      `export default {
        name: 'broken',
        version: 1,
        tables: { rows: { columns: { verb: 'text' }, key: ['verb'] } },
        apply: () => { throw new Error('no') },
      }`,
    )
    const store = await openStore({ projections: [module] })
    try {
      await store.annals.emit(viewed(1))
      await vi.waitFor(async () => {
        const exposition = parseExposition(await store.annals.metrics())
        expect(exposition.value('annals_projection_failed', { projection: 'broken' })).toBe(1)
        expect(exposition.value('annals_projection_failed', { projection: 'activity' })).toBe(0)
        expect(exposition.value('annals_projection_lag_events', { projection: 'broken' })).toBe(1)
      })
    } finally {
      await store.remove()
      folder.remove()
    }
  })
})

describe('a source that cannot be read', () => {
  test('is counted; its metrics are left out, and all others are told', async () => {
    const metrics = createMetrics()
    const fail = (): never => {
      throw new Error('gone')
    }
    let broken = false
    const sources: MetricSources = {
      log: () => ({ position: 3, queuedEvents: 0, queuedBytes: 0, ready: true }),
      projections: () => [],
      storedAfter: () => Promise.resolve(undefined),
      feedIndex: () => Promise.resolve(broken ? undefined : { segments: 2, rows: 70_000, bytes: 3 }),
      fileSizes: () =>
        broken
          ? Promise.reject(new Error('gone'))
          : Promise.resolve(Object.fromEntries(dataFileKinds.map((kind) => [kind, 1])) as Record<DataFileKind, number>),
      process: () =>
        broken
          ? fail()
          : {
              residentBytes: 1,
              heapUsedBytes: 1,
              heapTotalBytes: 1,
              externalBytes: 1,
              cpuSeconds: 1,
              eventLoopActiveSeconds: 1,
              startedAtSeconds: 1,
            },
      now: () => 0,
    }
    const end = metrics.watch(sources)
    const whole = parseExposition(await metrics.text())
    expect(whole.value('annals_process_cpu_seconds_total')).toBe(1)
    expect(whole.value('annals_file_size_bytes', { file: 'log' })).toBe(1)
    expect(whole.value('annals_feed_index_rows')).toBe(70_000)
    broken = true
    const partial = parseExposition(await metrics.text())
    expect(partial.value('annals_process_cpu_seconds_total')).toBeUndefined()
    expect(partial.value('annals_file_size_bytes', { file: 'log' })).toBeUndefined()
    expect(partial.value('annals_feed_index_rows')).toBeUndefined()
    expect(partial.value('annals_log_position')).toBe(3)
    const later = parseExposition(await metrics.text())
    expect(later.value('annals_metrics_failures_total', { source: 'files' })).toBeGreaterThan(0)
    expect(later.value('annals_metrics_failures_total', { source: 'log' })).toBe(0)
    end()
    expect(parseExposition(await metrics.text()).value('annals_log_position')).toBeUndefined()
  })
})
