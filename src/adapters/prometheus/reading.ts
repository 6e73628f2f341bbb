import type { MetricSources } from '../../ports/metrics.js'

/** Metrics that are looked at together: their values are set at once, or taken away where they cannot be read. */
export interface Reading {
  readonly source: string
  readonly read: (sources: MetricSources) => Promise<void> | void
  readonly clear: () => void
}
