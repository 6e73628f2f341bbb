import { CloudEvent, HTTP } from 'cloudevents'
import type { Message } from 'cloudevents'
import express from 'express'
import fc from 'fast-check'
import { v5 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import type { Store } from '../support/open-store.js'
import { openStore } from '../support/open-store.js'
import { uuid } from '../support/uuid.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve } from './support/running-server.js'

/*
 * The requests are those that the `cloudevents` package makes of its own events, and what is stored is held against them.
 */

const namespace = v5('annals:cloudevents', v5.URL)
const structured = { 'content-type': 'application/cloudevents+json' }
const batch = { 'content-type': 'application/cloudevents-batch+json' }

let store: Store
let server: RunningServer
beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  server = await serve(express().use(store.annals.router({ authorize: loopbackAuthorize })))
})
afterAll(() => store.remove())

const post = (body: string | undefined, headers: Record<string, string>, tenant = 'default') =>
  fetch(`${server.url}/v1/events?tenant=${tenant}`, {
    method: 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
  })
/** The package leaves it to its user to encode header values, as the HTTP binding (section 3.1.3.2) wants it. */
const sendMessage = ({ headers, body }: Message, tenant: string) => {
  const encoded = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    name.startsWith('ce-') ? String(value).replace(/[ "%]/g, encodeURIComponent) : String(value),
  ])
  return post(body as string | undefined, Object.fromEntries(encoded), tenant)
}
const storedEvent = async (id: string, tenant = 'default') =>
  bodyOf(await server.get(`/v1/events/${id}?tenant=${tenant}`))
const issuesOf = async (response: Response) => {
  expect(response.status).toBe(400)
  return (await bodyOf(response)).errors
}

const minimal = { specversion: '1.0', id: uuid(1), source: '/shop', type: 'order.paid', subject: 'order/7' }

const slug = (maxLength: number) => fc.stringMatching(/^[a-z][a-z0-9.]*$/).filter((text) => text.length <= maxLength)
const cloudEvents = fc
  .record(
    {
      id: fc.oneof(fc.uuid(), fc.stringMatching(/^[!-~]{1,40}$/)),
      source: fc.webPath().map((path) => `urn:shop${path}`),
      type: slug(60),
      subject: fc.tuple(slug(20), fc.stringMatching(/^[!-~]{1,30}$/)).map(([type, id]) => `${type}/${id}x`),
      time: fc
        .date({ min: new Date('2001-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      data: fc.dictionary(
        slug(8),
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())),
      ),
      actorid: slug(20),
      channel: slug(20),
      transactionid: slug(20),
      someextension: slug(20),
    },
    { requiredKeys: ['id', 'source', 'type', 'subject', 'time', 'data'] },
  )
  .map((attributes) => new CloudEvent<unknown>({ ...attributes, datacontenttype: 'application/json' }))

describe('a CloudEvent of the package', () => {
  test('is one event, in whatever mode it is sent, and nothing of it is lost', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(cloudEvents, async (event) => {
        const tenant = `run-${run++}`
        const first = await sendMessage(HTTP.structured(event), tenant)
        const receipt = await bodyOf(first)
        expect({ status: first.status, receipt }).toMatchObject({ status: 201 })
        const again = await sendMessage(HTTP.binary(event), tenant)
        expect({ status: again.status, body: await bodyOf(again) }).toEqual({
          status: 200,
          body: { ...receipt, duplicate: true },
        })
        const list = JSON.stringify([event])
        expect(HTTP.toEvent({ headers: batch, body: list })).toEqual([event])
        const third = await bodyOf(await post(list, batch, tenant))
        expect(third.items).toEqual([{ ...receipt, duplicate: true }])
        const stored = await storedEvent(String(receipt['id']), tenant)
        const { data: kept, ...fields } = stored as unknown as {
          readonly data: { readonly cloudevent: object; readonly data: unknown }
        } & Record<string, unknown>
        const { data, datacontenttype: _json, ...attributes } = event.toJSON()
        expect(kept).toEqual({ cloudevent: attributes, data: JSON.parse(JSON.stringify(data)) as unknown })
        const [type = ''] = String(event.subject).split('/')
        expect(fields).toMatchObject({
          verb: event.type,
          subject: { type, id: String(event.subject).slice(type.length + 1) },
          occurredAt: new Date(event.time ?? '').toISOString(),
          actor:
            event['actorid'] === undefined
              ? { type: 'service', id: event.source }
              : { type: 'user', id: event['actorid'] },
        })
        expect([fields['channel'], fields['transactionId']]).toEqual([event['channel'], event['transactionid']])
      }),
      { numRuns: 60 },
    )
  })
})

