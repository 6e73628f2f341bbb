import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { v5 } from 'uuid'
import type { Operations, Written } from '../../src/application/operations.js'
import type { AnnalsError } from '../../src/domain/errors.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import type { Store } from '../support/open-store.js'
import { openStore } from '../support/open-store.js'
import { receipt } from './support/fake-operations.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve, serveRouter } from './support/running-server.js'

const namespace = v5('annals:idempotency-key', v5.URL)
const actor = { type: 'user', id: 'u-7' }
const viewed = { subject: { type: 'post', id: '42' }, verb: 'post.viewed', actor }
const day = 24 * 60 * 60 * 1_000

const post = (server: RunningServer, body: unknown, key: string, path = '/v1/events', headers = {}) =>
  server.send('POST', path, body, { 'idempotency-key': key, ...headers })
const replayed = (response: Response) => response.headers.get('idempotency-replayed')
const answerOf = async (response: Response) => ({
  status: response.status,
  replayed: replayed(response),
  body: await bodyOf(response),
})

describe('Idempotency-Key on a store', () => {
  let store: Store
  let server: RunningServer
  let now = Date.parse('2026-04-01T00:00:00.000Z')
  const serveStore = () => serve(express().use(store.annals.router({ authorize: loopbackAuthorize })))
  const reopen = async () => {
    store = await store.reopen()
    server = await serveStore()
  }
  beforeEach(async () => {
    now = Date.parse('2026-04-01T00:00:00.000Z')
    store = await openStore({ clock: { now: () => now } })
    server = await serveStore()
  })
  afterEach(() => store.remove())
  const stored = async () =>
    (await bodyOf(await server.get('/v1/subjects/post/42/history?include=all&limit=1000'))).items.length

  test('gives events without an id the UUIDv5 of key and index', async () => {
    const own = '00000000-0000-4000-8000-000000000001'
    const answer = await answerOf(
      await post(server, [viewed, { ...viewed, id: own }, viewed], 'import 7'.replace(' ', '-')),
    )
    const ids = answer.body.items.map((item) => (item as { readonly id: string }).id)
    expect(ids).toEqual([v5('0:import-7', namespace), own, v5('2:import-7', namespace)])
    const one = await answerOf(await post(server, viewed, 'a'))
    expect(one.body['id']).toBe(v5('0:a', namespace))
  })

  test('repeats the first answer, whole, across a restart, for 24 hours', async () => {
    const first = await answerOf(await post(server, viewed, 'k'))
    expect(first).toMatchObject({ status: 201, replayed: null, body: { duplicate: false } })
    const other = { ...viewed, verb: 'post.read' }
    await server.send('POST', '/v1/events', other)
    const again = await answerOf(await post(server, viewed, 'k'))
    expect(again).toEqual({ ...first, replayed: 'true' })
    await reopen()
    now += day - 1_000
    expect(await answerOf(await post(server, viewed, 'k'))).toEqual({ ...first, replayed: 'true' })
    now += 2_000
    const late = await answerOf(await post(server, viewed, 'k'))
    expect(late).toEqual({ status: 200, replayed: null, body: { ...first.body, duplicate: true } })
    expect(await stored()).toBe(2)
  })

  test('takes the same JSON written otherwise for the same body, and refuses another one with 422', async () => {
    const first = await answerOf(await post(server, viewed, 'k'))
    const { verb, subject } = viewed
    const reordered = `{ "actor": {"id":"u-7", "type":"user"},\n "verb":"${verb}", "subject": ${JSON.stringify(subject)} }`
    expect(await answerOf(await post(server, reordered, 'k'))).toEqual({ ...first, replayed: 'true' })
    const other = await answerOf(await post(server, { ...viewed, reason: 'x' }, 'k'))
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:annals:problem:idempotency-key-reused' } })
    expect(await stored()).toBe(1)
  })

  test('is of one tenant and one target', async () => {
    expect((await post(server, viewed, 'k')).status).toBe(201)
    expect((await post(server, { ...viewed, reason: 'x' }, 'k', '/v1/events?tenant=acme')).status).toBe(201)
    await server.send('PUT', '/v1/subjects/post/42', { state: 1, actor })
    await server.send('PUT', '/v1/subjects/post/42', { state: 2, actor })
    const restore = await answerOf(await post(server, { version: 0, actor }, 'k', '/v1/subjects/post/42/restore'))
    expect(restore).toMatchObject({ status: 201, body: { id: v5('restore:k post:42', namespace), version: 2 } })
    await server.send('PUT', '/v1/subjects/post/42', { state: 3, actor })
    const again = await answerOf(await post(server, { version: 0, actor }, 'k', '/v1/subjects/post/42/restore'))
    expect(again).toEqual({ ...restore, replayed: 'true' })
    const otherwise = { 'if-match': '"2"' }
    expect((await post(server, { version: 0, actor }, 'k', '/v1/subjects/post/42/restore', otherwise)).status).toBe(422)
    const rebuild = await answerOf(await post(server, undefined, 'k', '/v1/projections/subjects/rebuild'))
    expect(rebuild).toMatchObject({ status: 202, replayed: null })
    expect(await answerOf(await post(server, undefined, 'k', '/v1/projections/subjects/rebuild'))).toEqual({
      ...rebuild,
      replayed: 'true',
    })
  })

  test('of a restore is of its subject, whatever is in the id of one and the key of another', async () => {
    for (const id of ['a:b', 'a'])
      for (const n of [1, 2]) await server.send('PUT', `/v1/subjects/post/${id}`, { state: { n }, actor })
    const restore = async (id: string, key: string) =>
      answerOf(await post(server, { version: 0, actor }, key, `/v1/subjects/post/${id}/restore`))
    expect(await restore('a:b', 'c')).toMatchObject({ status: 201, body: { stream: 'post-default:a:b' } })
    expect(await restore('a', 'b:c')).toMatchObject({ status: 201, body: { stream: 'post-default:a' } })
  })

  test('remembers a conflict, and lets a body be put right', async () => {
    const stale = { ...viewed, change: { kind: 'state', state: 1 }, expectedVersion: 5 }
    const conflict = await answerOf(await post(server, stale, 'k'))
    expect(conflict.status).toBe(409)
    await server.send('PUT', '/v1/subjects/post/42', { state: 2, actor })
    const again = await answerOf(await post(server, stale, 'k'))
    const { requestId: _first, ...told } = conflict.body
    expect(again).toMatchObject({ status: 409, replayed: 'true', body: told })
    expect((await post(server, { ...viewed, verb: 'no verb' }, 'l')).status).toBe(400)
    expect((await post(server, viewed, 'l')).status).toBe(201)
  })

  test('is answered from the log where the answer is lost; then nothing is stored twice either', async () => {
    const batch = [viewed, { ...viewed, verb: 'post.read' }]
    const first = await answerOf(await post(server, batch, 'k'))
    await store.annals.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(store.dataDir, `answers.db${suffix}`), { force: true })
    writeFileSync(join(store.dataDir, 'answers.db'), 'damaged, for a change')
    await reopen()
    const again = await answerOf(await post(server, batch, 'k'))
    const items = first.body.items.map((item) => ({ ...(item as object), duplicate: true }))
    expect(again).toEqual({ status: 200, replayed: null, body: { items } })
    expect(await stored()).toBe(2)
    expect(replayed(await post(server, batch, 'k'))).toBe('true')
  })

  describe('of lines', () => {
    const ndjson = { 'content-type': 'application/x-ndjson' }
    const body = `${JSON.stringify(viewed)}\n\n${JSON.stringify({ ...viewed, verb: 'post.read' })}\n`
    const postLines = async (text: string | Buffer, path = '/v1/events', headers = {}) => {
      const sent = typeof text === 'string' ? text : new Uint8Array(text)
      const response = await fetch(server.url + path, {
        method: 'POST',
        body: sent,
        headers: { ...ndjson, 'idempotency-key': 'k', ...headers },
      })
      return { status: response.status, replayed: replayed(response), text: await response.text() }
    }
    const receiptsOf = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { readonly receipt: Readonly<Record<string, unknown>> }).receipt)

    test('gives each the id of its line; a repetition is given the same answer, however it is coded', async () => {
      const first = await postLines(body)
      expect(receiptsOf(first.text).map(({ id }) => id)).toEqual([v5('0:k', namespace), v5('2:k', namespace)])
      expect(first).toMatchObject({ status: 200, replayed: null })
      expect(await postLines(body)).toEqual({ ...first, replayed: 'true' })
      await reopen()
      expect(await postLines(gzipSync(body), '/v1/events', { 'content-encoding': 'gzip' })).toEqual({
        ...first,
        replayed: 'true',
      })
      expect(await stored()).toBe(2)
    })

    test.each<[string, string, Record<string, string>]>([
      ['longer', `${body}{}`, {}],
      ['shorter', body.slice(0, 100), {}],
      ['of the same length', body.replace('viewed', 'closed'), {}],
      ['one event that is no line', JSON.stringify(viewed), { 'content-type': 'application/json' }],
    ])('refuses another body with 422, and stores nothing of it: %s', async (_what, other, headers) => {
      await postLines(body)
      const refused = await postLines(other, '/v1/events', headers)
      expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('idempotency-key-reused')])
      expect((await postLines(body)).replayed).toBe('true')
      expect((await postLines(body, '/v1/events?receipts=rejected')).status).toBe(422)
      expect(await stored()).toBe(2)
    })

    test('refuses lines under the key of an event', async () => {
      await post(server, viewed, 'k')
      expect((await postLines(JSON.stringify(viewed))).status).toBe(422)
    })

    test('repeats refusals of lines, and answers anew what broke off', async () => {
      const refused = await postLines('{"verb":1}\n')
      expect(await postLines('{"verb":1}\n')).toEqual({ ...refused, replayed: 'true' })
      const cut = await postLines(gzipSync(body).subarray(0, 60), '/v1/events', {
        'content-encoding': 'gzip',
        'idempotency-key': 'cut',
      })
      expect(cut.text).toContain('ends too early')
      expect((await postLines(body, '/v1/events', { 'idempotency-key': 'cut' })).replayed).toBeNull()
      const few = { 'idempotency-key': 'few' }
      const quiet = '/v1/events?receipts=rejected'
      expect(await postLines(body, quiet, few)).toEqual({ status: 200, replayed: null, text: '' })
      expect(await postLines(body, quiet, few)).toEqual({ status: 200, replayed: 'true', text: '' })
    })
  })

  test('any batches, sent in any order and any number of times, are stored once each', async () => {
    const batches = fc.array(fc.record({ key: fc.integer({ min: 0, max: 5 }), twice: fc.boolean() }), { maxLength: 12 })
    let run = 0
    await server.send('POST', '/v1/events', viewed)
    await fc.assert(
      fc.asyncProperty(batches, async (sendings) => {
        run++
        const before = await stored()
        const answers = new Map<number, unknown>()
        for (const { key, twice } of sendings) {
          const body = Array.from({ length: key + 1 }, (_, n) => ({ ...viewed, reason: `${key} ${n}` }))
          for (let time = 0; time < (twice ? 2 : 1); time++) {
            const answer = await bodyOf(await post(server, body, `${run}-${key}`))
            expect(answers.get(key) ?? answer).toEqual(answer)
            answers.set(key, answer)
          }
        }
        const expected = [...answers.keys()].reduce((sum, key) => sum + key + 1, 0)
        expect((await stored()) - before).toBe(expected)
      }),
      { numRuns: 10 },
    )
  })
})

