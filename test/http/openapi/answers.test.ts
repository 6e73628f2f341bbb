import { request as httpRequest } from 'node:http'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataFiles } from '../../../src/adapters/embedded/data-folder.js'
import type { AnnalsError } from '../../../src/domain/errors.js'
import type { Operations } from '../../../src/application/operations.js'
import { createMetrics } from '../../../src/adapters/prometheus/create-metrics.js'
import { createApp } from '../../../src/http/app.js'
import type { AppOptions } from '../../../src/http/app.js'
import { bearerAuthorize } from '../../../src/http/authorize.js'
import { silentLogger } from '../../../src/http/logger.js'
import { problemsOf } from '../../../src/http/openapi/document.js'
import type { Operation } from '../../../src/http/openapi/operation.js'
import { measuredServerOperations } from '../../../src/http/openapi/operations.js'
import { problemSchema } from '../../../src/http/openapi/problems.js'
import { toProblem } from '../../../src/http/problem.js'
import type { Grant } from '../../../src/ports/authorize.js'
import { permissions } from '../../../src/ports/authorize.js'
import { schemaCheck } from '../../support/json-schema.js'
import type { Store } from '../../support/open-store.js'
import { openStore } from '../../support/open-store.js'
import { documentedBy } from '../support/documented.js'
import { errors } from '../support/errors.js'
import { fakeOperations, logId } from '../support/fake-operations.js'
import { serve } from '../support/running-server.js'

/*
 * Every operation is called on a real server, and every answer is held against the document: its status, its type, its headers and its body, with
 * no field that the document does not name. What a healthy store does not answer is answered by operations that fail. In the end every status
 * of the document must have been seen.
 */

const documented = documentedBy(measuredServerOperations)
const actor = { type: 'user', id: 'u-7', name: 'Ada' }
const subject = { type: 'post', id: '42' }
const path = '/v1/subjects/post/42'
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const grants = new Map<string, Grant>([
  ['all', { tenant: 'default', can: permissions }],
  ['ada', { tenant: 'default', actor, can: ['read', 'write', 'restore'] }],
  ...permissions.map((permission): [string, Grant] => [
    `not-${permission}`,
    { tenant: 'default', can: permissions.filter((other) => other !== permission) },
  ]),
])
const authorize = bearerAuthorize({ find: (token) => grants.get(token) })
const appOf = (operations: Operations, more: Partial<AppOptions> = {}) =>
  createApp({ operations, authorize, logger: silentLogger, metrics: createMetrics(), ...more })

interface Options {
  readonly token?: string
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a request, holds the answer against the document, and gives it. */
const send = async (
  url: string,
  status: number,
  method: string,
  at: string,
  body?: unknown,
  { token = 'all', type = 'application/json', headers = {} }: Options = {},
): Promise<Record<string, unknown>> => {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url + at, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(text === undefined ? {} : { 'content-type': type }), ...headers },
    ...(text === undefined ? {} : { body: text }),
  })
  const copy = response.clone()
  await documented.check(
    { method, url: at, ...(text === undefined ? {} : { contentType: type, body: text }) },
    response,
  )
  const answer = await copy.text()
  expect({ status: copy.status, answer }).toMatchObject({ status })
  const isJson = /^application\/(problem\+)?json/.test(copy.headers.get('content-type') ?? '')
  return isJson ? (JSON.parse(answer) as Record<string, unknown>) : {}
}

