import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { eventLogContract } from '../../contract/event-log.contract.js'
import type { EventLog } from '../../../src/ports/event-log.js'
import { freshFolder } from '../../support/embedded.js'
import { streamByStream } from '../../support/stream-by-stream.js'

const contractOf = (name: string, thread: 'in-thread' | 'worker', as: (log: EventLog) => EventLog): void => {
  eventLogContract(name, async () => {
    const { dataDir, remove } = await freshFolder()
    let log = await openEmbeddedLog({ dataDir, thread })
    return {
      log: as(log),
      reopen: async () => {
        await log.close()
        log = await openEmbeddedLog({ dataDir, thread })
        return as(log)
      },
      close: async () => {
        await log.close()
        await remove()
      },
    }
  })
}

for (const thread of ['in-thread', 'worker'] as const) contractOf(`embedded, ${thread}`, thread, (log) => log)
// The suite's lesser guarantee, which the embedded log does not need.
contractOf('stored stream by stream', 'in-thread', streamByStream)
