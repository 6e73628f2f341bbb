import express from 'express'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/http/app.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { silentLogger } from '../../src/http/logger.js'
import type { Store } from '../support/open-store.js'
import { openStore } from '../support/open-store.js'
import { uuid } from '../support/uuid.js'
import type { Body, RunningServer } from './support/running-server.js'
import { bodyOf, serve } from './support/running-server.js'

const actor = { type: 'user', id: 'u-7', name: 'Ada' }
const subject = { type: 'post', id: 'a/42' }
const path = '/v1/subjects/post/a%2F42'

let store: Store
let server: RunningServer

beforeEach(async () => {
  store = await openStore()
  onTestFinished(() => store.remove())
  server = await serve(
    createApp({ operations: store.annals.operations, authorize: loopbackAuthorize, logger: silentLogger }),
  )
})

/** Sends a request that must be answered with this status; its answer. */
const send = async (status: number, method: string, at: string, body?: unknown, headers = {}): Promise<Body> => {
  const response = await server.send(method, at, body, headers)
  const answer = await bodyOf(response)
  expect({ status: response.status, answer }).toMatchObject({ status })
  return answer
}
const get = (at: string): Promise<Body> => send(200, 'GET', at)

const put = (state: unknown, more: object = {}): Promise<Body> => send(201, 'PUT', path, { state, actor, ...more })

describe('a record over HTTP', () => {
  test('is recorded, read, compared and taken back', async () => {
    const created = await put({ title: 'Old', tags: ['a'] }, { id: uuid(1), occurredAt: '2026-03-01T12:00:00Z' })
    expect(created).toMatchObject({
      id: uuid(1),
      stream: 'post-default:a/42',
      revision: 0,
      version: 0,
      duplicate: false,
    })
    const patch = { kind: 'patch', delta: { title: ['Old', 'New'] } }
    const patched = await send(201, 'POST', '/v1/events', {
      subject,
      actor,
      change: patch,
      occurredAt: '2026-03-02T12:00:00Z',
    })
    expect(patched).toMatchObject({ version: 1 })
    await send(201, 'POST', '/v1/events', { subject, verb: 'post.viewed', actor })

    const now = await server.get(path)
    expect([now.headers.get('etag'), await bodyOf(now)]).toMatchObject([
      '"1"',
      { subject, version: 1, state: { title: 'New', tags: ['a'] }, deleted: false },
    ])
    expect(await get(`${path}?version=0`)).toMatchObject({ version: 0, state: { title: 'Old', tags: ['a'] } })
    expect(await get(`${path}?at=2026-03-01T18:00:00Z`)).toMatchObject({ version: 0 })
    expect(await get(`${path}?at=2026-03-02T14:00:00%2B02:00`)).toMatchObject({ version: 1 })
    expect(await send(404, 'GET', `${path}?at=2026-01-01T00:00:00Z`)).toMatchObject({
      type: 'urn:annals:problem:no-version-at',
    })
    expect(await send(404, 'GET', `${path}?at=2026-03-03T00:00:00Z&by=recorded`)).toMatchObject({ status: 404 })

    expect(await get(`${path}/diff?from=0&to=1`)).toEqual({
      from: 0,
      to: 1,
      delta: { title: ['Old', 'New'] },
      changes: [{ path: '/title', op: 'replace', old: 'Old', new: 'New' }],
    })
    expect(await get(`${path}/diff?from=1&to=0`)).toMatchObject({ delta: { title: ['New', 'Old'] } })

    const changes = await get(`${path}/history`)
    expect(changes.items).toMatchObject([
      { verb: 'post.created', version: 0 },
      { verb: 'post.updated', version: 1, changedPaths: ['/title'] },
    ])
    expect((await get('/v1/subjects/post/~/history?id=a/42&include=all&order=desc')).items).toMatchObject([
      { verb: 'post.viewed', version: null },
      { version: 1 },
      { version: 0 },
    ])

    const back = { version: 0, actor, reason: 'a mistake' }
    const details = {
      restoredFrom: { version: 0 },
      changes: [{ path: '/title', op: 'replace', old: 'New', new: 'Old' }],
      skippedPaths: [],
    }
    expect(await send(200, 'POST', `${path}/restore`, { ...back, dryRun: true })).toMatchObject({
      dryRun: true,
      ...details,
    })
    expect(await get(path)).toMatchObject({ version: 1 })
    const restored = await send(201, 'POST', `${path}/restore`, back, { 'if-match': '"1"' })
    expect(restored).toMatchObject({ version: 2, duplicate: false, ...details })
    expect(await send(200, 'POST', `${path}/restore`, back)).toEqual({ changed: false, version: 2 })
    expect(await get(path)).toMatchObject({ version: 2, state: { title: 'Old', tags: ['a'] } })
    expect(await get(`/v1/events/${String(restored['id'])}`)).toMatchObject({
      verb: 'post.restored',
      reason: 'a mistake',
      restoredFrom: { version: 0 },
    })
  })

  test('is deleted, which can be asked about and undone', async () => {
    await put({ title: 'Old' })
    expect(await send(200, 'PUT', path, { state: { title: 'Old' }, actor })).toMatchObject({
      changed: false,
      version: 0,
    })
    const gone = `${path}?actorType=user&actorId=u-7&reason=asked&eventId=${uuid(9)}`
    expect(await send(201, 'DELETE', gone)).toMatchObject({ id: uuid(9), version: 1 })
    expect(await send(200, 'DELETE', gone)).toMatchObject({ duplicate: true })
    expect(await get(path)).toMatchObject({ version: 1, state: null, deleted: true })
    expect(await send(201, 'POST', `${path}/restore`, { version: 0, actor })).toMatchObject({ version: 2 })
    expect(await get(path)).toMatchObject({ state: { title: 'Old' }, deleted: false })
    expect(await send(201, 'PUT', path, { state: null, actor })).toMatchObject({ version: 3 })
  })

  test('keeps every key and value as it was', async () => {
    const text =
      '{"state":{"__proto__":{"a":[1,{"constructor":"x"}]},"toString":null,"é":"\\ud83d\\ude00"},"actor":{"type":"user","id":"u"}}'
    const response = await server.send('PUT', path, text)
    expect(response.status).toBe(201)
    expect(await (await server.get(path)).text()).toContain('"__proto__":{"a":[1,{"constructor":"x"}]}')
  })
})

