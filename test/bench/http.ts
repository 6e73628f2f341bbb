import autocannon from 'autocannon'
import type { EventInput } from '../../src/domain/event.js'
import { startAnnals, startServer } from './child-process.js'
import { makeEvents } from './events.js'
import { interleaved, perSecond, rateFigure, withFolder } from './measure.js'
import type { Benchmark } from './measure.js'

const connections = 64

/** Requests per second against a server in a process of its own, each request one event; the load comes from this process. */
export const http: Benchmark = {
  run: async (options) => {
    const perConnection = options.quick ? 50 : 500
    const warmUp = perConnection / 10
    const count = connections * (perConnection + warmUp)
    const bodies = makeEvents({ count, lanes: connections, subjectsPerLane: 40, stepMs: 40 }).map(asBodies)
    const measure = async (url: string): Promise<number> => {
      await post(url, bodies, 0, warmUp)
      return perSecond(connections * perConnection, await post(url, bodies, warmUp, perConnection))
    }
    const rates = await interleaved(options, options.quick ? 1 : 5, {
      bare: async () => {
        const server = await startServer('./bare-express.js')
        return measure(server.url).finally(server.stop)
      },
      annals: () =>
        withFolder(async (folder) => {
          const server = await startAnnals(folder)
          return measure(server.url).finally(server.stop)
        }),
    })
    const what = `POST /v1/events, one event a request, ${connections} connections`
    return [rateFigure(what, rates.annals, rates.bare, 0.5, 'Express route that parses the body')]
  },
}

const asBodies = (events: readonly EventInput[]): readonly string[] => events.map((event) => JSON.stringify(event))

/**
 * Each connection sends `each` bodies of its own lane, from index `from` on, in their order. Answers the time from the first request to the last
 * answer, in ms; throws when an answer is not 201.
 */
const post = async (
  url: string,
  lanes: readonly (readonly string[])[],
  from: number,
  each: number,
): Promise<number> => {
  let connection = 0
  let refused = 0
  let lastAnswerAt = 0
  const startedAt = performance.now()
  const result = await autocannon({
    url: `${url}/v1/events`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    connections,
    amount: connections * each,
    setupClient: (client) => {
      const bodies = lanes[connection++] ?? []
      let at = from
      client.setBody(bodies[at] ?? '')
      client.on('response', (status) => {
        if (status !== 201) refused += 1
        lastAnswerAt = performance.now()
        at += 1
        client.setBody(bodies[at] ?? '')
      })
    },
  })
  if (refused + result.errors > 0) throw new Error(`${refused} answers were not 201, ${result.errors} errors`)
  if (result.requests.total !== connections * each) throw new Error(`only ${result.requests.total} answers`)
  return lastAnswerAt - startedAt
}
