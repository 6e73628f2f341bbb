import { Registry } from 'prom-client'
import type { Metrics } from '../../ports/metrics.js'
import { createCounts } from './counts.js'
import { createEventLoopDelay } from './event-loop.js'
import { createReadings } from './readings.js'
import { createRequests } from './requests.js'
import { createStreams } from './streams.js'
import { createWireCounts } from './wire-counts.js'

/** Metrics in the text format of Prometheus (version 0.0.4), in a registry of their own: several stores of one process do not mix. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const readings = createReadings(registers)
  const measureEventLoop = createEventLoopDelay(registers)
  return {
    ...createCounts(registers),
    ...createRequests(registers),
    ...createStreams(registers),
    ...createWireCounts(registers),
    contentType: registry.contentType,
    text: async () => {
      await readings.refresh()
      return registry.metrics()
    },
    watch: (sources) => {
      const ends = [readings.watch(sources), measureEventLoop()]
      return () => {
        for (const end of ends) end()
      }
    },
  }
}