describe('conditions and conflicts', () => {
  test('a condition that fails is 412, an expected version that does is 409', async () => {
    expect(await send(412, 'PUT', path, { state: 1, actor }, { 'if-match': '"0"' })).toMatchObject({ actual: -1 })
    await send(201, 'PUT', path, { state: 1, actor }, { 'if-none-match': '*' })
    expect(await send(412, 'PUT', path, { state: 2, actor }, { 'if-none-match': '*' })).toMatchObject({
      type: 'urn:annals:problem:precondition-failed',
      subject,
      actual: 0,
    })
    await send(412, 'PUT', path, { state: 2, actor }, { 'if-match': '"1"' })
    await send(201, 'PUT', path, { state: 2, actor }, { 'if-match': '"0"' })
    expect(await send(409, 'PUT', path, { state: 3, actor, expectedVersion: 0 })).toMatchObject({
      type: 'urn:annals:problem:version-conflict',
      expected: 0,
      actual: 1,
    })
    expect(await send(409, 'DELETE', `${path}?actorType=user&actorId=u&expectedVersion=0`)).toMatchObject({ actual: 1 })
    await send(201, 'DELETE', `${path}?actorType=user&actorId=u`, undefined, { 'if-match': '"1"' })
    await send(201, 'PUT', path, { state: 4, actor }, { 'if-none-match': '*' })
  })

  test('a delta that does not apply is 409 with its paths', async () => {
    const change = { kind: 'patch', delta: { title: ['Other', 'New'] } }
    expect(await send(409, 'POST', '/v1/events', { subject, actor, change })).toMatchObject({
      type: 'urn:annals:problem:no-state',
    })
    await put({ title: 'Old' })
    expect(await send(409, 'POST', '/v1/events', { subject, actor, change })).toMatchObject({
      type: 'urn:annals:problem:delta-mismatch',
      version: 0,
      paths: ['/title'],
    })
    await send(201, 'POST', '/v1/events', { subject, actor, change, onMismatch: 'keep' })
    expect(await get(path)).toMatchObject({ version: 0 })
  })

  test('the same id is stored once; with another event it is 409', async () => {
    const event = { id: uuid(1), subject, verb: 'post.viewed', actor }
    const first = await send(201, 'POST', '/v1/events', event)
    expect(await send(200, 'POST', '/v1/events', event)).toEqual({ ...first, duplicate: true })
    expect(await send(409, 'POST', '/v1/events', { ...event, verb: 'post.read' })).toMatchObject({
      type: 'urn:annals:problem:id-conflict',
      id: uuid(1),
    })
  })

  test('everything that is wrong with an event is named, and nothing of an array is stored then', async () => {
    const wrong = { subject: { type: '4', id: '' }, actor: { type: 'user' }, colour: 'red' }
    const refused = await send(400, 'POST', '/v1/events', wrong)
    expect(refused.errors.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['/subject/type', '/subject/id', '/actor/id', '/colour']),
    )
    const many = await send(400, 'POST', '/v1/events', [{ id: uuid(1), subject, verb: 'a', actor }, wrong])
    expect(many.errors.every(({ field }) => field.startsWith('/1/'))).toBe(true)
    await send(404, 'GET', `/v1/events/${uuid(1)}`)
    const deleted = await send(400, 'DELETE', path)
    expect(deleted.errors.map(({ field }) => field)).toEqual(['actorType and actorId'])
    await send(400, 'POST', `${path}/restore`, { actor })
  })

  test('what was never recorded is 404', async () => {
    for (const at of [
      path,
      `${path}/history`,
      `${path}/diff?from=0&to=1`,
      `/v1/events/${uuid(1)}`,
      '/v1/transactions/t',
    ]) {
      await send(404, 'GET', at)
    }
    await send(404, 'GET', '/v1/projections/nothing/rows')
    await send(404, 'POST', '/v1/projections/nothing/rebuild')
    await put({ title: 'Old' })
    expect(await send(404, 'GET', `${path}?version=1`)).toMatchObject({
      type: 'urn:annals:problem:version-not-found',
      latest: 0,
    })
  })
})