describe('a healthy store answers as the document says', () => {
  let store: Store
  beforeAll(async () => {
    store = await openStore()
    await store.annals.inTenant('other').emit({ subject, verb: 'post.read', actor })
  })
  afterAll(() => store.remove())

  const open = async () => {
    const { url } = await serve(appOf(store.annals.operations))
    return (...request: Parameters<typeof send> extends [string, ...infer Rest] ? Rest : never) => send(url, ...request)
  }

  test('recording', async () => {
    const call = await open()
    const event = {
      id: uuid(1),
      subject,
      actor,
      verb: 'post.exported',
      channel: 'web',
      org: 'o-1',
      onBehalfOf: { type: 'user', id: 'u-8' },
      affects: { type: 'user', id: 'u-9' },
      transactionId: 't-1',
      causationId: uuid(2),
      reason: 'asked',
      occurredAt: '2026-03-01T12:00:00Z',
      outcome: { status: 'failure', error: { message: 'timed out', type: 'Timeout', code: 'E1' } },
      context: {
        ip: '::1',
        userAgent: 'x',
        requestId: 'r',
        traceparent: '00',
        entryPoint: 'http',
        method: 'GET',
        path: '/',
        route: '/',
      },
      call: {
        direction: 'out',
        service: 's',
        operation: 'o',
        method: 'POST',
        statusCode: 504,
        durationMs: 1.5,
        parameters: [1],
        result: null,
      },
      data: { any: [null] },
    }
    await call(201, 'POST', '/v1/events', event)
    await call(200, 'POST', '/v1/events', event)
    await call(409, 'POST', '/v1/events', { ...event, reason: 'another' })
    await call(201, 'POST', '/v1/events', { subject, verb: 'post.read', transactionId: 't-1' }, { token: 'ada' })
    await call(201, 'POST', '/v1/events', {
      subject,
      actor,
      transactionId: 't-1',
      change: { kind: 'state', state: { title: 'Old', tags: ['a', 'b'] } },
    })
    await call(201, 'POST', '/v1/events', {
      subject,
      actor,
      change: { kind: 'patch', delta: { title: ['Old', 'New'] } },
    })
    await call(200, 'POST', '/v1/events', {
      subject,
      actor,
      change: { kind: 'state', state: { title: 'New', tags: ['a', 'b'] } },
    })
    const stale = { subject, actor, change: { kind: 'patch', delta: { title: ['Old', 'Other'] } } }
    await call(409, 'POST', '/v1/events', stale)
    await call(201, 'POST', '/v1/events', { ...stale, onMismatch: 'keep' })
    await call(409, 'POST', '/v1/events', { ...stale, expectedVersion: 7 })
    await call(409, 'POST', '/v1/events', { ...stale, subject: { type: 'post', id: 'none' } })
    await call(404, 'POST', '/v1/events', { subject: { type: 'post', id: 'none' }, actor, change: { kind: 'delete' } })
    await call(201, 'POST', '/v1/events', [event, { subject, actor, verb: 'post.read' }])
    await call(200, 'POST', '/v1/events', [event])
    await call(400, 'POST', '/v1/events', [event, { subject }])
    await call(403, 'POST', '/v1/events', { ...event, id: uuid(9), tenant: 'other' })
    await call(413, 'POST', '/v1/events', 'x'.repeat(9_000_000))
    await call(415, 'POST', '/v1/events', 'x', { type: 'text/plain' })
    await call(415, 'POST', '/v1/events', event, { headers: { 'content-encoding': 'zstd' } })
    const cloud = { specversion: '1.0', id: '1', source: '/shop', type: 'post.paid', subject: 'post/42', data: [1] }
    await call(201, 'POST', '/v1/events', cloud, { type: 'application/cloudevents+json' })
    await call(200, 'POST', '/v1/events', [cloud], { type: 'application/cloudevents-batch+json' })
    await call(400, 'POST', '/v1/events', { ...cloud, type: '' }, { type: 'application/cloudevents+json' })
    const keyed = { headers: { 'idempotency-key': 'k-1' } }
    await call(201, 'POST', '/v1/events', { subject, actor, verb: 'post.read' }, keyed)
    await call(201, 'POST', '/v1/events', { subject, actor, verb: 'post.read' }, keyed)
    await call(422, 'POST', '/v1/events', { subject, actor, verb: 'post.seen' }, keyed)
    await call(400, 'POST', '/v1/events', event, { headers: { 'idempotency-key': 'k 1' } })
    const lines = [event, { subject, actor, verb: 'post.read' }].map((line) => JSON.stringify(line)).join('\n')
    await call(200, 'POST', '/v1/events', lines, { type: 'application/x-ndjson' })
    await call(200, 'POST', '/v1/events?receipts=all', lines, { type: 'application/x-ndjson' })
  })

  test('lines that are refused', async () => {
    const { url } = await serve(appOf(store.annals.operations))
    const body = '{"subject":1}\nnot json\n'
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: 'Bearer all', 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
      body: gzipSync(body),
    })
    expect(response.status).toBe(200)
    await documented.check({ method: 'POST', url: '/v1/events' }, response)
  })

  test('rules for capture', async () => {
    const call = await open()
    const rules = { verbs: { include: ['post.*', 'page.*'], exclude: ['post.seen'] } }
    await call(200, 'GET', '/v1/capture-rules')
    await call(201, 'PUT', '/v1/capture-rules', { rules, actor, reason: 'too many' })
    await call(200, 'PUT', '/v1/capture-rules', { rules, actor })
    await call(400, 'PUT', '/v1/capture-rules', { rules: { verbs: 1 }, actor })
    await call(200, 'POST', '/v1/events', { subject, actor, verb: 'post.seen' })
    await call(200, 'POST', '/v1/events', [{ subject, actor, verb: 'other' }])
    await call(409, 'POST', `${path}/restore`, { version: 0, actor, verb: 'post.seen' })
    await call(201, 'PUT', '/v1/capture-rules', { rules: {}, actor })
    await call(200, 'GET', '/v1/capture-rules')
  })

  test('subjects', async () => {
    const call = await open()
    const state = { title: 'Newer', tags: ['b', 'a', 'c'], price: 1 }
    await call(
      201,
      'PUT',
      path,
      { state, actor, reason: 'better', onMismatch: 'reject' },
      { headers: { 'if-match': '"1"' } },
    )
    await call(200, 'PUT', path, { state, actor })
    await call(
      201,
      'PUT',
      '/v1/subjects/file/~?id=a/b.txt',
      { state: 'text', actor },
      { headers: { 'if-none-match': '*' } },
    )
    await call(412, 'PUT', path, { state, actor }, { headers: { 'if-match': '"9"' } })
    await call(412, 'PUT', path, { state, actor }, { headers: { 'if-none-match': '*' } })
    await call(409, 'PUT', path, { state: 1, actor, expectedVersion: 9 })
    await call(404, 'PUT', '/v1/subjects/post/none', { state: null, actor })
    await call(400, 'PUT', path, { actor })
    await call(200, 'GET', path)
    await call(200, 'GET', `${path}?version=0`)
    await call(200, 'GET', `${path}?at=2099-01-01T00:00:00Z&by=recorded`)
    await call(304, 'GET', path, undefined, { headers: { 'if-none-match': '"2"' } })
    await call(404, 'GET', `${path}?version=99`)
    await call(404, 'GET', `${path}?at=1999-01-01T00:00:00Z`)
    await call(404, 'GET', '/v1/subjects/post/none')
    await call(200, 'GET', `${path}/diff?from=-1&to=2`)
    await call(200, 'GET', `${path}/diff?from=1&to=2`)
    await call(200, 'GET', `${path}/diff?from=2&to=2`)
    await call(404, 'GET', `${path}/diff?from=1&to=99`)
    await call(200, 'GET', `${path}/history?include=all&order=desc`)
    const page = await call(200, 'GET', `${path}/history?limit=1`)
    await call(200, 'GET', `${path}/history?limit=1&cursor=${String(page['next'])}`)
    await call(404, 'GET', '/v1/subjects/post/none/history')
    const back = { version: 0, actor, reason: 'a mistake' }
    await call(200, 'POST', `${path}/restore`, { ...back, dryRun: true })
    await call(409, 'POST', `${path}/restore`, { ...back, expectedVersion: 9 })
    await call(412, 'POST', `${path}/restore`, back, { headers: { 'if-match': '"9"' } })
    await call(201, 'POST', `${path}/restore`, { ...back, id: uuid(3) })
    await call(200, 'POST', `${path}/restore`, { ...back, id: uuid(3) })
    await call(200, 'POST', `${path}/restore`, back)
    const keyed = { headers: { 'idempotency-key': 'k-2' } }
    await call(200, 'POST', `${path}/restore`, { ...back, dryRun: true }, keyed)
    await call(200, 'POST', `${path}/restore`, { ...back, dryRun: true }, keyed)
    await call(422, 'POST', `${path}/restore`, { ...back, reason: 'another' }, keyed)
    await call(200, 'POST', `${path}/restore`, { at: '2099-01-01T00:00:00Z', by: 'occurred' }, { token: 'ada' })
    await call(404, 'POST', `${path}/restore`, { version: 99, actor })
    const gone = `${path}?actorType=user&actorId=u-7&actorName=Ada&reason=spam&eventId=${uuid(4)}`
    await call(201, 'DELETE', gone)
    await call(200, 'DELETE', gone)
    await call(200, 'DELETE', `${path}?actorType=user&actorId=u-7`)
    await call(409, 'DELETE', `${path}?actorType=user&actorId=u-7&expectedVersion=0`)
    await call(412, 'DELETE', `${path}?actorType=user&actorId=u-7`, undefined, { headers: { 'if-match': '"0"' } })
    await call(404, 'DELETE', '/v1/subjects/post/none?actorType=user&actorId=u-7')
    await call(200, 'GET', path)
  })

  test('reading', async () => {
    const call = await open()
    const receipt = await call(201, 'POST', '/v1/events', { subject, actor, verb: 'post.read' })
    const after = `after=${String(receipt['position'])}`
    await call(200, 'GET', `/v1/events/${uuid(1)}`)
    await call(404, 'GET', `/v1/events/${uuid(404)}`)
    await call(200, 'GET', `/v1/activity?${after}`)
    const filters = 'verb=post.*&verb!=post.none&kind=activity&outcome!=failure&actorId=u-7&since=2020-01-01T00:00:00Z'
    const feed = await call(200, 'GET', `/v1/activity?${filters}&sort=position&order=asc&limit=1`)
    await call(200, 'GET', `/v1/activity?${filters}&sort=position&order=asc&limit=1&cursor=${String(feed['next'])}`)
    await call(200, 'GET', '/v1/activity?path=/title&path=/tags*')
    for (const format of ['ndjson', 'csv']) {
      await call(200, 'GET', `/v1/activity?${filters}&format=${format}`)
      await call(200, 'GET', `/v1/activity?format=${format}&limit=1&${after}`)
      await call(200, 'GET', `/v1/activity?verb=none&format=${format}`)
      await call(400, 'GET', `/v1/activity?format=${format}&limit=0`)
    }
    // A server that is about to close ends its streams.
    const { url } = await serve(appOf(store.annals.operations, { closing: AbortSignal.abort() }))
    await send(url, 200, 'GET', `/v1/activity/live?${filters}&after=-1`)
    await send(url, 400, 'GET', '/v1/activity/live', undefined, { headers: { 'last-event-id': 'none' } })
    await call(200, 'GET', '/v1/stats')
    await call(200, 'GET', '/v1/stats?groupBy=actor,channel&interval=day&timeZone=Europe/Berlin')
    await call(200, 'GET', '/v1/stats?groupBy=verb&groupBy=outcome&limit=1')
    await call(200, 'GET', '/v1/stats?groupBy=subjectType&tenant=default')
    await call(200, 'GET', '/v1/stats?cycle=week&timeZone=Europe/Berlin')
    await call(400, 'GET', '/v1/stats?cycle=week&groupBy=verb')
    await call(200, 'GET', '/v1/calls')
    await call(200, 'GET', '/v1/calls?since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z&direction=out&limit=1')
    await call(400, 'GET', '/v1/calls?direction=up')
    await call(200, 'GET', '/v1/facets/verb?prefix=post.&limit=1')
    await call(200, 'GET', '/v1/facets/path')
    await call(400, 'GET', '/v1/facets/colour')
    await call(200, 'GET', '/v1/subjects?type=post&deleted=true')
    await call(200, 'GET', '/v1/subjects?limit=1')
    await call(200, 'GET', '/v1/transactions/t-1')
    await call(404, 'GET', '/v1/transactions/none')
  })

  test('projections', async () => {
    const call = await open()
    await call(200, 'GET', '/v1/projections')
    await call(200, 'GET', '/v1/projections?limit=1')
    await call(200, 'GET', '/v1/projections/subjects/rows?subjectType=post&limit=1')
    await call(200, 'GET', '/v1/projections/calls/rows')
    await call(400, 'GET', '/v1/projections/subjects/rows?colour=red')
    await call(404, 'GET', '/v1/projections/none/rows')
    await call(202, 'POST', '/v1/projections/subjects/rebuild')
    await call(200, 'GET', '/v1/projections')
    await call(404, 'POST', '/v1/projections/none/rebuild')
    await expect
      .poll(() => store.annals.projections().find(({ name }) => name === 'subjects')?.lastRebuild, { timeout: 20_000 })
      .toBeDefined()
    await call(200, 'GET', '/v1/projections')
  })

  test('the server', async () => {
    const call = await open()
    await call(200, 'GET', '/healthz')
    await call(200, 'GET', '/readyz')
    await call(200, 'GET', '/openapi.json')
    await call(200, 'GET', '/docs')
    await call(200, 'GET', '/metrics')
    await call(200, 'GET', '/v1/credential')
    await call(400, 'GET', '/v1/credential?limit=1')
    await call(200, 'GET', '/v1/status')
    await call(200, 'GET', '/v1/status', undefined, { token: 'not-metrics' })
    await call(400, 'GET', '/v1/status?limit=1')
  })
})

