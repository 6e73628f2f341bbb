import type { EventStoreDBClient } from '@eventstore/db-client'
import { interleaved, perSecond, rateFigure } from '../measure.js'
import type { Benchmark, Figure } from '../measure.js'
import { followBare, ownCall } from './adapter.js'
import { withServer } from './programs.js'
import { clientEvent, clientEvents, inLanes } from './wire-events.js'

const lanes = 128

/** The endpoint through the official client: its protocol's share, and its rates beside those of a real EventStoreDB on two such cores. */
export const eventStoreDbEndpoint: Benchmark = {
  run: async (options) => {
    const each = options.quick ? 20 : 100
    const rounds = options.quick ? 1 : 3
    const own = (which: 'endpoint' | 'bare') => () => withServer(which, (client) => appendAtOnce(client, each, ownCall))
    const batched = (which: 'endpoint' | 'bare') => () => withServer(which, (client) => appendAtOnce(client, each, {}))
    const rates = await interleaved(options, rounds, {
      ownBare: own('bare'),
      own: own('endpoint'),
      batchedBare: batched('bare'),
      batched: batched('endpoint'),
    })
    const bare = 'bare grpc-js server that keeps nothing'
    return [
      rateFigure(`endpoint: appends, ${lanes} at once, each a call`, rates.own, rates.ownBare, 0.7, bare),
      rateFigure(`endpoint: appends, ${lanes} at once, the batch call`, rates.batched, rates.batchedBare, 0.7, bare),
      ...(await orientation(options.quick ? 0.1 : 1, rates.batched)),
    ]
  },
}

/** Real EventStoreDB 24.6 through the same client on two such cores. */
const real = { oneByOne: 530, atOnce: 5_500, hundreds: 26_000, read: 23_000, subscription: 31_000 } as const

const orientation = (scale: number, atOnce: number): Promise<readonly Figure[]> =>
  withServer('endpoint', async (client) => {
    const single = Math.round(1_000 * scale)
    await inLanes(1, 100, () => client.appendToStream('warm', clientEvent()))
    const oneByOne = perSecond(single, await inLanes(1, single, () => client.appendToStream('one', clientEvent())))
    const batches = Math.round(300 * scale)
    const hundreds = perSecond(
      batches * 100,
      await inLanes(1, batches, () => client.appendToStream('history', clientEvents(100))),
    )
    const read = async (): Promise<number> => {
      const startedAt = performance.now()
      let seen = 0
      for await (const { event } of client.readStream('history')) if (event !== undefined) seen += 1
      return perSecond(seen, performance.now() - startedAt)
    }
    await read()
    return [
      beside('endpoint: appends one by one', oneByOne, real.oneByOne),
      beside(`endpoint: appends, ${lanes} at once`, atOnce, real.atOnce),
      beside('endpoint: events in batches of 100, one batch after another', hundreds, real.hundreds),
      beside('endpoint: events read from a stream', await read(), real.read),
      beside('endpoint: events of a catch-up subscription', await followBare(client, batches * 100), real.subscription),
    ]
  })

const beside = (what: string, measured: number, baseline: number): Figure =>
  rateFigure(what, measured, baseline, 1, 'EventStoreDB 24.6, measured earlier')

const appendAtOnce = async (client: EventStoreDBClient, each: number, options: object): Promise<number> => {
  const append = (lane: number): Promise<unknown> => client.appendToStream(`lane-${lane}`, clientEvent(), options)
  await inLanes(lanes, 5, append)
  return perSecond(lanes * each, await inLanes(lanes, each, append))
}
