import { vi } from 'vitest'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import type { EmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../../src/adapters/embedded/embedded-reader.js'
import { compareWithRebuild } from '../../src/adapters/read-models/compare-with-rebuild.js'
import type { Difference } from '../../src/adapters/read-models/comparison.js'
import { openReadModels } from '../../src/adapters/read-models/open-read-models.js'
import type { OwnedReadModels } from '../../src/adapters/read-models/open-read-models.js'
import type { ReadModelsOptions } from '../../src/adapters/read-models/read-models-options.js'
import { builtModule } from '../../src/adapters/system/built-module.js'
import { builtInProjections } from '../../src/main/built-in-projections.js'
import type { ProjectionStatus } from '../../src/ports/read-models.js'
import { freshFolder } from './embedded.js'
import { right } from './event-log-fixtures.js'
import { asAppend, eventBody } from './recorded-events.js'
import type { EventSketch } from './recorded-events.js'

/** A data folder with a log, and read models that can be opened on it again and again. */
export interface ReadModelsFolder {
  readonly dataDir: string
  readonly log: EmbeddedLog
  readonly warnings: readonly string[]
  /** Appends the events, numbered on, and gives the position of the last. */
  readonly emit: (sketches: readonly EventSketch[]) => Promise<number>
  readonly open: (options?: Partial<ReadModelsOptions>) => Promise<OwnedReadModels>
  /** What differs from rows made anew. */
  readonly breaches: () => Promise<readonly Difference[]>
}

export const withReadModels = async (use: (folder: ReadModelsFolder) => Promise<void>): Promise<void> => {
  const { dataDir, remove } = await freshFolder()
  const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  const opened: OwnedReadModels[] = []
  const warnings: string[] = []
  let emitted = 0
  try {
    await use({
      dataDir,
      log,
      warnings,
      emit: async (sketches) => {
        const appends = sketches.map((sketch) => asAppend(eventBody(emitted++, sketch)))
        let position = -1
        for (const append of appends) ({ position } = await right(log.append([append])))
        return position
      },
      open: async (options = {}) => {
        const models = await openReadModels({
          dataDir,
          thread: 'in-thread',
          indexMaxBytes: 1_000_000,
          logId: log.logId,
          wakeSource: (listener) => log.onAppended(listener),
          openLogReader: () => openEmbeddedReader({ dataDir, wake: (listener) => log.onAppended(listener) }),
          builtIn: builtInProjections,
          workerModule: builtModule(new URL('../../src/main/index.ts', import.meta.url).href, './projector-worker.js'),
          onWarning: (warning) => warnings.push(warning),
          ...options,
        })
        opened.push(models)
        return models
      },
      breaches: async () => {
        const breaches: Difference[] = []
        const reader = openEmbeddedReader({ dataDir })
        const projections = builtInProjections
        await compareWithRebuild({ dataDir, log: reader, projections, onBreach: (breach) => breaches.push(breach) })
        reader.close()
        return breaches
      },
    })
  } finally {
    for (const models of opened) await models.close()
    await log.close()
    await remove()
  }
}

export const statusOf = (models: OwnedReadModels, name: string): ProjectionStatus => {
  const found = models.status().find((status) => status.name === name)
  if (found === undefined) throw new Error(`no projection ${name}`)
  return found
}

/** Resolves once no projection is being built. */
export const allBuilt = (models: OwnedReadModels): Promise<unknown> =>
  vi.waitUntil(() => models.status().every(({ state }) => state !== 'rebuilding'), { timeout: 25_000, interval: 5 })