describe('a store that cannot answer does so as the document says', () => {
  const withCredential = measuredServerOperations.filter(({ permission }) => permission !== null)

  test('one whose projections are behind', async () => {
    const store = await openStore()
    const { url } = await serve(appOf(store.annals.operations))
    const waiting = withCredential.filter((operation) => problemsOf(operation).includes('ProjectionBehind'))
    const asked = waiting.map((operation) => send(url, 503, 'GET', withParameter(urlOf(operation), 'after=99')))
    for (const problem of await Promise.all(asked)) expect(problem).toMatchObject({ type: typeOf('projection-behind') })
    await store.remove()
  })

  test('one whose rows are damaged', async () => {
    const store = await openStore()
    await store.annals.recordState(subject, { state: 1, actor, id: uuid(1), transactionId: '42' })
    const again = await store.reopen()
    const log = new Database(dataFiles(again.dataDir).log)
    log.prepare("UPDATE events SET data = CAST('{}' AS BLOB)").run()
    log.close()
    const { url } = await serve(appOf(again.annals.operations))
    for (const at of [path, `${path}/history`, `${path}/diff?from=-1&to=0`, `/v1/events/${uuid(1)}`]) {
      expect(await send(url, 500, 'GET', at)).toMatchObject({ type: typeOf('corrupt') })
    }
    await again.remove()
  })

  test('one that is closed', async () => {
    const store = await openStore()
    const { url } = await serve(appOf(store.annals.operations))
    await store.annals.close()
    const answers = await Promise.all(
      withCredential
        .filter(({ id }) => !asksNobody.has(id))
        .map((operation) => send(url, 503, operation.method.toUpperCase(), urlOf(operation), bodyOf(operation))),
    )
    for (const problem of answers) expect(problem).toMatchObject({ type: typeOf('unavailable') })
    await send(url, 503, 'GET', '/readyz')
    await store.remove()
  })
})

