import { join } from 'node:path'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { openEventStoreDbLog } from '../../../src/adapters/eventstoredb/eventstoredb-log.js'
import { noGuard } from '../../../src/wire/guard.js'
import { startEndpoint } from '../../../src/wire/endpoint.js'
import { eventLogContract } from '../../contract/event-log.contract.js'
import { freshFolder } from '../../support/embedded.js'

eventLogContract('EventStoreDB, its protocol served from the embedded log', async () => {
  const { dataDir, remove } = await freshFolder()
  const eventLog = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  const endpoint = await startEndpoint({ eventLog, guard: noGuard(), port: 0, onWarning: () => undefined })
  const open = () =>
    openEventStoreDbLog({ connectionString: endpoint.connectionString, dataDir: join(dataDir, 'client') })
  let log = await open()
  return {
    log,
    reopen: async () => {
      await log.close()
      log = await open()
      return log
    },
    close: async () => {
      await log.close()
      await endpoint.close()
      await eventLog.close()
      await remove()
    },
  }
})
