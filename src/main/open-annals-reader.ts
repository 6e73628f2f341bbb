import { resolve } from 'node:path'
import { openSnapshotReader } from '../adapters/embedded/snapshot-store.js'
import { openReadModelsReader } from '../adapters/read-models/open-read-models-reader.js'
import { createReadOperations } from '../application/create-operations.js'
import type { ReadOperations } from '../application/create-operations.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import { indexBytes } from './index-bytes.js'
import { openStoreLogReader } from './store-log.js'

export interface AnnalsReader {
  readonly operations: ReadOperations
  readonly close: () => Promise<void>
}

/** Opens a data folder for reading alone, beside its owner or without one. Rejects with an AnnalsFailure where the folder belongs to another log, with an Error where there is none, or one of another version. */
export const openAnnalsReader = async (options: {
  readonly dataDir: string
  readonly log?: string | undefined
  readonly subjects?: SubjectRulesByType
  readonly indexMemory?: number
}): Promise<AnnalsReader> => {
  const dataDir = resolve(options.dataDir)
  const eventLog = await openStoreLogReader({ dataDir, log: options.log })
  const snapshots = openSnapshotReader(dataDir)
  const readModels = openReadModelsReader({ dataDir, indexMaxBytes: indexBytes(options.indexMemory) })
  const rules = options.subjects ?? {}
  const closing = new AbortController()
  return {
    operations: createReadOperations({
      eventLog,
      snapshots,
      readModels,
      rules,
      headAtOpen: -1,
      closing: closing.signal,
    }),
    close: async () => {
      closing.abort()
      await readModels.close()
      snapshots.close()
      eventLog.close()
    },
  }
}
