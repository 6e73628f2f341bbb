import { createClient, withContext } from '../../../src/client/index.js'
import type { EmitInput } from '../../../src/client/index.js'
import { makeEvents } from '../events.js'
import { median, quantile, withFolder } from '../measure.js'
import type { Benchmark } from '../measure.js'
import { withAnnals } from '../store.js'

const targetUs = 10
const burst = 250

/** How long a call of `emitSoon` takes its caller, on a store in the same process: the copy, the check, the id, the time, the context and the place in the buffer. Between bursts everything is delivered. */
export const emitSoon: Benchmark = {
  run: (options) =>
    withFolder((folder) =>
      withAnnals(folder, 'paused', async (annals) => {
        const count = options.quick ? 5_000 : 50_000
        const [events = []] = makeEvents({ count, lanes: 1, subjectsPerLane: 5_000, stepMs: 40 })
        // An application's: ids, times and what is true of a whole request are not given with each event.
        const given: readonly EmitInput[] = events.map(
          ({ id: _id, occurredAt: _at, transactionId: _t, ...event }) => event,
        )
        const client = createClient({ store: annals })
        const took: number[] = []
        const copied: number[] = []
        for (let from = 0; from < count; from += burst) {
          const some = given.slice(from, from + burst)
          withContext({ transactionId: `t-${from}`, context: { entryPoint: 'http', ip: '10.0.0.1' } }, () => {
            for (const event of some) took.push(timeOf(() => client.emitSoon(event)))
          })
          for (const event of some) copied.push(timeOf(() => structuredClone(event)))
          if ((await client.flush({ limitMs: 60_000 })).left > 0) throw new Error('not delivered')
        }
        await client.close()
        const us = median(took)
        options.tell(`p99 ${quantile(took, 0.99).toFixed(1)} µs, worst ${quantile(took, 1).toFixed(0)} µs`)
        return [
          {
            what: 'emitSoon in process, median of a call',
            measured: `${us.toFixed(1)} µs`,
            baseline: `${median(copied).toFixed(1)} µs (structuredClone of the event)`,
            ratio: `${(us / median(copied)).toFixed(1)} ×`,
            target: `< ${targetUs} µs`,
            met: us < targetUs,
          },
        ]
      }),
    ),
}

/** In µs. */
const timeOf = (call: () => unknown): number => {
  const startedAt = performance.now()
  call()
  return (performance.now() - startedAt) * 1_000
}
