import { EventStoreDBClient } from '@eventstore/db-client'
import type { EmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { startEndpoint } from '../../src/wire/endpoint.js'
import type { Endpoint, EndpointOptions } from '../../src/wire/endpoint.js'
import { noGuard } from '../../src/wire/guard.js'
import { freshFolder } from './embedded.js'

export interface OpenEndpoint {
  readonly log: EmbeddedLog
  readonly endpoint: Endpoint
  readonly client: EventStoreDBClient
  readonly close: () => Promise<void>
}

/** An endpoint on a free port over an empty log of its own, and the official client of it. Without a guard unless one is given. */
export const openEndpoint = async (options: Partial<EndpointOptions> = {}): Promise<OpenEndpoint> => {
  const { dataDir, remove } = await freshFolder()
  const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  const endpoint = await startEndpoint({
    eventLog: log,
    guard: noGuard(),
    port: 0,
    onWarning: (warning) => console.warn(warning),
    ...options,
  })
  const client = EventStoreDBClient.connectionString(endpoint.connectionString)
  return {
    log,
    endpoint,
    client,
    close: async () => {
      await client.dispose()
      await endpoint.close()
      await log.close()
      await remove()
    },
  }
}
