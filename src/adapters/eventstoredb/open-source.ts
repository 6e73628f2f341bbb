import type { EventLogReader } from '../../ports/event-log.js'
import { openConnection } from './connection.js'
import { addressOf } from './create-client.js'
import { createLogReader } from './log-reader.js'
import { createIdentification, storedIdentity } from './log-identity.js'

/**
 * Reads a log as a whole, writing nothing and without a data folder: events cannot be found by their ids, and the last revision of a stream that shows nothing is not known.
 * Rejects with an Error where the connection string cannot be used, the log cannot be reached, or no Annals has ever used it.
 */
export const openEventStoreDbSource = async (
  connectionString: string,
): Promise<EventLogReader & { readonly close: () => void }> => {
  const connection = openConnection(addressOf(connectionString))
  try {
    const logId = await storedIdentity(connection)
    if (logId === undefined) throw new Error('no Annals has used this log: it has no identity')
    const index = { find: () => [], lastRevision: () => -1 }
    const indexTrouble = (): string => 'events of this log cannot be found by their ids here'
    const identification = createIdentification(connection, logId)
    const reader = createLogReader({ connection, index, logId, identification, indexTrouble, silenceMs: 5_000 })
    return { ...reader, close: connection.close }
  } catch (error) {
    connection.close()
    throw error
  }
}