const typeOf = (name: string): string => `urn:annals:problem:${name}`

const urlOf = ({ path: template, id }: Operation): string =>
  template
    .replace('{type}', 'post')
    .replace('{field}', 'verb')
    .replace('{name}', 'subjects')
    .replace('{id}', template.startsWith('/v1/events') ? uuid(1) : '42') +
  (id === 'getDiff' ? '?from=0&to=1' : id === 'deleteSubject' ? '?actorType=user&actorId=u-7' : '')

const bodies: Readonly<Record<string, object>> = {
  postEvents: { subject, verb: 'post.read', actor },
  putSubject: { state: 1, actor },
  restoreSubject: { version: 0, actor },
  putCaptureRules: { rules: {}, actor },
}
const bodyOf = ({ id }: Operation): object | undefined => bodies[id]
const withParameter = (url: string, parameter: string): string => `${url}${url.includes('?') ? '&' : '?'}${parameter}`

/** The credential is the request's own, the list of projections and the status are kept in memory, and metrics leave out what cannot be read: none asks somebody who could be away. */
const asksNobody: ReadonlySet<string> = new Set(['getProjections', 'getCredential', 'getStatus', 'getMetrics'])

const isStoreError = (tag: string): boolean =>
  !['InvalidInput', 'Unauthenticated', 'OriginNotAllowed', 'HostNotAllowed', 'NotReady'].includes(tag) &&
  !['UnsupportedMediaType', 'UnsupportedEncoding', 'Internal'].includes(tag)

