import { EventStoreDBClient } from '@eventstore/db-client'
import { openEventStoreDbLog } from '../../../src/adapters/eventstoredb/eventstoredb-log.js'
import type { OwnedLog } from '../../../src/ports/owned-log.js'
import { startEndpointProcess } from '../../support/emit-under-kills.js'
import { withFolder } from '../measure.js'

const programs = {
  endpoint: new URL('../../support/wire-endpoint.js', import.meta.url),
  bare: new URL('./bare-server.js', import.meta.url),
} as const

/** A fresh server in a process of its own, and the official client of it. */
export const withServer = <A>(
  which: keyof typeof programs,
  use: (client: EventStoreDBClient, connectionString: string) => Promise<A>,
): Promise<A> =>
  withFolder(async (folder) => {
    const server = await startEndpointProcess(programs[which], folder)
    const connectionString = `esdb://127.0.0.1:${server.port}?tls=false`
    const client = EventStoreDBClient.connectionString(connectionString)
    try {
      return await use(client, connectionString)
    } finally {
      await client.dispose()
      await server.kill()
    }
  })

/** Once its index of ids has caught up with the log: what comes then is measured without it. */
export const withAdapter = <A>(connectionString: string, use: (log: OwnedLog) => Promise<A>): Promise<A> =>
  withFolder(async (dataDir) => {
    const log = await openEventStoreDbLog({ connectionString, dataDir })
    try {
      while (log.appendTrouble() !== undefined) await new Promise((resolve) => setTimeout(resolve, 20))
      return await use(log)
    } finally {
      await log.close()
    }
  })
