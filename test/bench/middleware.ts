import { createServer, Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Express } from 'express'
import type { EmitInput } from '../../src/client/index.js'
import { createClient } from '../../src/client/index.js'
import { captureRequests, endpointLog } from '../../src/client/express/index.js'
import type { Store } from '../../src/client/in-process/store.js'
import { interleaved, median, round } from './measure.js'
import type { Benchmark, Figure } from './measure.js'

/**
 * What the middleware adds to a request: the median time of one after another over one connection, beside the same app without. Events are made, copied and checked as the client does, and end there: how they are sent is
 * measured elsewhere.
 */
export const middleware: Benchmark = {
  run: async (options) => {
    const requests = options.quick ? 2_000 : 10_000
    const measure = async (build: (app: Express) => void): Promise<number> => {
      const app = express()
      build(app)
      app.get('/posts/:id', (_request, response) => void response.json({ id: 1, title: 'Hello', tags: ['a', 'b'] }))
      return medianMicros(app, requests)
    }
    const onError = (error: unknown): never => {
      throw new Error('an event was refused', { cause: error })
    }
    const capture = captureRequests({
      onError,
      actor: () => ({ type: 'user', id: 'u-7', name: 'Ada' }),
      trustProxy: 1,
      channel: 'web',
    })
    const taken: EmitInput[] = []
    const log = endpointLog({
      emitter: createClient({ store: takingStore(taken) }),
      onError,
      service: 'blog',
      parameters: { params: ['id'], query: ['page'] },
    })
    const times = await interleaved(options, options.quick ? 2 : 7, {
      bare: () => measure(() => undefined),
      captured: () => measure((app) => app.use(capture)),
      logged: () => measure((app) => app.use(capture, log.requests)),
    })
    if (taken.length === 0 || log.counts().failed > 0) throw new Error(`${log.counts().failed} events were refused`)
    return [
      figure('Express, context captured: added to a request, median', times.captured, times.bare),
      figure('Express, context captured and endpoint logged: added to a request, median', times.logged, times.bare),
    ]
  },
}

const maxAddedMicros = 50

const figure = (what: string, measured: number, bare: number): Figure => ({
  what,
  measured: `${round(measured)} µs`,
  baseline: `${round(bare)} µs (the bare app)`,
  ratio: `+${round(Math.max(0, measured - bare))} µs`,
  target: `< ${maxAddedMicros} µs`,
  met: measured - bare < maxAddedMicros,
})

/** A store that keeps the last event. */
const takingStore = (taken: EmitInput[]): Store =>
  ({
    emit: (event: EmitInput) => {
      taken[0] = event
      return Promise.resolve({ id: event.id })
    },
  }) as unknown as Store

/** Of one request, in µs; the first tenth is left out. */
const medianMicros = async (app: Express, requests: number): Promise<number> => {
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const options = {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    path: '/posts/42?page=3',
    agent,
    headers: {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'x-forwarded-for': '203.0.113.7',
      'x-request-id': '01a20ad2-03e3-77e1-9a4b-9d6f887a8de0',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    },
  }
  const once = (): Promise<void> =>
    new Promise((resolve, reject) => {
      request(options, (response) => response.resume().on('end', resolve).on('error', reject))
        .on('error', reject)
        .end()
    })
  const times: number[] = []
  for (let count = 0; count < requests; count++) {
    const startedAt = performance.now()
    await once()
    if (count >= requests / 10) times.push((performance.now() - startedAt) * 1_000)
  }
  agent.destroy()
  await new Promise((resolve) => server.close(resolve))
  return median(times)
}
