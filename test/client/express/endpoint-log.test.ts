import type { ErrorRequestHandler, Express } from 'express'
import { describe, expect, test } from 'vitest'
import type { LogOptions } from '../../../src/client/express/index.js'
import { captureRequests, endpointLog } from '../../../src/client/express/index.js'
import { createClient } from '../../../src/client/index.js'
import { deferred } from '../support/deferred.js'
import { auditedApp as auditedAppOf } from '../support/audited-app.js'
import type { AuditedApp } from '../support/audited-app.js'
import { expressVersions } from '../support/express-versions.js'

const ada = { type: 'user', id: 'ada' }

describe.each(expressVersions)('with Express $version', ({ version, express }) => {
  const auditedApp = (build: Parameters<typeof auditedAppOf>[0]): Promise<AuditedApp> => auditedAppOf(build, express)

  /** An app that captures, logs and answers errors in its own words. */
  const loggedApp = (options: Partial<LogOptions>, build: (app: Express, audited: AuditedApp) => void) =>
    auditedApp((app, audited) => {
      const log = endpointLog({ emitter: audited.emitter, onError: audited.onError, service: 'shop', ...options })
      app.use(captureRequests({ actor: () => ada, onError: audited.onError }))
      app.use(log.requests, express.json({ limit: '2mb' }))
      build(app, audited)
      app.use(log.errors)
      app.use(((error: Error & { status?: number }, _request, response, _next) => {
        response.status(error.status ?? 500).json({ error: 'sorry' })
      }) as ErrorRequestHandler)
    })

  const post = (url: string, body: object): Promise<Response> =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  describe('an endpoint’s record', () => {
    test('says what was served, to whom, how it ended and how long it took', async () => {
      const { url, stored } = await loggedApp({}, (app) => {
        app.get('/orders/:id', (_request, response) => void response.json({ secret: 'x' }))
      })
      const before = Date.now()
      await fetch(`${url}/orders/7?token=abc`)
      const [event] = await stored(1)
      expect(event).toMatchObject({
        subject: { type: 'endpoint', id: 'GET /orders/:id' },
        verb: 'call.served',
        actor: ada,
        outcome: { status: 'success' },
        kind: 'activity',
        context: { entryPoint: 'http', method: 'GET', route: '/orders/:id', ip: '127.0.0.1' },
      })
      const { durationMs, ...call } = event?.call ?? {}
      expect(call).toEqual({
        direction: 'in',
        service: 'shop',
        operation: '/orders/:id',
        method: 'GET',
        statusCode: 200,
      })
      const startedAt = Date.parse(event?.occurredAt ?? '')
      expect(startedAt).toBeGreaterThanOrEqual(before)
      expect(startedAt + (durationMs ?? Infinity)).toBeLessThan(Date.now() + 1)
    })

    test('has the parameters and the part of the result that were chosen, redacted', async () => {
      const choices: Partial<LogOptions> = {
        parameters: {
          params: ['id'],
          query: ['page', 'access_token', 'missing'],
          body: ['total', '/card/holder', 'customer', '/password'],
          headers: ['X-Client', 'Authorization'],
        },
        result: ['id', 'receipt'],
        redact: { keys: ['nick-name'], paths: ['/body/customer/tags/*/note', '/receipt/lines'] },
        subject: (request) => ({ type: 'order', id: (request.params as { id: string }).id }),
        verb: 'order.paid',
      }
      const { url, stored } = await loggedApp(choices, (app) => {
        app.post('/orders/:id', (_request, response) => {
          response.json({ id: 7, other: 1, receipt: { lines: [1], sessionId: 's', total: 3 } })
        })
      })
      const customer = { name: 'Ada', Nick_Name: 'A', 'API-Key': 'k', tags: [{ note: 'n', t: 1 }], refreshToken: 'r' }
      const body = { total: 3, card: { holder: 'Ada', number: '4111' }, customer, password: 'p', unchosen: 1 }
      await fetch(`${url}/orders/7?page=2&access_token=abc&other=1`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-client': 'c', authorization: 'Bearer t' },
        body: JSON.stringify(body),
      })
      const [event] = await stored(1)
      expect(event).toMatchObject({ subject: { type: 'order', id: '7' }, verb: 'order.paid' })
      expect(event?.call?.parameters).toEqual({
        params: { id: '7' },
        query: { page: '2', access_token: '[redacted]' },
        body: {
          total: 3,
          '/card/holder': 'Ada',
          customer: {
            name: 'Ada',
            Nick_Name: '[redacted]',
            'API-Key': '[redacted]',
            tags: [{ note: '[redacted]', t: 1 }],
            refreshToken: '[redacted]',
          },
          password: '[redacted]',
        },
        headers: { 'x-client': 'c', authorization: '[redacted]' },
      })
      expect(event?.call?.result).toEqual({
        id: 7,
        receipt: { lines: '[redacted]', sessionId: '[redacted]', total: 3 },
      })
    })

    test('of a body or an answer of a megabyte is cut, and stored', async () => {
      const { url, stored } = await loggedApp({ parameters: { body: ['text', 'list'] }, result: true }, (app) => {
        app.post('/', (_request, response) => void response.json(Array.from({ length: 100_000 }, (_, n) => ({ n }))))
      })
      const answer = await post(url, {
        text: 'ü'.repeat(500_000),
        list: Array.from({ length: 50_000 }, (_, n) => String(n)),
      })
      expect(((await answer.json()) as unknown[]).length).toBe(100_000)
      const [event] = await stored(1)
      const { parameters, result } = event?.call ?? {}
      expect(JSON.stringify(parameters)).toMatch(/ü…","list":\["0","1",.*"\[cut\]"\]/)
      expect(Buffer.byteLength(JSON.stringify(parameters))).toBeLessThan(9_000)
      expect(JSON.stringify(result)).toMatch(/^\[\{"n":0\},.*"?\[cut\]"?.*\]$/)
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(9_000)
    })
  })

  describe('a failure', () => {
    test('has its status; what was thrown, too, where that was chosen', async () => {
      const { url, stored } = await loggedApp({ error: true }, (app) => {
        const noOrder = Object.assign(new TypeError('no order at https://u:p@db/x?y'), { code: 'E_ORDER', status: 503 })
        app.get('/thrown/:id', async (_request, _response, next) => {
          await Promise.resolve()
          // Express 4 does not hear of what an async handler throws.
          if (version === 4) next(noOrder)
          else throw noOrder
        })
        app.get('/odd', () => {
          throw 'only a text' as unknown as Error
        })
        app.get('/refused', (_request, response) => void response.status(422).end())
      })
      for (const path of ['/thrown/1', '/odd', '/refused', '/nowhere/ada']) await fetch(url + path)
      const events = await stored(4)
      expect(events.map(({ call, outcome }) => [call?.operation, call?.statusCode, outcome])).toEqual([
        [
          '/thrown/:id',
          503,
          { status: 'failure', error: { type: 'TypeError', code: 'E_ORDER', message: 'no order at [url]' } },
        ],
        ['/odd', 500, { status: 'failure', error: { code: '500', message: 'only a text' } }],
        ['/refused', 422, { status: 'failure', error: { code: '422', message: 'HTTP 422' } }],
        ['(no route)', 404, { status: 'failure', error: { code: '404', message: 'HTTP 404' } }],
      ])
    })

    test('thrown in a router keeps the pattern and the parameters of its route', async () => {
      const { url, stored } = await loggedApp({ parameters: { params: ['id'] } }, (app) => {
        const orders = express.Router()
        orders.get('/:id', () => {
          throw new Error('what nobody chose to record')
        })
        app.use('/shops/:shop/orders', orders)
      })
      await fetch(`${url}/shops/ada/orders/7`)
      const [event] = await stored(1)
      expect(event?.call).toMatchObject({ operation: '/shops/:shop/orders/:id', parameters: { params: { id: '7' } } })
      expect(event?.context?.route).toBe('/shops/:shop/orders/:id')
      expect(JSON.stringify(event)).not.toContain('nobody chose')
    })

    test('by the client’s going away is recorded when that happens', async () => {
      const leaving = new AbortController()
      const { url, stored } = await loggedApp({}, (app) => {
        app.get('/slow', () => leaving.abort())
        app.get('/broken-off', (_request, response) => {
          response.write('a')
          response.socket?.destroy()
        })
      })
      await expect(fetch(`${url}/slow`, { signal: leaving.signal })).rejects.toThrow()
      await expect(fetch(`${url}/broken-off`).then((response) => response.text())).rejects.toThrow()
      const [slow, broken] = await stored(2)
      expect(slow?.call).not.toHaveProperty('statusCode')
      expect(slow?.outcome).toMatchObject({ status: 'failure', error: { type: 'Aborted' } })
      expect(broken).toMatchObject({
        call: { statusCode: 200 },
        outcome: { status: 'failure', error: { code: '200' } },
      })
    })
  })

  describe('what is recorded', () => {
    test('is chosen by route, method, status or a function', async () => {
      const choices: Partial<LogOptions> = {
        only: [{ routes: ['/orders/*'] }, { statuses: ['4xx', 503] }],
        except: [
          { routes: ['/orders/:id'], methods: ['get'] },
          { when: (request) => request.headers['x-quiet'] === '1' },
        ],
      }
      const { url, stored } = await loggedApp(choices, (app) => {
        app.all('/orders/:id', (_request, response) => void response.end())
        app.get('/orders/:id/lines', (_request, response) => void response.end())
        app.get('/health/:status', (request, response) => void response.status(Number(request.params.status)).end())
      })
      await fetch(`${url}/orders/1/lines`, { headers: { 'x-quiet': '1' } })
      for (const path of ['/orders/1', '/health/200', '/health/503', '/health/500', '/health/404'])
        await fetch(url + path)
      await fetch(`${url}/orders/1`, { method: 'DELETE' })
      await fetch(`${url}/orders/1/lines`)
      const events = await stored(4)
      expect(events.map(({ subject, call }) => `${subject.id} ${call?.statusCode}`).sort()).toEqual([
        'DELETE /orders/:id 200',
        'GET /health/:status 404',
        'GET /health/:status 503',
        'GET /orders/:id/lines 200',
      ])
    })

    test('may be chosen for one route alone, and for one otherwise than for all: once for each request', async () => {
      const { url, stored } = await loggedApp({ except: { routes: ['/quiet'] } }, (app, { emitter, onError }) => {
        const log = endpointLog({ emitter, onError, service: 'payments', only: { methods: ['PUT'] } })
        const loud = log.route({ verb: 'payment.asked', only: { methods: ['GET'] }, result: true })
        app.get('/quiet', loud, log.route({ verb: 'payment.told', only: undefined, result: ['ok'] }), (_, response) => {
          response.json({ ok: true, more: 1 })
        })
      })
      await fetch(`${url}/quiet`)
      const events = await stored(1)
      expect(events).toMatchObject([{ verb: 'payment.told', call: { service: 'payments', result: { ok: true } } }])
    })

    test('is told as anonymous where nobody is known', async () => {
      const { url, stored } = await auditedApp((app, { emitter, onError }) => {
        app.use(endpointLog({ emitter, onError, service: 'shop' }).requests)
        app.get('/', (_request, response) => void response.end())
      })
      await fetch(url)
      const [event] = await stored(1)
      expect(event).toMatchObject({ actor: { type: 'anonymous', id: 'anonymous' }, subject: { id: 'GET /' } })
      expect(event).not.toHaveProperty('context')
    })

    test('options that make no sense are refused', () => {
      const make = (options: object) => () =>
        endpointLog({ emitter: { emit: () => Promise.resolve() }, onError: () => undefined, service: 's', ...options })
      expect(make({ only: { paths: ['/'] } })).toThrow(/paths is not one of/)
      expect(make({ verb: 'a b' })).toThrow(/verb/)
      expect(make({ maxValueBytes: 10 })).toThrow(/maxValueBytes/)
      expect(make({ redact: { paths: ['body'] } })).toThrow(/JSON Pointer/)
      expect(make({ anonymous: { type: 'user', id: '' } })).toThrow(/actor\/id/)
    })
  })

  describe('the request never hears of it', () => {
    test('when the store is down: what a client takes for later waits there', async () => {
      const away = createClient({ url: 'http://127.0.0.1:1', delivery: { bufferEvents: 2 } })
      const { promise: told, resolve } = deferred()
      const { url } = await auditedApp((app) => {
        app.use(endpointLog({ emitter: away, onError: resolve, service: 'shop' }).requests)
        app.get('/', (_request, response) => void response.json(away.backlog()))
      })
      for (let n = 0; n < 3; n += 1) await fetch(url)
      expect(await told).toMatchObject({ error: { _tag: 'BufferFull' } })
      expect(await (await fetch(url)).json()).toMatchObject({ buffered: 2, delivered: 0 })
      expect(await away.close({ limitMs: 0 })).toMatchObject({ lost: 2 })
    })

    test('when the store is down: each failure of an emitter that waits for it is told and counted', async () => {
      const { emit } = createClient({ url: 'http://127.0.0.1:1', retry: { attempts: 1 } })
      const away = { emit }
      const { promise: told, resolve } = deferred()
      const { url } = await auditedApp((app) => {
        const log = endpointLog({ emitter: away, onError: resolve, service: 'shop' })
        app.use(log.requests)
        app.get('/', (_request, response) => void response.json(log.counts()))
      })
      expect(await (await fetch(url)).json()).toEqual({ sent: 0, failed: 0, pending: 0 })
      expect(await told).toMatchObject({ error: { _tag: 'Unreachable' } })
      expect(await (await fetch(url)).json()).toMatchObject({ sent: 0, failed: 1 })
    })

    test('when more waits than may: what is beyond is told as Overloaded', async () => {
      const errors: unknown[] = []
      const { url } = await auditedApp((app) => {
        const emitter = { emit: () => new Promise(() => undefined) }
        const log = endpointLog({
          emitter,
          maxPending: 2,
          onError: (error) => void errors.push(error),
          service: 'shop',
        })
        app.get('/counts', (_request, response) => void response.json(log.counts()))
        app.get('/', log.requests, (_request, response) => void response.end())
      })
      for (let n = 0; n < 5; n++) await fetch(url)
      expect(await (await fetch(`${url}/counts`)).json()).toEqual({ sent: 0, failed: 3, pending: 2 })
      expect(errors).toMatchObject(Array(3).fill({ error: { _tag: 'Overloaded' } }))
    })

    test('when a function of the options, the emitter or the callback throws', async () => {
      const broken = (): never => {
        throw new Error('broken')
      }
      const { promise, resolve } = deferred()
      const { url } = await auditedApp((app, { emitter }) => {
        const all = { service: 'shop', emitter, onError: broken }
        app.use(endpointLog({ ...all, subject: broken, onError: resolve }).requests)
        app.use(endpointLog({ ...all, only: { when: broken } }).requests)
        app.use(endpointLog({ ...all, emitter: { emit: broken } }).requests)
        app.use(endpointLog({ ...all, subject: () => ({ type: '7', id: '' }) }).requests)
        app.get('/', (_request, response) => void response.end('fine'))
      })
      expect(await (await fetch(url)).text()).toBe('fine')
      expect(await promise).toMatchObject({ message: 'broken' })
    })

    test('an emitter with `emitSoon` is asked that way', async () => {
      const soon: unknown[] = []
      const { promise, resolve } = deferred()
      const { url } = await auditedApp((app) => {
        const emitter = {
          emit: () => Promise.reject(new Error('not this way')),
          emitSoon: (event: object) => (soon.push(event) === 2 ? resolve(undefined) : undefined),
        }
        app.use(endpointLog({ emitter, onError: resolve, service: 'shop' }).requests)
        app.get('/', (_request, response) => void response.end())
      })
      await fetch(url)
      await fetch(url)
      expect(await promise).toBeUndefined()
      expect(soon).toHaveLength(2)
    })
  })
})
