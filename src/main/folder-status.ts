import { readFolderStatus } from '../adapters/embedded/folder-status.js'
import type { FolderPlace, FolderStatus } from '../cli/environment.js'
import { requireLogOf } from './store-log.js'

/** What a data folder holds and who owns it, beside its owner. Rejects with an AnnalsFailure where the folder belongs to another log. */
export const folderStatus = async ({ dataDir, log }: FolderPlace): Promise<FolderStatus> => {
  requireLogOf(dataDir, log)
  if (log === undefined) return readFolderStatus(dataDir)
  const { readServerFolderStatus } = await import('../adapters/eventstoredb/folder-status.js')
  return readServerFolderStatus({ dataDir, connectionString: log })
}
