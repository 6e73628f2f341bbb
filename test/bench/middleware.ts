import { Agent, request } from 'node:http'
import { startServer } from './child-process.js'
import { median, round } from './measure.js'
import type { Benchmark, Figure } from './measure.js'

/**
 * What the middleware adds to a request, as its client sees it over one connection, beside the same app without. Each app is a process of its own (what the context of requests costs a process, it costs all of it).
 * They are asked by turns, a hundred requests each: one request at a time would find the code of each pushed out of the processor's caches by the others'. Medians are taken within a turn, and of their differences, so that
 * what else the machine does hits all alike. How events are sent is measured elsewhere.
 */
export const middleware: Benchmark = {
  run: async (options) => {
    const rounds = options.quick ? 20 : 200
    const turns = variants.map((): number[] => [])
    const servers = await Promise.all(variants.map((variant) => startServer('./middleware-server.js', [variant])))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    try {
      for (let count = 0; count < rounds; count++)
        for (const [index, { url }] of servers.entries()) {
          const micros: number[] = []
          for (let request = 0; request < turn; request++) micros.push(await ask(`${url}/posts/42?page=3`, agent))
          // The first fifth is left out: code is still being compiled.
          if (count >= rounds / 5) turns[index]?.push(median(micros))
        }
    } finally {
      agent.destroy()
      await Promise.all(servers.map((server) => server.stop()))
    }
    const [bare = [], captured = [], logged = []] = turns
    return [
      figure('Express, context captured: added to a request, median', captured, bare),
      figure('Express, context captured and endpoint logged: added to a request, median', logged, bare),
    ]
  },
}

const variants = ['bare', 'captured', 'logged'] as const
const turn = 100
const maxAddedMicros = 50

/** Of the medians of turns. */
const figure = (what: string, measured: readonly number[], bare: readonly number[]): Figure => {
  const added = median(measured.map((micros, index) => micros - (bare[index] ?? NaN)))
  return {
    what,
    measured: `${round(median(measured))} µs`,
    baseline: `${round(median(bare))} µs (the bare app)`,
    ratio: `${added < 0 ? '−' : '+'}${round(Math.abs(added))} µs`,
    target: `< ${maxAddedMicros} µs`,
    met: added < maxAddedMicros,
  }
}

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
