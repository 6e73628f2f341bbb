import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../../src/client/index.js'
import type { EmitInput } from '../../../src/client/index.js'
import { take } from '../../contract/client.contract.js'
import { listen } from '../support/listen.js'
import { serverWithFaults } from '../support/server-with-faults.js'

const actor = { type: 'user', id: 'ada' }
const subject = { type: 'post', id: '42' }
const secret = 'what stays as it is'
const eventOf = (n: number): EmitInput => ({ subject: { type: 'post', id: String(n) }, actor, verb: 'post.viewed' })

describe('what leaves the process', () => {
  test('of a change is the difference alone; what it was follows only where the store has no state', async () => {
    const { client, bodies } = await serverWithFaults()
    const it = client()
    await it.recordChange(subject, { title: 'a', text: secret }, { title: 'b', text: secret }, { actor })
    expect(bodies).toHaveLength(2)
    const [first, second] = bodies as [object, { readonly before?: unknown }]
    expect(first).toMatchObject({ change: { kind: 'patch', delta: { title: ['a', 'b'] } } })
    expect(JSON.stringify(first)).not.toContain(secret)
    expect(second).toEqual({ ...first, before: { title: 'a', text: secret } })
    await it.recordChange(subject, { title: 'b', text: secret }, { title: 'c', text: secret }, { actor })
    await it.recordChange(subject, { text: secret }, { text: secret }, { actor })
    expect(bodies).toHaveLength(3)
    expect(JSON.stringify(bodies[2])).not.toContain(secret)
  })

  test('is matched by the keys that the items of arrays have', async () => {
    const { client, bodies } = await serverWithFaults()
    const keyed = client({ arrayItemKeys: { order: { '/lines': 'sku' } } })
    const lines = [
      { sku: 'a', n: 1 },
      { sku: 'b', n: 2 },
    ]
    await keyed.recordState({ type: 'order', id: '1' }, { lines }, { actor })
    await keyed.recordChange(
      { type: 'order', id: '1' },
      { lines },
      {
        lines: [
          { sku: 'b', n: 2 },
          { sku: 'a', n: 3 },
        ],
      },
      { actor },
    )
    expect(JSON.stringify(bodies[1])).not.toContain('sku')
  })

  test('is a token where there is one, asked for each time, and the tenant that was chosen', async () => {
    const seen: unknown[] = []
    const server = await listen((request, response) => {
      seen.push([request.headers.authorization, request.url])
      response.end('{"items":[],"total":0}')
    })
    onTestFinished(server.close)
    let n = 0
    const client = createClient({ url: server.url, token: () => `token-${++n}`, tenant: 'acme' })
    await client.stats({ limit: 1 })
    await client.stats({ limit: 1 })
    expect(seen).toEqual([
      ['Bearer token-1', '/v1/stats?timeZone=UTC&limit=1&tenant=acme'],
      ['Bearer token-2', '/v1/stats?timeZone=UTC&limit=1&tenant=acme'],
    ])
  })

  test('has ids and times from outside where they are given', async () => {
    const { annals, url } = await serverWithFaults()
    const id = '0190b6a4-5a0e-7c3c-9d5e-2f1f5d8f8a11'
    const client = createClient({ url, clock: { now: () => 0 }, ids: { next: () => id } })
    await client.emit(eventOf(1))
    expect(await annals.event(id)).toMatchObject({ occurredAt: '1970-01-01T00:00:00.000Z' })
  })
})

describe('many at a time', () => {
  test('more than may wait are refused, and those that wait are not', async () => {
    const { client } = await serverWithFaults()
    const it = client({ maxInFlight: 2, maxWaiting: 3 })
    const settled = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => it.emit(eventOf(n))))
    expect(settled.map(({ status }) => status)).toEqual([
      ...Array<string>(5).fill('fulfilled'),
      ...Array<string>(3).fill('rejected'),
    ])
    expect(settled[7]).toMatchObject({ reason: { error: { _tag: 'Overloaded' } } })
    expect(await it.emit(eventOf(9))).toMatchObject({ duplicate: false })
  })

  test('those under way and those that wait end when the client is closed', async () => {
    const silent = await listen((request) => void request.resume())
    onTestFinished(silent.close)
    const client = createClient({ url: silent.url, maxInFlight: 1 })
    const calls = Promise.allSettled([client.emit(eventOf(1)), client.emit(eventOf(2)), take(client.activity())])
    void client.close()
    for (const settled of await calls) expect(settled).toMatchObject({ reason: { error: { _tag: 'Closed' } } })
  })
})

test('the live feed goes on where it was cut, without a gap or a duplicate', async () => {
  let streams = 0
  const { annals, client } = await serverWithFaults((request, response, next) => {
    if (request.path === '/v1/activity/live' && ++streams < 4) {
      let left = 3_000
      const write = response.write.bind(response) as (text: string, flushed?: () => void) => boolean
      response.write = (text: unknown) => {
        const part = String(text).slice(0, left)
        left -= part.length
        return write(part, left === 0 ? () => response.destroy() : undefined)
      }
    }
    next()
  })
  for (let n = 0; n < 40; n++) await annals.emit(eventOf(n) as Parameters<typeof annals.emit>[0])
  const lost: unknown[] = []
  const live = client({ retry: { baseMs: 1 } }).live({ after: '-1', onLost: (error) => lost.push(error) })
  const seen = await take(live, 40)
  expect(seen.map(({ subject }) => subject.id)).toEqual(Array.from({ length: 40 }, (_, n) => String(n)))
  expect(streams).toBeGreaterThan(1)
  expect(lost.length).toBeGreaterThan(0)
})

test('options that make no sense are refused by name', () => {
  const wrong = [
    [{ url: 'annals' }, 'url must be an http or https URL'],
    [{ url: 'http://u:p@h' }, 'url must have no credentials'],
    [{ url: 'http://h', timeoutMs: 0 }, 'timeoutMs must be an integer from 1'],
    [{ url: 'http://h', maxInFlight: 1.5 }, 'maxInFlight must be'],
    [{ url: 'http://h', retry: { attempts: 0 } }, 'retry.attempts must be'],
  ] as const
  for (const [options, message] of wrong) expect(() => createClient(options)).toThrow(message)
})
