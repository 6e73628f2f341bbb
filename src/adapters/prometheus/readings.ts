import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import type { MetricSources } from '../../ports/metrics.js'
import { createFileReadings } from './file-readings.js'
import { createIndexReadings } from './index-readings.js'
import { createLogReadings } from './log-readings.js'
import { createProcessReadings } from './process-readings.js'
import { createProjectionReadings } from './projection-readings.js'
import type { Reading } from './reading.js'

export interface Readings {
  /** Looks at everything. A source that fails is counted, and its metrics are left out: the others are told all the same. */
  readonly refresh: () => Promise<void>
  readonly watch: (sources: MetricSources) => () => void
}

export const createReadings = (registers: Registry[]): Readings => {
  const readings: readonly Reading[] = [
    createLogReadings(registers),
    createProjectionReadings(registers),
    createIndexReadings(registers),
    createFileReadings(registers),
    createProcessReadings(registers),
  ]
  const failures = new Counter({
    name: 'annals_metrics_failures_total',
    help: 'Times that a source of metrics could not be read, so that its metrics were left out.',
    labelNames: ['source'],
    registers,
  })
  for (const { source, clear } of readings) {
    clear()
    failures.inc({ source }, 0)
  }
  let watched: MetricSources | undefined

  const refreshOne = async ({ source, read, clear }: Reading): Promise<void> => {
    try {
      if (watched === undefined) clear()
      else await read(watched)
    } catch {
      clear()
      failures.inc({ source })
    }
  }

  return {
    refresh: async () => {
      await Promise.all(readings.map(refreshOne))
    },
    watch: (sources) => {
      watched = sources
      return () => {
        watched = undefined
      }
    },
  }
}
