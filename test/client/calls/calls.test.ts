import { Readable } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CallRecorderOptions, OutboundOptions } from '../../../src/client/index.js'
import { createCallRecorder, withActor, withContext, withTransaction } from '../../../src/client/index.js'
import { Agent, getGlobalDispatcher, request, setGlobalDispatcher, fetch as undiciFetch } from 'undici'
import { recordDispatches } from '../../../src/client/undici/index.js'
import type { StoredEvent } from '../../../src/domain/event.js'
import { take } from '../../contract/client.contract.js'
import { listen } from '../../support/listen.js'
import { answering, serverWithFaults } from '../support/server-with-faults.js'
import { waitingEmitter } from '../support/waiting-emitter.js'

const ada = { type: 'user', id: 'ada' }
const shop = { type: 'service', id: 'shop' }

const recording = async (options: Partial<CallRecorderOptions> = {}) => {
  const { client } = await serverWithFaults()
  const audit = client()
  const emitter = waitingEmitter(audit)
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const stored = async (count: number): Promise<readonly StoredEvent[]> => {
    await emitter.given(count)
    const events = await take(
      audit.activity({ kind: 'activity', sort: 'position', order: 'asc', after: String(count - 1) }),
    )
    expect([events.length, errors]).toEqual([count, []])
    return events
  }
  return { audit, errors, stored, recorder: createCallRecorder({ emitter, onError, actor: shop, ...options }) }
}

describe('recordCall', () => {
  test('keeps a call with the context and the transaction that it was made in', async () => {
    const { recorder, stored } = await recording()
    const receipt = await withContext({ actor: ada, channel: 'web' }, () =>
      withTransaction('t-1', () =>
        recorder.recordCall({
          service: 'payments',
          operation: 'charge',
          method: 'POST',
          statusCode: 201,
          durationMs: 842.12345,
          startedAt: Date.parse('2026-01-02T03:04:05.678Z'),
          parameters: { amount: 3, cardNumber: '4111', when: new Date(0), odd: [undefined, NaN, 2n, () => 1] },
          result: 'ok',
        }),
      ),
    )
    expect(receipt).toMatchObject({ duplicate: false })
    const [event] = await stored(1)
    expect(event).toMatchObject({
      subject: { type: 'service', id: 'payments' },
      verb: 'call.made',
      actor: ada,
      channel: 'web',
      transactionId: 't-1',
      occurredAt: '2026-01-02T03:04:05.678Z',
      outcome: { status: 'success' },
      call: {
        direction: 'out',
        service: 'payments',
        operation: 'charge',
        method: 'POST',
        statusCode: 201,
        durationMs: 842.123,
        parameters: {
          amount: 3,
          cardNumber: '[redacted]',
          when: '1970-01-01T00:00:00.000Z',
          odd: [null, 'NaN', '2', null],
        },
        result: 'ok',
      },
    })
  })

  test('rejects as emit does where the event cannot be', async () => {
    const { recorder } = await recording()
    const wrong = { service: 's', operation: 'o', subject: { type: '7', id: '' } }
    await expect(recorder.recordCall(wrong)).rejects.toMatchObject({ error: { _tag: 'InvalidInput' } })
  })
})

