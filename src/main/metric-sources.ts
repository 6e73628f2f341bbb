import * as E from 'fp-ts/lib/Either.js'
import { dataFileSizes } from '../adapters/system/data-file-sizes.js'
import type { MetricSources, ProcessReading } from '../ports/metrics.js'
import type { OwnedLog } from '../ports/owned-log.js'
import type { ReadModels } from '../ports/read-models.js'

export interface WatchedStore {
  readonly dataDir: string
  readonly eventLog: Pick<OwnedLog, 'status' | 'readAll'>
  readonly readModels: Pick<ReadModels, 'status' | 'feedIndexSize'>
  readonly now: () => number
}

/** What the metrics of an open store are read from. */
export const metricSources = ({ dataDir, eventLog, readModels, now }: WatchedStore): MetricSources => ({
  log: () => {
    const { state, position, queuedEvents, queuedBytes } = eventLog.status()
    return { position, queuedEvents, queuedBytes, ready: state === 'ready' }
  },
  projections: () => readModels.status(),
  storedAfter: async (position) => {
    const events = await eventLog.readAll({ direction: 'forwards', fromPosition: position + 1, limit: 1 })()
    return E.isLeft(events) ? undefined : events.right[0]?.created
  },
  feedIndex: async () => {
    const size = await readModels.feedIndexSize()()
    return E.isLeft(size) ? undefined : size.right
  },
  fileSizes: () => dataFileSizes(dataDir),
  process: readProcess,
  now,
})

const readProcess = (): ProcessReading => {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return {
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    heapTotalBytes: heapTotal,
    externalBytes: external,
    cpuSeconds: (user + system) / 1_000_000,
    eventLoopActiveSeconds: performance.eventLoopUtilization().active / 1_000,
    startedAtSeconds: performance.timeOrigin / 1_000,
  }
}
