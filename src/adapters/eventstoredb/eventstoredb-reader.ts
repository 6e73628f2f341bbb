import type { EventLogReader } from '../../ports/event-log.js'
import { openConnection } from './connection.js'
import { addressOf } from './create-client.js'
import { idIndexFile, openIdIndex } from './id-index.js'
import { createHead } from './log-head.js'
import { createIdentification } from './log-identity.js'
import { createLogReader } from './log-reader.js'

export interface EventStoreDbReaderOptions {
  readonly connectionString: string
  readonly dataDir: string
  readonly silenceMs?: number
}

/** Reads the log of a data folder from another thread or process. @throws Error where its owner has never met the log. */
export const openEventStoreDbReader = (
  options: EventStoreDbReaderOptions,
): EventLogReader & { readonly close: () => void } => {
  const index = openIdIndex(idIndexFile(options.dataDir), 'read')
  try {
    const logId = index.logId()
    if (logId === undefined) throw new Error('this data folder has not met its log yet')
    const connection = openConnection(addressOf(options.connectionString))
    const reader = createLogReader({
      connection,
      index,
      logId,
      identification: createIdentification(connection, logId),
      head: createHead(connection),
      indexTrouble: () => undefined,
      silenceMs: options.silenceMs ?? 5_000,
    })
    return {
      ...reader,
      close: () => {
        index.close()
        connection.close()
      },
    }
  } catch (error) {
    index.close()
    throw error
  }
}
