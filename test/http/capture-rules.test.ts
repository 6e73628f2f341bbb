import { createHash } from 'node:crypto'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CaptureRules } from '../../src/domain/capture-rules.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { parseExposition } from '../support/prometheus-text.js'
import type { Store } from '../support/open-store.js'
import { openStore } from '../support/open-store.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve } from './support/running-server.js'

const actor = { type: 'user', id: 'ops' }
const viewed = { subject: { type: 'post', id: '42' }, verb: 'post.viewed', actor }
const uuid = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

let store: Store
let server: RunningServer
const serveStore = () => serve(express().use(store.annals.router({ authorize: loopbackAuthorize })))
beforeEach(async () => {
  store = await openStore()
  server = await serveStore()
})
afterEach(() => store.remove())

const rulesPath = '/v1/capture-rules'
const setRules = async (rules: CaptureRules, headers = {}, more = {}) => {
  const response = await server.send('PUT', rulesPath, { rules, actor, ...more }, headers)
  return { status: response.status, body: await bodyOf(response) }
}
const post = async (body: unknown, headers = {}, path = '/v1/events') => {
  const response = await server.send('POST', path, body, headers)
  return { status: response.status, text: await response.text() }
}
const stored = async (query = '') => {
  const { items } = await bodyOf(
    await server.get(`/v1/activity?sort=position&order=asc&after=${await last()}&limit=1000${query}`),
  )
  return items as readonly { readonly verb: string; readonly actor: object; readonly change?: unknown }[]
}
/** A position that what is stored is at or before. */
const last = async (): Promise<string> => {
  const { position } = JSON.parse((await post({ ...viewed, verb: 'mark' })).text) as { readonly position?: string }
  return position ?? '0'
}
const verbsStored = async () => (await stored('&verb!=mark')).map(({ verb }) => verb)

describe('the rules', () => {
  test('are none at first, then what was put, across a restart; who changed them is in the feed', async () => {
    const first = await server.get(rulesPath)
    expect(first.headers.get('etag')).toBeNull()
    expect(await bodyOf(first)).toEqual({ rules: {}, version: -1, recordedAt: null })
    const rules = { verbs: { exclude: ['post.viewed', 'user.*'] }, channels: { exclude: ['bulk'] } }
    expect(await setRules(rules, {}, { reason: 'too many' })).toMatchObject({ status: 201, body: { version: 0 } })
    expect(await setRules(rules)).toMatchObject({ status: 200, body: { changed: false, version: 0 } })
    store = await store.reopen()
    server = await serveStore()
    const again = await server.get(rulesPath)
    expect(again.headers.get('etag')).toBe('"0"')
    expect(await bodyOf(again)).toMatchObject({ rules, version: 0 })
    expect(await post(viewed)).toMatchObject({
      status: 200,
      text: expect.stringContaining('"captured":false') as string,
    })
    await setRules({})
    const told = await stored('&subjectType=annals.capture')
    expect(told).toMatchObject([
      { verb: 'annals.capture.created', actor, reason: 'too many', change: { kind: 'state', state: rules } },
      { verb: 'annals.capture.updated', actor, change: { kind: 'patch' } },
    ])
    expect(await post(viewed)).toMatchObject({ status: 201 })
  })

  test('are replaced under a condition, and refused by field', async () => {
    expect((await setRules({}, { 'if-none-match': '*' })).status).toBe(201)
    expect((await setRules({ verbs: { exclude: ['a'] } }, { 'if-match': '"0"' })).status).toBe(201)
    expect((await setRules({}, { 'if-match': '"0"' })).status).toBe(412)
    const wrong = await server.send('PUT', rulesPath, { rules: { verbs: { exclude: [''] }, types: {} }, actor })
    const fields = (await bodyOf(wrong)).errors.map(({ field }) => field)
    expect([wrong.status, fields.sort()]).toEqual([400, ['/rules/types', '/rules/verbs/exclude/0']])
    for (const body of [{ actor }, { rules: {} }, { rules: {}, actor, state: 1 }, { rules: null, actor }, []])
      expect((await server.send('PUT', rulesPath, body)).status).toBe(400)
  })

  test('cannot be written like any other record', async () => {
    const subject = { type: 'annals.capture', id: 'rules' }
    const event = { subject, actor, change: { kind: 'state', state: {} } }
    const lines = { 'content-type': 'application/x-ndjson' }
    for (const refused of [
      await post(event),
      await post([viewed, event]),
      await post({ ...event, subject: { ...subject, id: 'other' } }),
      await post({ version: 0, actor }, {}, '/v1/subjects/annals.capture/rules/restore'),
    ])
      expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('PUT /v1/capture-rules') as string })
    expect((await post(JSON.stringify(event), lines)).text).toContain('PUT /v1/capture-rules')
    const put = await server.send('PUT', '/v1/subjects/annals.capture/rules', { state: {}, actor })
    const gone = await server.send('DELETE', '/v1/subjects/annals.capture/rules?actorType=user&actorId=x')
    expect([put.status, gone.status]).toEqual([400, 400])
  })

  test('are of one tenant', async () => {
    await server.send('PUT', `${rulesPath}?tenant=acme`, { rules: { verbs: { include: [] } }, actor })
    expect((await post(viewed, {}, '/v1/events?tenant=acme')).status).toBe(200)
    expect((await post(viewed)).status).toBe(201)
  })
})