describe('tenants', () => {
  test('do not see each other', async () => {
    const event = { id: uuid(1), subject, verb: 'post.viewed', actor, transactionId: 't' }
    const { position } = await send(201, 'POST', '/v1/events?tenant=acme', event)
    expect(await get(`/v1/events/${uuid(1)}?tenant=acme`)).toMatchObject({ tenant: 'acme' })
    await send(404, 'GET', `/v1/events/${uuid(1)}`)
    expect((await get(`/v1/activity?after=${String(position)}`)).items).toEqual([])
    expect((await get(`/v1/activity?tenant=acme&after=${String(position)}`)).items).toMatchObject([{ id: uuid(1) }])
    await send(404, 'GET', '/v1/transactions/t')
    await send(201, 'POST', '/v1/events', event)
    expect(await send(403, 'POST', '/v1/events', { ...event, tenant: 'acme' })).toMatchObject({
      type: 'urn:annals:problem:forbidden',
    })
    await send(403, 'PUT', path, { state: 1, actor, tenant: 'acme' })
  })
})

describe('lines and lists', () => {
  const count = 250
  const events = Array.from({ length: count }, (_, n) => ({
    id: uuid(n),
    subject: { type: n % 2 === 0 ? 'post' : 'comment', id: String(n % 10) },
    verb: n % 5 === 0 ? 'seen' : 'post.viewed',
    actor: { type: 'user', id: `u-${n % 3}` },
    channel: n % 2 === 0 ? 'web' : 'bulk',
    transactionId: `t-${n % 50}`,
    occurredAt: new Date(Date.UTC(2026, 2, 1 + (n % 3), n % 24)).toISOString(),
  }))

  const load = async (): Promise<string> => {
    const body = events.map((event) => JSON.stringify(event)).join('\n')
    const response = await server.send('POST', '/v1/events', body, { 'content-type': 'application/x-ndjson' })
    const answers = (await response.text())
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as {
            readonly line: number
            readonly receipt: { readonly id: string; readonly position: string }
          },
      )
    expect(answers.map(({ line, receipt }) => [line, receipt.id])).toEqual(events.map(({ id }, n) => [n + 1, id]))
    return String(Math.max(...answers.map(({ receipt }) => Number(receipt.position))))
  }

  const pages = async (query: string): Promise<readonly { readonly id: string; readonly occurredAt: string }[]> => {
    const items: { readonly id: string; readonly occurredAt: string }[] = []
    let at: string | undefined = query
    while (at !== undefined) {
      const response = await server.get(at)
      items.push(...((await bodyOf(response)).items as typeof items))
      at = /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1]
    }
    return items
  }

  test('what went in comes out once each, by every order and filter', async () => {
    const position = await load()
    const all = await pages(`/v1/activity?limit=40&after=${position}`)
    expect(all.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort())
    expect(all.map(({ occurredAt }) => occurredAt)).toEqual(
      all
        .map(({ occurredAt }) => occurredAt)
        .sort()
        .reverse(),
    )
    const logged = await pages('/v1/activity?limit=33&sort=position&order=asc')
    expect(logged.map(({ id }) => id)).toEqual(events.map(({ id }) => id))
    const some = await pages(
      '/v1/activity?limit=7&subjectType=post&verb!=seen&verb=post.*&channel=web&since=2026-03-02T00:00:00Z&until=2026-03-03T00:00:00Z',
    )
    const expected = events.filter(
      (event) => event.subject.type === 'post' && event.verb !== 'seen' && event.occurredAt.startsWith('2026-03-02'),
    )
    expect(some.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
    expect(expected.length).toBeGreaterThan(10)
  })

  test('they are counted, and a transaction tells its story', async () => {
    const position = await load()
    expect(await get(`/v1/stats?groupBy=channel,verb&after=${position}`)).toEqual({
      items: [
        { channel: 'bulk', verb: 'post.viewed', count: 100 },
        { channel: 'web', verb: 'post.viewed', count: 100 },
        { channel: 'bulk', verb: 'seen', count: 25 },
        { channel: 'web', verb: 'seen', count: 25 },
      ],
      total: count,
    })
    const days = await get('/v1/stats?interval=day&timeZone=Europe/Berlin&groupBy=actor&actorId=u-0')
    expect(days).toMatchObject({ total: events.filter((event) => event.actor.id === 'u-0').length })
    expect(days.items[0]).toMatchObject({
      actor: { type: 'user', id: 'u-0' },
      from: '2026-02-28T23:00:00.000Z',
      to: '2026-03-01T23:00:00.000Z',
    })
    const story = await pages('/v1/transactions/t-7?limit=2')
    expect(story.map(({ occurredAt }) => occurredAt)).toEqual(story.map(({ occurredAt }) => occurredAt).sort())
    expect(story).toHaveLength(5)
    expect(await get('/v1/transactions/t-7')).toMatchObject({ transaction: { transactionId: 't-7', events: 5 } })
  })

  test('a second load stores nothing', async () => {
    const position = await load()
    const body = events.map((event) => JSON.stringify(event)).join('\n')
    const again = await server.send('POST', '/v1/events', body, { 'content-type': 'application/x-ndjson' })
    const answers = (await again.text()).trim().split('\n')
    expect(answers.every((line) => line.includes('"duplicate":true'))).toBe(true)
    expect(await get(`/v1/stats?after=${position}`)).toMatchObject({ total: count })
  })

  test('subjects and projections can be listed, and a projection rebuilt', async () => {
    const { position } = await put({ title: 'Old' })
    const subjects = await get(`/v1/subjects?type=post&deleted=false&after=${String(position)}`)
    expect(subjects).toMatchObject({ items: [{ subject, version: 0, deleted: false, lastActor: actor }], next: null })
    const { items } = await get('/v1/projections')
    const names = items.map((item) => (item as { readonly name: string }).name)
    expect(names).toEqual(expect.arrayContaining(['activity', 'subjects', 'transactions', 'calls']))
    const rows = await get('/v1/projections/subjects/rows')
    expect(rows).toMatchObject({ items: [{}], next: null })
    const unknown = await send(400, 'GET', '/v1/projections/subjects/rows?colour=red')
    expect(unknown.errors.map(({ field }) => field)).toEqual(['colour'])
    expect(await send(202, 'POST', '/v1/projections/subjects/rebuild')).toMatchObject({ projection: 'subjects' })
    expect((await get('/v1/projections/subjects/rows')).items).toEqual(rows.items)
  })
})

describe('inside another application', () => {
  test('the router serves below its mount, by the application’s own rules', async () => {
    const app = express()
    app.use(express.json())
    app.use(
      '/audit',
      store.annals.router({
        authorize: (request) =>
          request.headers['x-user'] === undefined ? null : { tenant: 'acme', can: ['write', 'read'], actor },
      }),
    )
    const host = await serve(app)
    expect((await host.get('/audit/v1/activity')).status).toBe(401)
    const user = { 'x-user': 'ada' }
    const written = await host.send('POST', '/audit/v1/events', { subject, verb: 'post.viewed' }, user)
    expect(written.status).toBe(201)
    const { id, position } = await bodyOf(written)
    const feed = await bodyOf(await host.get(`/audit/v1/activity?after=${String(position)}`, user))
    expect(feed.items).toMatchObject([{ id, tenant: 'acme', actor }])
    expect((await host.send('POST', `/audit/v1/subjects/post/42/restore`, { version: 0 }, user)).status).toBe(403)
  })
})
