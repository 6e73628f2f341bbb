import type { EventLogReader } from '../../ports/event-log.js'
import { openConnection } from './connection.js'
import { addressOf } from './create-client.js'
import { reasonOf } from './failure.js'
import { createHead } from './log-head.js'
import { createLogReader } from './log-reader.js'
import { createIdentification, storedIdentity } from './log-identity.js'

/** The server can be read, but there is nothing of Annals on it. */
export class UnusedLogError extends Error {
  constructor() {
    super('no Annals has used this log: it has no identity')
    this.name = 'UnusedLogError'
  }
}

/**
 * Reads a log as a whole, writing nothing and without a data folder: events cannot be found by their ids, and the last revision of a stream that shows nothing is not known.
 * Rejects with a ConnectionStringError, with an UnusedLogError, and with an Error where the log cannot be reached.
 */
export const openEventStoreDbSource = async (
  connectionString: string,
): Promise<EventLogReader & { readonly close: () => void }> => {
  const connection = openConnection(addressOf(connectionString))
  try {
    const logId = await storedIdentity(connection).catch(unreachable)
    if (logId === undefined) throw new UnusedLogError()
    const index = { find: () => [], lastRevision: () => -1 }
    const indexTrouble = (): string => 'events of this log cannot be found by their ids here'
    const identification = createIdentification(connection, logId)
    const head = createHead(connection)
    const reader = createLogReader({ connection, index, logId, identification, head, indexTrouble, silenceMs: 5_000 })
    return { ...reader, close: connection.close }
  } catch (error) {
    connection.close()
    throw error
  }
}

const unreachable = (error: unknown): never => {
  throw new Error(`the log cannot be reached: ${reasonOf(error)}`, { cause: error })
}
