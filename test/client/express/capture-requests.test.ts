import { describe, expect, test } from 'vitest'
import type { CaptureOptions } from '../../../src/client/express/index.js'
import { actorFromClaims, actorFromHeader, captureRequests } from '../../../src/client/express/index.js'
import type { AuditContext } from '../../../src/client/index.js'
import { currentContext, withContext } from '../../../src/client/index.js'
import { auditedApp as auditedAppOf } from '../support/audited-app.js'
import type { AuditedApp } from '../support/audited-app.js'
import { expressVersions } from '../support/express-versions.js'
import { rawRequest } from '../support/raw-request.js'

interface Echo {
  readonly context: AuditContext
  readonly response: Response
  readonly errors: readonly unknown[]
}

describe.each(expressVersions)('with Express $version', ({ version, express }) => {
  const auditedApp = (build: Parameters<typeof auditedAppOf>[0]): Promise<AuditedApp> => auditedAppOf(build, express)

  /** What a handler of `GET /posts/:id` finds around it. */
  const echo = async (
    options: Partial<CaptureOptions>,
    headers: Readonly<Record<string, string>> = {},
    path = '/posts/42?secret=1',
  ): Promise<Echo> => {
    const { url, errors } = await echoing(options)
    const response = await fetch(url + path, { headers })
    return { context: (await response.json()) as AuditContext, response, errors }
  }

  const echoing = (options: Partial<CaptureOptions>): Promise<AuditedApp> =>
    auditedApp((app, { onError }) => {
      app.use(captureRequests({ onError, ...options }))
      app.get('/posts/:id', async (_request, response) => {
        await new Promise((resolve) => setImmediate(resolve))
        response.json(currentContext())
      })
    })

  const ada = { type: 'user', id: 'ada' }
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

  describe('the context of a request', () => {
    test('has where it came from, and the pattern of its route instead of its URL', async () => {
      const { context, response } = await echo(
        { actor: () => ({ ...ada, name: 'Ada' }), channel: 'web' },
        { 'user-agent': 'curl/8', 'x-request-id': 'r-1', traceparent },
      )
      expect(context).toEqual({
        actor: { ...ada, name: 'Ada' },
        channel: 'web',
        context: {
          entryPoint: 'http',
          method: 'GET',
          ip: '127.0.0.1',
          userAgent: 'curl/8',
          requestId: 'r-1',
          traceparent,
          route: '/posts/:id',
        },
      })
      expect(response.headers.get('x-request-id')).toBe('r-1')
    })

    test('goes with all that is emitted within', async () => {
      const { url, stored } = await auditedApp((app, { emitter, onError }) => {
        app.use(captureRequests({ actor: async () => Promise.resolve(ada), transaction: 'request', onError }))
        app.post('/posts/:id/views', async (request, response) => {
          const subject = { type: 'post', id: request.params.id }
          await emitter.emit({ subject, verb: 'post.viewed' })
          await withContext({ context: { route: 'of my own' } }, () => emitter.emit({ subject, verb: 'post.read' }))
          response.end()
        })
      })
      await fetch(`${url}/posts/42/views`, { method: 'POST' })
      const [viewed, read] = await stored(2)
      expect(viewed).toMatchObject({ actor: ada, context: { method: 'POST', route: '/posts/:id/views' } })
      expect(read?.context).toEqual({ ...viewed?.context, route: 'of my own' })
      expect(viewed?.transactionId).toMatch(/^[0-9a-f-]{36}$/)
      expect(read?.transactionId).toBe(viewed?.transactionId)
    })

    test('has the path where that is asked for, without the query', async () => {
      expect((await echo({ path: true })).context.context).toMatchObject({ path: '/posts/42', route: '/posts/:id' })
    })

    test('makes a transaction of a trace', async () => {
      const trace = { transaction: 'trace' } as const
      expect((await echo(trace, { traceparent })).context.transactionId).toBe('4bf92f3577b34da6a3ce929d0e0e4736')
      expect((await echo(trace)).context.transactionId).toMatch(/^[0-9a-f-]{36}$/)
    })

    test('of hundreds at a time is that of each', async () => {
      const { url } = await echoing({ actor: actorFromHeader({ header: 'x-user' }) })
      const seen = await Promise.all(
        Array.from({ length: 500 }, async (_, n) => {
          const response = await fetch(`${url}/posts/${n}`, {
            headers: { 'x-user': `u-${n}`, 'x-request-id': `r-${n}` },
          })
          const { actor, context } = (await response.json()) as AuditContext
          return [actor?.id, context?.requestId]
        }),
      )
      expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => [`u-${n}`, `r-${n}`]))
    })

    test('mounted twice is one: the id of the request stays', async () => {
      const { url } = await auditedApp((app, { onError }) => {
        app.use(captureRequests({ onError, channel: 'web' }))
        app.use(captureRequests({ onError, actor: () => ada }))
        app.get('/', (_request, response) => void response.json(currentContext()))
      })
      const response = await fetch(url)
      expect(await response.json()).toMatchObject({
        actor: ada,
        channel: 'web',
        context: { requestId: response.headers.get('x-request-id'), route: '/' },
      })
    })
  })

  describe('the route', () => {
    test('has the patterns of the routers around it, whatever was in the URL', async () => {
      const withFormat = version === 5 ? '/staff/:name{.:format}' : '/staff/:name.:format?'
      const seen: unknown[] = []
      const note = (_request: unknown, response: { end: () => unknown }): void => {
        seen.push(currentContext().context?.route)
        response.end()
      }
      const { url } = await auditedApp((app, { onError }) => {
        const orders = express.Router()
        orders.get('/', note)
        orders.get('/:order', note)
        const shops = express.Router({ mergeParams: true })
        shops.use('/orders', orders)
        shops.get(withFormat, note)
        const admin = express()
        admin.get(['/users/:user', '/people/:user'], note)
        admin.get(/^\/any\/(\d+)$/, note)
        app.use(captureRequests({ onError }))
        app.use('/v1/shops/:shop', shops)
        app.use('/admin', admin)
        app.get('/', note)
        app.use(note)
      })
      const paths = ['/v1/shops/ada%40example.org/orders/7', '/v1/shops/42/orders', '/v1/shops/42/staff/ada.txt']
      for (const path of [...paths, '/admin/people/ada', '/admin/any/7', '/', '/nowhere/ada']) await fetch(url + path)
      expect(seen).toEqual([
        '/v1/shops/:shop/orders/:order',
        '/v1/shops/:shop/orders',
        `/v1/shops/:shop${withFormat}`,
        '/admin/users/:user|/people/:user',
        '/admin^\\/any\\/(\\d+)$',
        '/',
        undefined,
      ])
    })
  })

  describe('the client’s address', () => {
    const forged = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2' }
    const ipBehind = async (trustProxy: CaptureOptions['trustProxy'], headers = forged): Promise<unknown> =>
      (await echo({ trustProxy }, headers)).context.context?.ip

    test('is that of the connection while no proxy is trusted', async () => {
      expect(await ipBehind(undefined)).toBe('127.0.0.1')
      expect(await ipBehind('10.0.0.0/8')).toBe('127.0.0.1')
    })

    test('is taken from proxies that are trusted, and from no one behind them', async () => {
      expect(await ipBehind(1)).toBe('10.0.0.2')
      expect(await ipBehind(2)).toBe('203.0.113.7')
      expect(await ipBehind(['loopback', '10.0.0.0/8'])).toBe('203.0.113.7')
      expect(await ipBehind((address) => address === '127.0.0.1')).toBe('10.0.0.2')
    })

    test.each([
      ['198.51.100.9:4711', '198.51.100.9'],
      ['[2001:db8::7]:4711', '2001:db8::7'],
      ['::ffff:198.51.100.9', '198.51.100.9'],
      ['unknown', '127.0.0.1'],
      ['<script>, nonsense', '127.0.0.1'],
    ])('in the header as %s is %s', async (header, ip) => {
      expect(await ipBehind(1, { 'x-forwarded-for': header })).toBe(ip)
    })

    test('is never everybody’s word: options that would make it so are refused', () => {
      for (const trustProxy of [true, 0, 1.5, 101, [], 'everywhere', '10.0.0.0/99'] as unknown[])
        expect(() => captureRequests({ onError: () => undefined, trustProxy: trustProxy as number })).toThrow(
          /trustProxy/,
        )
    })
  })

  describe('hostile headers', () => {
    test.each([
      '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
      'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7',
      `00-${'a'.repeat(2_000)}`,
    ])('a traceparent that is none is left out: %s', async (given) => {
      expect((await echo({}, { traceparent: given })).context.context).not.toHaveProperty('traceparent')
    })

    test('a traceparent of a later version is taken', async () => {
      const later = '01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more'
      expect((await echo({}, { traceparent: later })).context.context?.traceparent).toBe(later)
    })

    test.each(['', 'a b', 'a'.repeat(129), '<b>', 'ä'])('a request id that is none is made anew: %j', async (id) => {
      const { context, response } = await echo({}, { 'x-request-id': id })
      expect(context.context?.requestId).toMatch(/^[0-9a-f-]{36}$/)
      expect(response.headers.get('x-request-id')).toBe(context.context?.requestId)
    })

    test('control characters and long texts are cleaned and cut, and can be stored', async () => {
      const { url, stored, errors } = await auditedApp((app, { emitter, onError }) => {
        app.use(captureRequests({ onError, actor: () => ada }))
        app.get('/', async (_request, response) => {
          await emitter.emit({ subject: { type: 'page', id: 'home' }, verb: 'page.viewed' })
          response.end()
        })
      })
      const answer = await rawRequest(url, [
        'GET / HTTP/1.1',
        `user-agent: a\u0080\u009f\tb${'ü'.repeat(5_000)}`,
        'x-request-id: a\u0085b',
        'traceparent: \u0080',
        'traceparent: twice',
      ])
      expect(answer).toMatch(/^HTTP\/1.1 200/)
      const [event] = await stored(1)
      expect(event?.context?.userAgent).toBe(`a b${'ü'.repeat(1_020)}…`)
      expect(event?.context?.requestId).toMatch(/^[0-9a-f-]{36}$/)
      expect(errors).toEqual([])
    })
  })

  describe('the actor', () => {
    test('with a name of a megabyte has a shorter one', async () => {
      const { context, errors } = await echo({ actor: () => ({ ...ada, name: 'A'.repeat(1_048_576) }) })
      expect(context.actor?.name).toBe(`${'A'.repeat(255)}…`)
      expect(errors).toEqual([])
    })

    test('with an id that no event may have is nobody, and that is told: a shorter one would be somebody else', async () => {
      const { context, response, errors } = await echo({ actor: () => ({ type: 'user', id: 'a'.repeat(1_048_576) }) })
      expect(response.status).toBe(200)
      expect(context).not.toHaveProperty('actor')
      expect(String(errors[0])).toMatch(/actor\/id/)
    })

    test.each([
      [
        'that throws',
        () => {
          throw new Error('broken')
        },
      ],
      ['that rejects', () => Promise.reject(new Error('broken'))],
      ['that is not known in time', () => new Promise<undefined>(() => undefined)],
      ['that is none', () => ({ type: '7', id: '' })],
      ['that is a text', () => 'ada' as never],
    ] as const)('%s breaks nothing: the request goes on as anonymous, and it is told', async (_, actor) => {
      const anonymous = { type: 'anonymous', id: 'nobody' }
      const { context, response, errors } = await echo({ actor, anonymous, actorTimeoutMs: 20 })
      expect(response.status).toBe(200)
      expect(context.actor).toEqual(anonymous)
      expect(errors).toHaveLength(1)
    })

    test('a callback that throws itself breaks nothing', async () => {
      const broken = (): never => {
        throw new Error('broken')
      }
      expect((await echo({ actor: broken, onError: broken })).response.status).toBe(200)
    })

    test('comes from claims that somebody has verified before', async () => {
      const auths = [
        { sub: 'ada', name: 'Ada' },
        { payload: { sub: 'ada', name: 'Ada' } },
        { sub: {} },
        null,
        undefined,
      ]
      const { url } = await auditedApp((app, { onError }) => {
        app.use((request, _response, next) => {
          Object.assign(request, { auth: auths[Number(request.query['n'])] })
          next()
        })
        app.use(captureRequests({ onError, actor: actorFromClaims({ name: 'name' }) }))
        app.get('/', (_request, response) => void response.json(currentContext().actor ?? null))
      })
      const seen = await Promise.all(auths.map(async (_, n) => (await fetch(`${url}/?n=${n}`)).json()))
      const known = { type: 'user', id: 'ada', name: 'Ada' }
      expect(seen).toEqual([known, known, null, null, null])
    })

    test('is not taken from a header unless that is asked for', async () => {
      const headers = { 'x-user-id': 'mallory' }
      expect((await echo({}, headers)).context).not.toHaveProperty('actor')
      const fromHeader = actorFromHeader({ header: 'X-User-Id', type: 'employee' })
      expect((await echo({ actor: fromHeader }, headers)).context.actor).toEqual({ type: 'employee', id: 'mallory' })
    })
  })
})
