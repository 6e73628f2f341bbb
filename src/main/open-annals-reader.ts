import { resolve } from 'node:path'
import { openEmbeddedReader } from '../adapters/embedded/embedded-reader.js'
import { openSnapshotReader } from '../adapters/embedded/snapshot-store.js'
import { openReadModelsReader } from '../adapters/read-models/open-read-models-reader.js'
import { createReadOperations } from '../application/create-operations.js'
import type { ReadOperations } from '../application/create-operations.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import { indexBytes } from './index-bytes.js'

export interface AnnalsReader {
  readonly operations: ReadOperations
  readonly close: () => Promise<void>
}

/** Opens a data folder for reading alone, beside its owner or without one. Rejects with an Error where there is no log, or one of another version. */
export const openAnnalsReader = async (options: {
  readonly dataDir: string
  readonly subjects?: SubjectRulesByType
  readonly indexMemory?: number
}): Promise<AnnalsReader> => {
  const dataDir = resolve(options.dataDir)
  const eventLog = openEmbeddedReader({ dataDir })
  const snapshots = openSnapshotReader(dataDir)
  const readModels = openReadModelsReader({ dataDir, indexMaxBytes: indexBytes(options.indexMemory) })
  const rules = options.subjects ?? {}
  const closing = new AbortController()
  return Promise.resolve({
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
  })
}
