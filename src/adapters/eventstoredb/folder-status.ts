import { presentOwner } from '../embedded/folder-owner.js'
import type { OwnerCard } from '../embedded/folder-owner.js'
import { openConnection } from './connection.js'
import { shownHosts } from './connection-string.js'
import { addressOf } from './create-client.js'
import { idIndexFile, openIdIndex } from './id-index.js'
import { readServerStatus } from './server-status.js'
import type { ServerAnswers } from './server-status.js'

export interface ServerFolderStatus {
  readonly logId: string
  /** Events whose ids the folder knows. */
  readonly events: number
  /** How far it has read the log; -1 at first. */
  readonly position: number
  readonly owner?: OwnerCard
  readonly server: ServerAnswers & {
    /** Those of the connection string. */
    readonly hosts: string
    /** How far the log has gone on since: in bytes, as its positions are. */
    readonly lag?: number
  }
}

/**
 * What a data folder knows of its log on EventStoreDB, who owns it, and what the server says. In 10 s at most, whether it answers or not.
 * @throws Error where the folder has not met its log.
 */
export const readServerFolderStatus = async (options: {
  readonly dataDir: string
  readonly connectionString: string
}): Promise<ServerFolderStatus> => {
  const address = addressOf(options.connectionString)
  const index = openIdIndex(idIndexFile(options.dataDir), 'read')
  const connection = openConnection(address)
  try {
    const owner = presentOwner(options.dataDir)
    const answers = await readServerStatus(connection)
    const position = index.checkpoint()
    const lag = answers.position === undefined ? {} : { lag: Math.max(0, answers.position - position) }
    return {
      logId: index.logId() ?? '',
      events: index.count(),
      position,
      ...(owner === undefined ? {} : { owner }),
      server: { hosts: shownHosts(address), ...answers, ...lag },
    }
  } finally {
    index.close()
    connection.close()
  }
}
