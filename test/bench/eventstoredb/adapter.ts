import { START } from '@eventstore/db-client'
import type { EventStoreDBClient } from '@eventstore/db-client'
import { interleaved, perSecond, rateFigure } from '../measure.js'
import type { Benchmark } from '../measure.js'
import { withAdapter, withServer } from './programs.js'
import { clientEvent, clientEvents, inLanes, newEvent } from './wire-events.js'

const emitters = 128
/** Makes the official client send an append as a call of its own, as the adapter does: the server asks for no credentials. */
export const ownCall = { credentials: { username: 'bench', password: 'bench' } }

/** The adapter beside the bare client, both against the endpoint in another process. */
export const eventStoreDbAdapter: Benchmark = {
  run: async (options) => {
    const each = options.quick ? 20 : 100
    const appends = await interleaved(options, options.quick ? 1 : 3, {
      bare: () => withServer('endpoint', (client) => appendBare(client, each)),
      adapter: () =>
        withServer('endpoint', (_client, connectionString) =>
          withAdapter(connectionString, async (log) => {
            const append = async (lane: number): Promise<void> => {
              const answer = await log.append([{ stream: `lane-${lane}`, expected: 'any', events: [newEvent()] }])()
              if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
            }
            await inLanes(emitters, 5, append)
            return perSecond(emitters * each, await inLanes(emitters, each, append))
          }),
        ),
    })
    const count = options.quick ? 5_000 : 30_000
    const catchUp = await withServer('endpoint', async (client, connectionString) => {
      for (let from = 0; from < count; from += 500) await client.appendToStream('history', clientEvents(500))
      return interleaved(options, options.quick ? 1 : 5, {
        bare: () => followBare(client, count),
        adapter: () =>
          withAdapter(connectionString, async (log) => {
            const stop = new AbortController()
            let seen = 0
            const startedAt = performance.now()
            for await (const { events } of log.follow({ after: -1, maxBatchEvents: 1_000, signal: stop.signal })) {
              seen += events.filter(({ stream }) => stream === 'history').length
              if (seen >= count) break
            }
            stop.abort()
            return perSecond(count, performance.now() - startedAt)
          }),
      })
    })
    return [
      rateFigure(
        `EventStoreDB adapter: appends, ${emitters} emitters of one stream each`,
        appends.adapter,
        appends.bare,
        0.8,
        'bare client, a call for each append, exact revisions',
      ),
      rateFigure('EventStoreDB adapter: catch-up', catchUp.adapter, catchUp.bare, 0.7, 'bare subscription to $all'),
    ]
  },
}

/** With exact revisions, without which nothing is stored once, as the adapter does. */
const appendBare = async (client: EventStoreDBClient, each: number): Promise<number> => {
  const next = Array.from({ length: emitters }, () => -1n)
  const append = async (lane: number): Promise<void> => {
    const last = next[lane] ?? -1n
    const expectedRevision = last < 0n ? 'no_stream' : last
    const { nextExpectedRevision } = await client.appendToStream(`lane-${lane}`, clientEvent(), {
      expectedRevision,
      ...ownCall,
    })
    next[lane] = nextExpectedRevision
  }
  await inLanes(emitters, 5, append)
  return perSecond(emitters * each, await inLanes(emitters, each, append))
}

export const followBare = async (client: EventStoreDBClient, count: number): Promise<number> => {
  const startedAt = performance.now()
  let seen = 0
  for await (const { event } of client.subscribeToAll({ fromPosition: START }))
    if (event?.streamId === 'history' && (seen += 1) === count) break
  return perSecond(count, performance.now() - startedAt)
}