describe.each(
  measuredServerOperations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const),
)('%s fails as the document says', (_name, operation) => {
  const method = operation.method.toUpperCase()
  const failing = async (tag: keyof typeof errors) => {
    const fail = () => TE.left(errors[tag] as AnnalsError)
    const thrown = () => {
      throw new Error('a mistake')
    }
    const names = Object.keys(fakeOperations({})) as (keyof Operations)[]
    const operations = Object.fromEntries(names.map((name) => [name, tag === 'Internal' ? thrown : fail]))
    const store = { ...operations, logId } as unknown as Operations
    const readiness = () => TE.right({ ready: false, reasons: ['activity is 7 behind'] })
    const metrics = tag === 'Internal' ? { metrics: { ...createMetrics(), text: thrown } } : {}
    // What asks no operation fails where the application's function does.
    const access = tag === 'Internal' && operation.permission === 'any' ? { authorize: thrown } : {}
    return serve(appOf(tag === 'NotReady' ? { ...store, readiness } : store, { ...metrics, ...access }))
  }
  const tags = problemsOf(operation)
  const sending = [method, urlOf(operation), bodyOf(operation)] as const

  test.each(tags.filter((tag) => isStoreError(tag) || tag === 'NotReady' || tag === 'Internal'))('%s', async (tag) => {
    if (asksNobody.has(operation.id) && tag !== 'Internal') return
    const { url } = await failing(tag)
    const at = tag === 'ProjectionBehind' ? withParameter(sending[1], 'after=20') : sending[1]
    await send(url, toProblem(errors[tag]).status, method, at, sending[2])
  })

  if (operation.permission !== null) {
    const permission = operation.permission
    test('without what it needs', async () => {
      const { url } = await failing('Unavailable')
      await send(url, 401, ...sending, { token: 'unknown' })
      if (permission !== 'any') {
        const refused = await send(url, 403, ...sending, { token: `not-${permission}` })
        expect(refused['detail']).toBe(`The credential lacks the permission ${permission}.`)
      }
      await send(url, 403, method, withParameter(sending[1], 'tenant=other'), sending[2])
      const known = operation.id === 'getProjectionRows' ? 'no-column=1' : 'colour=red'
      const unknown = await send(url, 400, method, withParameter(sending[1], known), sending[2])
      expect(JSON.stringify(unknown['errors'])).toContain('is not a parameter of this route')
    })
  }

  if (tags.includes('HostNotAllowed'))
    test('for another host, and from a page of another origin', async () => {
      const { url, port } = await failing('Unavailable')
      await send(url, 403, ...sending, { headers: { origin: 'http://elsewhere.example' } })
      const status = await new Promise((resolve, reject) => {
        httpRequest({ port, method, path: sending[1], headers: { host: 'elsewhere.example' } }, (response) => {
          response.setEncoding('utf8')
          let text = ''
          response.on('data', (chunk: string) => (text += chunk))
          response.on('end', () => {
            const headers = response.headers as Record<string, string>
            const answer = new Response(text, { status: response.statusCode ?? 0, headers })
            documented.check({ method, url: sending[1] }, answer).then(() => resolve(answer.status), reject)
          })
        }).end()
      })
      expect(status).toBe(421)
    })

  if (operation.body !== undefined) {
    test('a body of another type or encoding, or too large', async () => {
      const { url } = await failing('Unavailable')
      await send(url, 415, method, sending[1], 'x', { type: 'text/plain' })
      await send(url, 415, method, sending[1], {}, { headers: { 'content-encoding': 'zstd' } })
      await send(url, 413, method, sending[1], 'x'.repeat(9_000_000))
    })
  }

  test('each problem has the schema that the document gives', () => {
    for (const tag of tags) {
      const problem = JSON.parse(JSON.stringify(toProblem(errors[tag]))) as unknown
      const meets = schemaCheck({ ...problemSchema(tag), additionalProperties: false })
      expect([tag, meets(problem), meets.errors]).toEqual([tag, true, null])
    }
  })
})

test('every status that the document has was seen', () => {
  const missing = documented.documented.filter((one) => !documented.seen.has(one))
  const unseen = measuredServerOperations.filter(({ id }) => asksNobody.has(id)).map(({ path: at }) => `GET ${at} 503`)
  expect(missing).toEqual(unseen)
})
