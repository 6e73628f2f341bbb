import type { ReadModels } from '../../ports/read-models.js'
import { gatheredWake } from './gathered-wake.js'
import { inThreadInstances, workerInstances } from './instances.js'
import type { StartInstance } from './instances.js'
import { openLive } from './open-live.js'
import { ownedModels } from './owned-models.js'
import type { ReadModelsOptions } from './read-models-options.js'

export type OwnedReadModels = ReadModels & { readonly close: () => Promise<void> }

/**
 * Opens the read models of a data folder for its owner and keeps them up to date. What is missing, damaged or of another version is
 * built anew beside what is there. Rejects with an Error where a projection's module cannot be loaded or the folder not be written.
 */
export const openReadModels = async (options: ReadModelsOptions): Promise<OwnedReadModels> => {
  const start = instanceStarter(options)
  const opened = await openLive(options, start)
  const models = ownedModels(options, start, opened)
  const gathered = gatheredWake(models.wake, gatherMs)
  const endWake = options.wakeSource(gathered.news)
  return {
    ...models.readModels,
    waitFor: (position, timeoutMs) => {
      gathered.hurry()
      return models.readModels.waitFor(position, timeoutMs)
    },
    close: async () => {
      endWake()
      gathered.close()
      await models.close()
    },
  }
}

/** What the rows may lag behind a busy log, so that a transaction holds more than one event. */
const gatherMs = 15

const instanceStarter = (options: ReadModelsOptions): StartInstance => {
  const { dataDir, userProjections = [] } = options
  return options.thread === 'worker'
    ? workerInstances(options.workerModule, { dataDir, log: options.log, userProjections })
    : inThreadInstances({ ...options, userProjections })
}