describe('what they leave out', () => {
  test('is answered so, and not stored, whichever way it comes', async () => {
    await setRules({ verbs: { exclude: ['post.viewed'] } })
    const rule = { field: 'verbs', list: 'exclude', pattern: 'post.viewed' }
    const out = { captured: false, rule }
    const kept = { ...viewed, verb: 'post.read' }
    const id = uuid('one')
    expect(JSON.parse((await post({ ...viewed, id })).text)).toEqual({ id, ...out })
    const many = await post([viewed, kept, viewed])
    expect([many.status, JSON.parse(many.text)]).toMatchObject([201, { items: [out, { duplicate: false }, out] }])
    expect((await post([viewed])).status).toBe(200)
    const lines = `${JSON.stringify(viewed)}\n${JSON.stringify(kept)}\n`
    const answers = (await post(lines, { 'content-type': 'application/x-ndjson' })).text.trim().split('\n')
    expect(answers.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { line: 1, receipt: out },
      { line: 2, receipt: { duplicate: false } },
    ])
    const cloud = { specversion: '1.0', id: 'c', source: '/app', type: 'post.viewed', subject: 'post/42' }
    const structured = { 'content-type': 'application/cloudevents+json' }
    expect(JSON.parse((await post(cloud, structured)).text)).toMatchObject(out)
    const keyed = { 'idempotency-key': 'k' }
    const first = await post(viewed, keyed)
    expect(JSON.parse(first.text)).toMatchObject(out)
    await setRules({})
    // The same request has the same answer, another one is stored.
    expect(await post(viewed, keyed)).toEqual(first)
    expect((await post({ ...viewed, id })).status).toBe(201)
    expect(await verbsStored()).toEqual([
      'annals.capture.created',
      'post.read',
      'post.read',
      'annals.capture.updated',
      'post.viewed',
    ])
  })

  test('was stored before: that is the answer', async () => {
    const event = { ...viewed, id: uuid('before') }
    const first = JSON.parse((await post(event)).text) as object
    await setRules({ subjectTypes: { exclude: ['post'] } })
    expect(JSON.parse((await post(event)).text)).toEqual({ ...first, duplicate: true })
  })

  test('of changes is told before anything else about them; a restore is refused', async () => {
    const subject = '/v1/subjects/post/42'
    await server.send('PUT', subject, { state: { n: 1 }, actor })
    await server.send('PUT', subject, { state: { n: 2 }, actor })
    await setRules({ subjectTypes: { include: ['order'] } })
    const out = { captured: false, rule: { field: 'subjectTypes', list: 'include' } }
    const put = await server.send('PUT', subject, { state: { n: 3 }, actor })
    expect([put.status, await bodyOf(put)]).toMatchObject([200, out])
    expect(await bodyOf(await server.send('DELETE', `${subject}?actorType=user&actorId=x`))).toMatchObject(out)
    const patch = { kind: 'patch', delta: { n: [7, 8] } }
    expect(JSON.parse((await post({ ...viewed, change: patch })).text)).toMatchObject(out)
    for (const more of [{}, { dryRun: true }]) {
      const restored = await post({ version: 0, actor, ...more }, {}, `${subject}/restore`)
      expect([restored.status, JSON.parse(restored.text)]).toMatchObject([
        409,
        { type: 'urn:annals:problem:not-captured', subject: viewed.subject, rule: out.rule },
      ])
    }
    expect(await bodyOf(await server.get(subject))).toMatchObject({ version: 1, state: { n: 2 } })
  })

  test('is told by a dry run of a restore as by the restore: by its verb and its channel', async () => {
    const subject = '/v1/subjects/post/42'
    for (const n of [1, 2]) await server.send('PUT', subject, { state: { n }, actor })
    await setRules({ verbs: { exclude: ['post.restored'] }, channels: { exclude: ['bulk'] } })
    const restore = async (more: object) => {
      const { status, text } = await post({ version: 0, actor, ...more }, {}, `${subject}/restore`)
      return { status, body: JSON.parse(text) as { readonly rule?: object; readonly changes?: readonly object[] } }
    }
    for (const [more, rule] of [
      [{}, { field: 'verbs', pattern: 'post.restored' }],
      [
        { verb: 'post.corrected', channel: 'bulk' },
        { field: 'channels', pattern: 'bulk' },
      ],
      [
        { verb: 'post.restored', version: 7 },
        { field: 'verbs', pattern: 'post.restored' },
      ],
    ] as const) {
      const dry = await restore({ ...more, dryRun: true })
      expect(dry).toMatchObject({ status: 409, body: { type: 'urn:annals:problem:not-captured', rule } })
      expect((await restore(more)).body.rule).toEqual(dry.body.rule)
    }
    const kept = { verb: 'post.corrected' }
    const dry = await restore({ ...kept, dryRun: true })
    expect(dry).toMatchObject({ status: 200, body: { dryRun: true, version: 1 } })
    expect(await restore(kept)).toMatchObject({ status: 201, body: { version: 2, changes: dry.body.changes } })
  })

  test('may be a verb that is chosen by what is there', async () => {
    await setRules({ verbs: { exclude: ['post.updated'] } })
    const put = async (n: number) => bodyOf(await server.send('PUT', '/v1/subjects/post/1', { state: { n }, actor }))
    expect(await put(1)).toMatchObject({ version: 0 })
    expect(await put(2)).toMatchObject({ captured: false, rule: { pattern: 'post.updated' } })
    expect(await put(1)).toMatchObject({ changed: false, version: 0 })
    const stateEvent = { subject: { type: 'post', id: '1' }, actor, change: { kind: 'state', state: { n: 3 } } }
    expect(JSON.parse((await post(stateEvent)).text)).toMatchObject({ captured: false })
  })

  test('is counted by the list that left it out', async () => {
    await setRules({ verbs: { exclude: ['post.viewed'] }, channels: { include: ['web'] } })
    await post([viewed, { ...viewed, channel: 'web' }, { ...viewed, channel: 'web', verb: 'post.read' }])
    const metrics = parseExposition(await store.annals.metrics())
    const counted = (rule: string) => metrics.value('annals_not_captured_total', { rule })
    expect([counted('channels.include'), counted('verbs.exclude'), counted('verbs.include')]).toEqual([1, 1, 0])
  })

  test('is what was asked for while the rules change: no event is lost that an answer says is stored', async () => {
    const events = Array.from({ length: 200 }, (_, n) => ({ ...viewed, id: uuid(`n${n}`) }))
    const sending = events.map((event, n) =>
      n % 50 === 25 ? setRules(n % 100 === 25 ? { verbs: { exclude: ['post.viewed'] } } : {}) : post(event),
    )
    const answers = await Promise.all(sending)
    const said = answers.flatMap((answer) => ('text' in answer ? [JSON.parse(answer.text) as object] : []))
    const receipts = said.filter((answer) => 'position' in answer)
    expect(said.filter((answer) => 'captured' in answer).length + receipts.length).toBe(said.length)
    await setRules({})
    expect((await stored('&verb=post.viewed')).length).toBe(receipts.length)
  })
})