describe('a CloudEvent', () => {
  test('keeps an id that is a UUID; of another one and the source a UUID is made', async () => {
    const own = await bodyOf(await post(JSON.stringify({ ...minimal, id: uuid(2).toUpperCase() }), structured))
    expect(own['id']).toBe(uuid(2))
    const made = await bodyOf(await post(JSON.stringify({ ...minimal, id: 'A-1' }), structured))
    expect(made['id']).toBe(v5('/shop A-1', namespace))
    const other = await bodyOf(await post(JSON.stringify({ ...minimal, id: 'A-1', source: '/crm' }), structured))
    expect(other['id']).toBe(v5('/crm A-1', namespace))
  })

  test('maps its extensions', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const event = {
      ...minimal,
      id: uuid(3),
      subject: 'a/b/c',
      subjecttype: 'file',
      authid: 'svc-1',
      authtype: 'service_account',
      actorname: 'Ada',
      correlationid: 't-9',
      causationid: uuid(1),
      org: 'north',
      reason: 'because',
      outcome: 'failure',
      traceparent,
      count: 5,
      flag: true,
      nothing: null,
      data_base64: 'aGk=',
    }
    expect((await post(JSON.stringify(event), structured)).status).toBe(201)
    const { nothing: _unset, data_base64, ...attributes } = event
    expect(await storedEvent(uuid(3))).toMatchObject({
      subject: { type: 'file', id: 'a/b/c' },
      actor: { type: 'service_account', id: 'svc-1', name: 'Ada' },
      transactionId: 't-9',
      causationId: uuid(1),
      org: 'north',
      reason: 'because',
      outcome: { status: 'failure' },
      context: { traceparent },
      kind: 'activity',
      data: { cloudevent: attributes, data_base64 },
    })
  })

  test('changes the state of its subject where it says so', async () => {
    const at = '/v1/subjects/order/9'
    const of = (n: number, more: object) => JSON.stringify({ ...minimal, id: uuid(n), subject: 'order/9', ...more })
    expect((await post(of(10, { change: 'state', data: { total: 1 } }), structured)).status).toBe(201)
    expect(
      (await post(of(11, { change: 'patch', data: { total: [1, 2] }, expectedversion: 0 }), structured)).status,
    ).toBe(201)
    expect(await bodyOf(await server.get(at))).toMatchObject({ version: 1, state: { total: 2 } })
    const stale = await post(of(12, { change: 'patch', data: { total: [1, 3] } }), structured)
    expect([stale.status, (await bodyOf(stale))['type']]).toEqual([409, 'urn:annals:problem:delta-mismatch'])
    const inHeaders = {
      'ce-specversion': '1.0',
      'ce-id': uuid(13),
      'ce-source': '/shop',
      'ce-type': 'order.gone',
      'ce-subject': 'order/9',
    }
    const gone = await post(undefined, {
      ...inHeaders,
      'ce-change': 'delete',
      'ce-expectedversion': '1',
      'ce-reason': '"caf%C3%A9 \\"x\\""',
    })
    expect(gone.status).toBe(201)
    expect(await bodyOf(await server.get(at))).toMatchObject({ version: 2, state: null, deleted: true })
    expect(await storedEvent(uuid(13))).toMatchObject({ reason: 'café "x"' })
  })

  test('with a key is answered once', async () => {
    const headers = { ...structured, 'idempotency-key': 'ce-1' }
    const body = JSON.stringify({ ...minimal, id: 'keyed' })
    const first = await post(body, headers)
    const again = await post(body, headers)
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true'])
    expect(await bodyOf(again)).toEqual(await bodyOf(first))
  })

  test('of another tenant is 403; an actor of the credential takes the place of its source', async () => {
    expect((await post(JSON.stringify({ ...minimal, tenant: 'acme' }), structured)).status).toBe(403)
    const actor = { type: 'user', id: 'u-1' }
    const router = store.annals.router({
      authorize: () => ({ tenant: 'default', can: ['write', 'impersonate'], actor }),
    })
    const other = await serve(express().use(router))
    const emit = (event: object) => other.send('POST', '/v1/events', event, structured)
    expect((await emit({ ...minimal, id: uuid(20) })).status).toBe(201)
    expect((await emit({ ...minimal, id: uuid(21), actorid: 'u-2' })).status).toBe(201)
    expect((await storedEvent(uuid(20)))['actor']).toEqual(actor)
    expect((await storedEvent(uuid(21)))['actor']).toEqual({ type: 'user', id: 'u-2' })
  })
})

const without = (name: string) => Object.fromEntries(Object.entries(minimal).filter(([key]) => key !== name))