describe('an audited function', () => {
  test('is called as before: this, arguments, answer and type', async () => {
    const { recorder, stored } = await recording()
    async function charge(this: { currency: string }, amount: number, card: { number: string }) {
      await Promise.resolve()
      card.number = 'changed'
      return { text: `${amount} ${this.currency}`, token: 't' }
    }
    const till = { currency: 'EUR', charge: recorder.audited(charge, { service: 'till' }) }
    const chosen = recorder.audited(charge, {
      service: 'till',
      verb: 'till.charged',
      parameters: (amount, card) => ({ amount, card }),
      result: (answer) => answer,
    })
    expect(chosen.name).toBe('charge')
    expect(chosen.length).toBe(2)
    expect((await till.charge(3, { number: '4111' })).text).toBe('3 EUR')
    expect(await withActor(ada, () => chosen.call({ currency: 'USD' }, 4, { number: 'as it was' }))).toMatchObject({
      text: '4 USD',
    })
    const [first, second] = await stored(2)
    expect(first).toMatchObject({ actor: shop, call: { service: 'till', operation: 'charge' } })
    expect(first?.call).not.toHaveProperty('parameters')
    expect(second).toMatchObject({
      verb: 'till.charged',
      actor: ada,
      call: {
        parameters: { amount: 4, card: { number: 'as it was' } },
        result: { text: '4 USD', token: '[redacted]' },
      },
    })
    expect(second?.call?.durationMs).toBeGreaterThanOrEqual(0)
  })

  test('throws what it throws, the very thing, now or later', async () => {
    const { recorder, stored } = await recording()
    const broken = Object.assign(new RangeError('too much'), { code: 'E_MUCH' })
    const fail = (): never => {
      throw broken
    }
    const now = recorder.audited(fail, { service: 's' })
    const later = recorder.audited(async () => Promise.resolve().then(fail), { service: 's', operation: 'later' })
    const nothing = recorder.audited(() => Promise.reject(undefined as unknown as Error), {
      service: 's',
      operation: 'nothing',
    })
    expect(now).toThrow(broken)
    await expect(later()).rejects.toBe(broken)
    await expect(nothing()).rejects.toBeUndefined()
    const events = await stored(3)
    const failure = { status: 'failure', error: { type: 'RangeError', code: 'E_MUCH', message: 'too much' } }
    expect(events.map(({ outcome, call }) => [call?.operation, outcome])).toEqual([
      ['fail', failure],
      ['later', failure],
      ['nothing', { status: 'failure', error: { message: 'undefined' } }],
    ])
  })

  test('gives back what is no promise untouched: a query that begins when it is awaited begins once', async () => {
    const { recorder, stored } = await recording()
    let begun = 0
    const query = { then: (done: (rows: number) => void) => done(++begun) }
    const stream = Readable.from(['a'])
    expect(recorder.audited(() => query, { service: 'db', operation: 'query' })()).toBe(query)
    expect(recorder.audited(() => stream, { service: 'db', operation: 'stream' })()).toBe(stream)
    expect(begun).toBe(0)
    expect(await query).toBe(1)
    expect(await stream.toArray()).toEqual(['a'])
    expect((await stored(2)).map(({ outcome }) => outcome.status)).toEqual(['success', 'success'])
  })

  test('works where what is chosen of it throws: that is told, and the call is recorded without', async () => {
    const { recorder, errors } = await recording()
    const oops = (): never => {
      throw new Error('oops')
    }
    expect(recorder.audited(() => 7, { service: 's', operation: 'o', parameters: oops, result: oops })()).toBe(7)
    expect(errors).toMatchObject([{ message: 'oops' }, { message: 'oops' }])
  })

  test('works where the store is away: that is told and counted', async () => {
    const { recorder, errors } = await recording({ emitter: { emit: () => Promise.reject(new Error('away')) } })
    expect(await recorder.audited(async () => Promise.resolve(7), { service: 's', operation: 'o' })()).toBe(7)
    await recorder.settled()
    expect(errors).toMatchObject([{ message: 'away' }])
    expect(recorder.counts()).toEqual({ sent: 0, failed: 1, pending: 0 })
  })
})

/** A service: `/slow` answers in two parts, `/cut` breaks off, `/echo` answers its headers. */
const service = async (): Promise<string> => {
  const server = await listen((incoming, response) => {
    const path = incoming.url?.split('?')[0]
    if (path === '/cut') {
      response.write('part')
      setImmediate(() => response.destroy())
    } else if (path === '/echo') response.end(JSON.stringify(incoming.headers))
    else if (path === '/body') incoming.pipe(response)
    else response.writeHead(path === '/teapot' ? 418 : 200).end('fine')
  })
  onTestFinished(server.close)
  return server.url
}

