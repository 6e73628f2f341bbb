import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { eventLogContract } from '../../contract/event-log.contract.js'
import { freshFolder } from '../../support/embedded.js'

for (const thread of ['in-thread', 'worker'] as const) {
  eventLogContract(`embedded, ${thread}`, async () => {
    const { dataDir, remove } = await freshFolder()
    let log = await openEmbeddedLog({ dataDir, thread })
    return {
      log,
      reopen: async () => {
        await log.close()
        log = await openEmbeddedLog({ dataDir, thread })
        return log
      },
      close: async () => {
        await log.close()
        await remove()
      },
    }
  })
}