describe('what is wrong with a CloudEvent is told of its attribute', () => {
  test.each<readonly [object, string, RegExp]>([
    [without('specversion'), '/specversion', /is required/],
    [without('id'), '/id', /is required/],
    [without('source'), '/source', /is required/],
    [without('type'), '/type', /is required/],
    [without('subject'), '/subject', /is required, as <type>\/<id>/],
    [{ ...minimal, specversion: '0.3' }, '/specversion', /must be 1.0/],
    [{ ...minimal, id: '' }, '/id', /1 to 4,096 characters/],
    [{ ...minimal, id: 7 }, '/id', /must be a string/],
    [{ ...minimal, source: 'x'.repeat(257) }, '/source', /256 bytes of UTF-8 \(257 given\)/],
    [{ ...minimal, source: 'a b' }, '/source', /URI reference/],
    [{ ...minimal, type: 'order paid' }, '/type', /1 to 128 letters/],
    [{ ...minimal, subject: 'no slash' }, '/subject', /<type>\/<id>/],
    [{ ...minimal, subject: '9/x' }, '/subject', /must be a letter/],
    [{ ...minimal, subject: `order/${'x'.repeat(257)}` }, '/subject', /256 bytes/],
    [{ ...minimal, time: 'yesterday' }, '/time', /RFC 3339/],
    [{ ...minimal, time: '2999-01-01T00:00:00Z' }, '/time', /./],
    [{ ...minimal, actorid: 'x'.repeat(257) }, '/actorid', /256 bytes/],
    [{ ...minimal, channel: 'Web' }, '/channel', /lower-case/],
    [{ ...minimal, transactionid: '' }, '/transactionid', /1 to 4,096/],
    [{ ...minimal, causationid: 'x' }, '/causationid', /must be a UUID/],
    [{ ...minimal, outcome: 'maybe' }, '/outcome', /success or failure/],
    [{ ...minimal, traceparent: 'x'.repeat(129) }, '/traceparent', /128 characters/],
    [{ ...minimal, change: 'merge' }, '/change', /state, patch or delete/],
    [{ ...minimal, change: 'state' }, '/data', /is required/],
    [{ ...minimal, change: 'state', data: null }, '/data', /./],
    [{ ...minimal, change: 'delete', data: 1 }, '/data', /must not be there/],
    [{ ...minimal, change: 'state', data: 1, data_base64: 'eA==' }, '/data_base64', /./],
    [{ ...minimal, data: 'x'.repeat(70_000) }, '/data', /65536 bytes/],
    [{ ...minimal, CamelCase: 'x' }, '/CamelCase', /lower-case/],
    [{ ...minimal, nested: {} }, '/nested', /a string, an integer/],
    [{ ...minimal, big: 2_147_483_648 }, '/big', /32 bits/],
  ])('%#', async (event, field, message) => {
    const issues = await issuesOf(await post(JSON.stringify(event), structured))
    expect(issues).toContainEqual({ field, message: expect.stringMatching(message) as string })
    const inBatch = await bodyOf(await post(JSON.stringify([{ ...minimal, id: 'ok' }, event]), batch))
    const [first] = inBatch.errors
    expect(inBatch['item'] === 1 ? `/1${first?.field ?? ''}` : first?.field).toBe(`/1${issues[0]?.field ?? ''}`)
  })

  test('and of its header', async () => {
    const head = {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/shop',
      'ce-type': 'order.paid',
      'ce-subject': 'order/7',
    }
    const json = { 'content-type': 'application/json' }
    const fields = async (headers: Record<string, string>) =>
      (await issuesOf(await post('{}', { ...json, ...headers }))).map(({ field }) => field)
    expect(await fields({ 'ce-id': '1' })).toEqual(
      ['ce-subject', 'ce-specversion', 'ce-source', 'ce-type'].sort((a, b) =>
        a === 'ce-subject' ? 1 : b === 'ce-subject' ? -1 : 0,
      ),
    )
    expect(await fields({ ...head, 'ce-type': 'a b' })).toEqual(['ce-type'])
    expect(await fields({ ...head, 'ce-reason': '%ff' })).toEqual(['ce-reason'])
    // Sent as they are, the bytes of its UTF-8 would be read as Latin-1.
    expect(await fields({ ...head, 'ce-reason': Buffer.from('Ärger').toString('latin1') })).toEqual(['ce-reason'])
    expect(await fields({ ...head, 'ce-subject': 'order/\u00e9' })).toEqual(['ce-subject'])
    expect(await fields({ ...head, 'ce-data': 'x' })).toEqual(['ce-data'])
    for (const type of ['text/plain', 'application/x-ndjson', 'application/json; charset=latin1']) {
      expect((await post('{}', { ...head, 'content-type': type })).status).toBe(415)
    }
  })

  test('a batch stores all or nothing; an empty one is one; no more than 1,000', async () => {
    const id = v5('/shop never', namespace)
    await issuesOf(await post(JSON.stringify([{ ...minimal, id: 'never' }, {}]), batch))
    expect((await server.get(`/v1/events/${id}`)).status).toBe(404)
    const empty = await post('[]', batch)
    expect([empty.status, await bodyOf(empty)]).toEqual([200, { items: [] }])
    const many = Array.from({ length: 1_001 }, () => minimal)
    expect((await issuesOf(await post(JSON.stringify(many), batch)))[0]?.message).toContain('1000')
    expect((await issuesOf(await post('{}', batch)))[0]?.message).toContain('array')
    expect((await issuesOf(await post('[]', structured)))[0]?.message).toContain('object')
  })
})