/** The same of `fetch` and of undici. */
describe.each([
  [
    'auditedFetch',
    (recorder: ReturnType<typeof createCallRecorder>, options: OutboundOptions) => recorder.auditedFetch(options),
  ],
  [
    'undici’s interceptor',
    (recorder: ReturnType<typeof createCallRecorder>, options: OutboundOptions) => {
      const dispatcher = new Agent().compose(recordDispatches(recorder, options))
      onTestFinished(() => dispatcher.close())
      return ((input: string, init?: object) => undiciFetch(input, { ...init, dispatcher })) as unknown as typeof fetch
    },
  ],
] as const)('%s', (_, make) => {
  test('records service, operation, method, status, duration; no query, no credentials', async () => {
    const { recorder, stored } = await recording()
    const url = await service()
    const get = make(recorder, {})
    await withActor(ada, () =>
      withTransaction('t-1', async () => {
        const response = await get(`${url}/v1/transfer?card=4111#part`, { headers: { authorization: 'Bearer secret' } })
        expect(await response.text()).toBe('fine')
        expect((await get(`${url}/teapot`, { method: 'post', body: 'secret' })).status).toBe(418)
      }),
    )
    const [first, second] = await stored(2)
    expect(first).toMatchObject({
      subject: { type: 'service', id: new URL(url).host },
      verb: 'call.made',
      actor: ada,
      transactionId: 't-1',
      outcome: { status: 'success' },
      call: { direction: 'out', service: new URL(url).host, operation: '/v1/transfer', method: 'GET', statusCode: 200 },
    })
    expect(first?.call?.durationMs).toBeGreaterThan(0)
    expect(second).toMatchObject({
      outcome: { status: 'failure', error: { code: '418' } },
      call: { method: 'POST', statusCode: 418 },
    })
    expect(JSON.stringify([first, second])).not.toMatch(/secret|4111|part/)
  })

  test('is told what a request is by options and by a function of it', async () => {
    const { recorder, stored } = await recording()
    const url = await service()
    const get = make(recorder, {
      service: 'payments',
      verb: 'payment.called',
      query: ['page', 'token', 'none'],
      except: ({ path }) => path === '/health',
      describe: ({ path, method }) => ({
        operation: path.replace(/\d+/, ':id'),
        subject: { type: 'payment', id: method },
      }),
    })
    await get(`${url}/health`)
    await get(`${url}/payments/42?page=1&page=2&token=abc&other=1`)
    const [event] = await stored(1)
    expect(event).toMatchObject({ verb: 'payment.called', subject: { type: 'payment', id: 'GET' } })
    expect(event?.call).toMatchObject({
      service: 'payments',
      operation: '/payments/:id',
      parameters: { query: { page: ['1', '2'], token: '[redacted]' } },
    })
  })

  test('passes bodies on, in both directions', async () => {
    const { recorder, stored } = await recording()
    const get = make(recorder, {})
    const body = 'ü'.repeat(100_000)
    expect(await (await get(`${await service()}/body`, { method: 'POST', body })).text()).toBe(body)
    await stored(1)
  })

  test('records what fails, and fails the same', async () => {
    const { recorder, stored } = await recording()
    const get = make(recorder, { service: 'away' })
    const gone = await listen(() => undefined)
    await gone.close()
    await expect(get(`${gone.url}/a?b=secret`)).rejects.toThrow(TypeError)
    const [event] = await stored(1)
    expect(event?.outcome).toMatchObject({ status: 'failure', error: { code: 'ECONNREFUSED' } })
    expect(event?.call).not.toHaveProperty('statusCode')
    expect(JSON.stringify(event)).not.toContain('secret')
  })

  test('sends the context’s traceparent along where that is asked for, and leaves one that is there', async () => {
    const { recorder, stored } = await recording()
    const url = `${await service()}/echo`
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const own = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00'
    const seen: unknown[] = []
    const ask = async (get: typeof fetch, headers: Record<string, string> = {}): Promise<void> =>
      void seen.push(((await (await get(url, { headers })).json()) as { traceparent?: string }).traceparent)
    const plain = make(recorder, {})
    const propagating = make(recorder, { propagate: true })
    await ask(propagating)
    await withContext({ context: { traceparent } }, async () => {
      await ask(plain)
      await ask(propagating, { traceparent: own })
      await ask(propagating, { 'x-other': '1' })
    })
    expect(seen.slice(0, 3)).toEqual([undefined, undefined, own])
    expect(seen[3]).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/)
    await stored(4)
  })
})