describe('Idempotency-Key', () => {
  const failing = (...results: readonly E.Either<AnnalsError, Written>[]) => {
    let calls = 0
    const emit: Operations['emit'] = () =>
      TE.fromEither(results[Math.min(calls++, results.length - 1)] ?? E.right(receipt('a')))
    return { emit, calls: () => calls }
  }

  test('of a request under way is 409, and free again when it ends, however it ends', async () => {
    const waiting: ((result: E.Either<AnnalsError, Written>) => void)[] = []
    const emit: Operations['emit'] = () => () => new Promise((resolve) => waiting.push(resolve))
    const server = await serveRouter({ emit })
    const arrived = async (count: number): Promise<void> => {
      while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve))
    }
    const first = post(server, viewed, 'k')
    await arrived(1)
    for (const body of [viewed, { ...viewed, reason: 'x' }]) {
      const twin = await answerOf(await post(server, body, 'k'))
      expect(twin).toMatchObject({ status: 409, body: { type: 'urn:annals:problem:idempotency-key-in-use' } })
    }
    const lines = { 'content-type': 'application/x-ndjson' }
    expect((await post(server, '{}', 'k', '/v1/events', lines)).status).toBe(409)
    waiting[0]?.(E.left({ _tag: 'Unavailable', reason: 'no disk', retryAfterSeconds: 1 }))
    expect((await first).status).toBe(503)
    const second = post(server, viewed, 'k')
    await arrived(2)
    waiting[1]?.(E.right(receipt('a')))
    expect((await second).status).toBe(201)
    expect(replayed(await post(server, viewed, 'k'))).toBe('true')
    expect(waiting).toHaveLength(2)
  })

  test('of lines remembers no answer beyond a million characters, and none with a failure of the server', async () => {
    let calls = 0
    let failing = true
    const emit: Operations['emit'] = (_tenant, input) => {
      calls++
      const { id } = input as { readonly id: string }
      if (failing) return TE.left({ _tag: 'Unavailable', reason: 'no disk', retryAfterSeconds: 1 })
      return TE.right({ ...receipt(id), stream: 'x'.repeat(2_000) })
    }
    const server = await serveRouter({ emit })
    const lines = (count: number, key: string) =>
      post(server, '{}\n'.repeat(count), key, '/v1/events', { 'content-type': 'application/x-ndjson' })
    for (const [key, count] of [
      ['long', 600],
      ['short', 2],
    ] as const) {
      calls = 0
      failing = true
      expect(await (await lines(count, key)).text()).toContain('no disk')
      failing = false
      expect(await (await lines(count, key)).text()).not.toContain('no disk')
      expect(calls).toBe(2 * count)
      expect(replayed(await lines(count, key))).toBe(key === 'short' ? 'true' : null)
      expect(calls).toBe(key === 'short' ? 4 : 3 * count)
    }
  })

  test('of many twins at once does the work once', async () => {
    const { emit, calls } = failing()
    const server = await serveRouter({ emit })
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(server, viewed, 'k')))
    expect(calls()).toBe(1)
    for (const { status } of answers) expect([201, 409]).toContain(status)
    expect(answers.filter((answer) => answer.status === 201 && replayed(answer) === null)).toHaveLength(1)
  })

  test.each<AnnalsError>([
    { _tag: 'Unavailable', reason: 'no disk', retryAfterSeconds: 1 },
    { _tag: 'Overloaded', reason: 'too much', retryAfterSeconds: 1 },
    { _tag: 'Corrupt', detail: 'a row' },
  ])('does not remember a failure of the server ($_tag)', async (error) => {
    const { emit, calls } = failing(E.left(error), E.right(receipt('a')))
    const server = await serveRouter({ emit })
    expect((await post(server, viewed, 'k')).status).toBeGreaterThanOrEqual(500)
    expect((await post(server, viewed, 'k')).status).toBe(201)
    expect((await post(server, viewed, 'k')).status).toBe(201)
    expect(calls()).toBe(2)
  })

  test.each(['', 'a b', 'x'.repeat(256), 'é', 'one, two'])('%j is 400', async (key) => {
    const { emit, calls } = failing()
    const server = await serveRouter({ emit, rebuild: () => TE.right(undefined) })
    for (const path of ['/v1/events', '/v1/subjects/post/42/restore', '/v1/projections/x/rebuild']) {
      const body = path.includes('rebuild') ? undefined : {}
      const answer = await answerOf(await post(server, body, key, path))
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'idempotency-key' }] } })
    }
    expect(calls()).toBe(0)
  })

  test('may be 255 characters, quotation marks among them', async () => {
    const { emit } = failing()
    const server = await serveRouter({ emit })
    for (const key of [
      'x'.repeat(255),
      '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
      createHash('sha256').update('').digest('hex'),
    ]) {
      expect((await post(server, viewed, key)).status).toBe(201)
      expect(replayed(await post(server, viewed, key))).toBe('true')
    }
  })

  test('does not get in the way of what is nested too deeply', async () => {
    const refused: AnnalsError = { _tag: 'InvalidInput', issues: [{ field: '', message: 'is too deep' }] }
    const server = await serveRouter({ emit: () => TE.left(refused) })
    const deep = `{"data":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`
    expect((await post(server, deep, 'k')).status).toBe(400)
  })
})
