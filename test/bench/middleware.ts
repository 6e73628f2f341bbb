import { Agent, request } from 'node:http'
import { startServer } from './child-process.js'
import { median, round } from './measure.js'
import type { Benchmark, Figure } from './measure.js'

/**
 * What the middleware adds to a request, as its client sees it: the median time over one connection, beside the same app without. Each app is a process of its own (what the context of requests costs a process, it
 * costs all of it), and they are asked in turn, so that what else the machine does hits all alike. How events are sent is measured elsewhere.
 */
export const middleware: Benchmark = {
  run: async (options) => {
    const requests = options.quick ? 2_000 : 20_000
    const times = variants.map((): number[] => [])
    const servers = await Promise.all(variants.map((variant) => startServer('./middleware-server.js', [variant])))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    try {
      for (let count = 0; count < requests; count++)
        for (const [index, { url }] of servers.entries()) {
          const micros = await ask(`${url}/posts/42?page=3`, agent)
          // The first tenth is left out: code is still being compiled.
          if (count >= requests / 10) times[index]?.push(micros)
        }
    } finally {
      agent.destroy()
      await Promise.all(servers.map((server) => server.stop()))
    }
    const [bare = NaN, captured = NaN, logged = NaN] = times.map(median)
    return [
      figure('Express, context captured: added to a request, median', captured, bare),
      figure('Express, context captured and endpoint logged: added to a request, median', logged, bare),
    ]
  },
}

const variants = ['bare', 'captured', 'logged'] as const
const maxAddedMicros = 50

const figure = (what: string, measured: number, bare: number): Figure => ({
  what,
  measured: `${round(measured)} µs`,
  baseline: `${round(bare)} µs (the bare app)`,
  ratio: `${measured < bare ? '−' : '+'}${round(Math.abs(measured - bare))} µs`,
  target: `< ${maxAddedMicros} µs`,
  met: measured - bare < maxAddedMicros,
})

const headers = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'x-forwarded-for': '203.0.113.7',
  'x-request-id': '01a20ad2-03e3-77e1-9a4b-9d6f887a8de0',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
}

/** In µs, to the end of the answer. */
const ask = (url: string, agent: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now()
    request(url, { agent, headers }, (response) => {
      response
        .resume()
        .on('end', () => resolve((performance.now() - startedAt) * 1_000))
        .on('error', reject)
    })
      .on('error', reject)
      .end()
  })
