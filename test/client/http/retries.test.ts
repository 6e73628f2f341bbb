import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../../src/client/index.js'
import { take } from '../../contract/client.contract.js'
import { listen } from '../../support/listen.js'
import { answering, losingAnswers, serverWithFaults } from '../support/server-with-faults.js'

const actor = { type: 'user', id: 'ada' }
const subject = { type: 'post', id: '42' }
const event = { subject, actor, verb: 'post.viewed' }
const text = { 'content-type': 'text/plain' }

describe('an answer that is lost', () => {
  test('is asked for again with the same id: stored once', async () => {
    const { annals, client, bodies, pauses } = await serverWithFaults(losingAnswers(3))
    const receipt = await client().emit(event)
    expect(receipt).toMatchObject({ duplicate: true, revision: 0 })
    expect(bodies).toHaveLength(4)
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    expect((await annals.history(subject, { include: 'all' })).items).toHaveLength(1)
    // Half of at most 200, 400 and 800 ms.
    expect(pauses).toEqual([100, 200, 400])
  })

  test('of every write: an array, a state, a change, a restore', async () => {
    let requests = 0
    const { annals, client } = await serverWithFaults((request, response, next) => {
      if (request.method !== 'GET' && requests++ % 2 === 0) response.writeHead = () => response.destroy() as never
      next()
    })
    const it = client()
    await it.emitMany([event, event])
    await it.recordState(subject, { n: 1 }, { actor })
    await it.recordChange(subject, { n: 1 }, { n: 2 }, { actor })
    expect(await it.restore(subject, { version: 0, actor })).toMatchObject({
      restoredFrom: { version: 0 },
      duplicate: true,
    })
    const { items } = await annals.history(subject, { include: 'all' })
    expect(items.map(({ verb }) => verb).sort()).toEqual([
      'post.created',
      'post.restored',
      'post.updated',
      'post.viewed',
      'post.viewed',
    ])
  })

  test('is given up after so many attempts, saying how often and why', async () => {
    const { client, bodies } = await serverWithFaults(losingAnswers(100))
    const id = '0190b6a4-5a0e-7c3c-9d5e-2f1f5d8f8a11'
    await expect(client({ retry: { attempts: 3 } }).emit({ ...event, id })).rejects.toMatchObject({
      id,
      error: { _tag: 'Unreachable', attempts: 3, reason: expect.stringMatching(/./) as string },
    })
    expect(bodies).toHaveLength(3)
  })
})

describe('a store that does not answer for now', () => {
  test.each([408, 425, 429, 502, 503, 504])('with status %d is asked again', async (status) => {
    const { client } = await serverWithFaults(answering(2, status, text, 'later'))
    expect(await client().emit(event)).toMatchObject({ duplicate: false })
  })

  test('is given the time that it asks for, in seconds or as a date, and a little more', async () => {
    const seconds = await serverWithFaults(answering(1, 503, { 'retry-after': '7' }))
    await seconds.client().emit(event)
    expect(seconds.pauses).toEqual([7_100])
    const date = await serverWithFaults(answering(1, 429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }))
    const clock = { now: () => Date.parse('2026-01-01T00:00:00Z') }
    await date.client({ clock }).emit(event)
    expect(date.pauses).toEqual([9_100])
  })

  test('is not waited for where it asks for too long', async () => {
    const { client, pauses } = await serverWithFaults(answering(1, 503, { 'retry-after': '61' }, 'busy'))
    await expect(client().emit(event)).rejects.toMatchObject({ error: { _tag: 'UnexpectedAnswer', status: 503 } })
    expect(pauses).toEqual([])
  })

  test('tells why in the end', async () => {
    const problem = JSON.stringify({
      type: 'urn:annals:problem:overloaded',
      detail: 'Nothing was taken: 9 wait.',
      status: 503,
      retryAfter: 2,
    })
    const { client } = await serverWithFaults(answering(9, 503, { 'retry-after': '2' }, problem))
    await expect(client({ retry: { attempts: 2 } }).emit(event)).rejects.toMatchObject({
      error: { _tag: 'Overloaded', reason: '9 wait', retryAfterSeconds: 2 },
    })
  })

  test('that never answers is cut off after the time for one attempt', async () => {
    const silent = await listen((request) => void request.resume())
    onTestFinished(silent.close)
    const client = createClient({ url: silent.url, timeoutMs: 50, retry: { attempts: 2, baseMs: 1 } })
    await expect(client.emit(event)).rejects.toMatchObject({
      error: { _tag: 'Unreachable', attempts: 2, reason: 'no answer within 50 ms' },
    })
  })

  test('that is not there at all', async () => {
    const gone = await listen((_request, response) => void response.end())
    await gone.close()
    const client = createClient({ url: gone.url, retry: { attempts: 2, baseMs: 1 } })
    await expect(client.emit(event)).rejects.toMatchObject({ error: { _tag: 'Unreachable', reason: 'ECONNREFUSED' } })
    await expect(take(client.live())).rejects.toMatchObject({
      error: { _tag: 'Unreachable', reason: 'ECONNREFUSED', attempts: 2 },
    })
  })

  test('at first is waited for by the live feed, too', async () => {
    const { annals, client, pauses } = await serverWithFaults(answering(3, 503, text, 'later'))
    const lost: unknown[] = []
    await annals.emit(event)
    const live = client().live({ after: '-1', onLost: (error) => void lost.push(error) })
    expect(await take(live, 1)).toMatchObject([{ verb: event.verb }])
    expect(pauses).toEqual([150, 300, 600])
    expect(lost).toHaveLength(1)
  })
})

describe('what another attempt would not change', () => {
  test('is told at once', async () => {
    const { client, bodies, pauses } = await serverWithFaults()
    const it = client()
    await it.recordState(subject, { n: 1 }, { actor })
    const calls = [
      it.recordChange(subject, { n: 5 }, { n: 6 }, { actor }),
      it.recordState(subject, 1, { actor, expectedVersion: 7 }),
      it.stateAt({ type: 'post', id: 'none' }),
    ]
    const tags = (await Promise.allSettled(calls)).map((settled) =>
      settled.status === 'rejected' ? (settled.reason as { error: { _tag: string } }).error._tag : 'stored',
    )
    expect(tags).toEqual(['DeltaMismatch', 'VersionConflict', 'SubjectNotFound'])
    expect(pauses).toEqual([])
    expect(bodies).toHaveLength(4)
  })

  test.each([
    ['an internal error', 500, '{"type":"urn:annals:problem:internal","title":"Internal error"}', 'internal'],
    ['a page of another service', 200, '<html>hello</html>', 'not a JSON object'],
    ['a redirect to a login', 403, '<html>sign in</html>', 'not a problem detail'],
  ])('%s', async (_what, status, body, said) => {
    const { client, pauses } = await serverWithFaults(answering(1, status, text, body))
    await expect(client().emit(event)).rejects.toMatchObject({
      error: { _tag: 'UnexpectedAnswer', status, detail: expect.stringContaining(said) as string },
    })
    expect(pauses).toEqual([])
  })

  test('an answer without end', async () => {
    const endless = await listen((_request, response) => {
      const more = (): void => {
        if (response.write('x'.repeat(65_536))) setImmediate(more)
        else response.once('drain', more)
      }
      response.on('error', () => undefined)
      more()
    })
    onTestFinished(endless.close)
    const client = createClient({ url: endless.url, maxAnswerBytes: 1_000_000 })
    await expect(client.stats()).rejects.toThrow('larger than 1000000 bytes')
  })
})