describe('auditedFetch', () => {
  test('takes a Request and a URL, and what is no URL fails as ever, unrecorded as a text', async () => {
    const { recorder, stored } = await recording()
    const get = recorder.auditedFetch({ propagate: true })
    const url = await service()
    await get(new Request(`${url}/a`, { method: 'PUT', body: 'x' }))
    await get(new URL(`${url}/b`))
    await expect(get('http//secret:word@h')).rejects.toThrow(TypeError)
    await expect(get('http://secret:word@127.0.0.1/')).rejects.toThrow(TypeError)
    const events = await stored(4)
    expect(events.map(({ call }) => `${call?.method} ${call?.operation}`).sort()).toEqual([
      'GET /',
      'GET /b',
      'GET unknown',
      'PUT /a',
    ])
    expect(JSON.stringify(events)).not.toMatch(/secret|word/)
  })
})

describe('undici’s interceptor', () => {
  test('for a whole process records the application’s calls, not what the client sends to the store', async () => {
    const { audit, recorder, stored } = await recording()
    const before = getGlobalDispatcher()
    setGlobalDispatcher(new Agent().compose(recordDispatches(recorder, { service: 'payments' })))
    onTestFinished(() => setGlobalDispatcher(before))
    const url = await service()
    await audit.recordState({ type: 'post', id: '1' }, {}, { actor: ada })
    await audit.stateAt({ type: 'post', id: '1' })
    await withActor(ada, async () => {
      const { statusCode, body } = await request(`${url}/by-request`, { headers: ['x-a', '1'] })
      expect([statusCode, await body.text()]).toEqual([200, 'fine'])
      expect(await (await fetch(`${url}/by-fetch`)).text()).toBe('fine')
    })
    await recorder.recordCall({ service: 's', operation: 'by hand' })
    const events = await stored(3)
    expect(events.map(({ call }) => call?.operation).sort()).toEqual(['/by-fetch', '/by-request', 'by hand'])
  })

  test('ends a call with its body: what breaks off has failed, though its headers were fine', async () => {
    const { recorder, stored } = await recording()
    const dispatcher = new Agent().compose(recordDispatches(recorder))
    onTestFinished(() => dispatcher.destroy())
    const { body } = await request(`${await service()}/cut`, { dispatcher })
    await expect(body.text()).rejects.toThrow()
    const [event] = await stored(1)
    expect(event).toMatchObject({ call: { statusCode: 200 }, outcome: { status: 'failure' } })
  })
})

test('what a function was given is cut as what is recorded by hand, not twice', async () => {
  const { recorder, stored } = await recording({ maxValueBytes: 64 })
  const list = Array.from({ length: 40 }, (_, n) => ({ name: `number ${n}`, more: [n, [n]] }))
  await recorder.recordCall({ service: 's', operation: 'o', parameters: list })
  const called = recorder.audited((given: unknown) => given, {
    service: 's',
    operation: 'o',
    parameters: (given) => given,
  })
  called(list)
  const [byHand, audited] = await stored(2)
  expect(audited?.call?.parameters).toEqual(byHand?.call?.parameters)
  expect(JSON.stringify(byHand?.call?.parameters)).toContain('[cut]')
})

describe('what nobody waits for', () => {
  test.each([0, 1.5, -1, NaN, Infinity, 1_000_001])('maxPending %s is refused', (maxPending) => {
    const emitter = { emit: () => Promise.resolve() }
    expect(() => createCallRecorder({ emitter, onError: () => undefined, maxPending })).toThrow(
      'maxPending must be an integer from 1 to 1000000',
    )
  })

  test('is under way until the client has room for it, and told where it never has', async () => {
    const { client } = await serverWithFaults(answering(1_000_000, 503))
    const audit = client({ pause: undefined, delivery: { bufferEvents: 1, whenFull: 'wait' } })
    const errors: unknown[] = []
    const recorder = createCallRecorder({ emitter: audit, onError: (error) => void errors.push(error), actor: shop })
    const called = recorder.audited(() => 'done', { service: 's', operation: 'o' })
    for (let n = 0; n < 3; n++) called()
    await expect.poll(() => errors).toMatchObject([{ error: { _tag: 'BufferFull' } }])
    expect(recorder.counts()).toEqual({ sent: 1, failed: 1, pending: 1 })
    await audit.close({ limitMs: 20 })
    await recorder.settled()
    expect(recorder.counts()).toEqual({ sent: 1, failed: 2, pending: 0 })
    expect(errors[1]).toMatchObject({ error: { _tag: 'Closed' } })
  })
})
