import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { openEventStoreDbLog } from '../../../src/adapters/eventstoredb/eventstoredb-log.js'
import { noGuard } from '../../../src/wire/guard.js'
import { startEndpoint } from '../../../src/wire/endpoint.js'
import { eventLogContract } from '../../contract/event-log.contract.js'
import { freshFolder } from '../../support/embedded.js'
import { newEvent, right } from '../../support/event-log-fixtures.js'

const openOn =
  (options: { readonly streamPrefix: string; readonly sharedWith: readonly string[] } | undefined) => async () => {
    const { dataDir, remove } = await freshFolder()
    const eventLog = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
    for (const stream of options?.sharedWith ?? [])
      for (const event of [newEvent(), newEvent({}, { data: Buffer.from('no JSON'), isJson: false })])
        await right(eventLog.append([{ stream, expected: 'any', events: [event] }]))
    const endpoint = await startEndpoint({ eventLog, guard: noGuard(), port: 0, onWarning: () => undefined })
    const connectionString = `${endpoint.connectionString}${options === undefined ? '' : `&streamPrefix=${options.streamPrefix}`}`
    const open = () => openEventStoreDbLog({ connectionString, dataDir: join(dataDir, 'client') })
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
  }

eventLogContract('EventStoreDB, its protocol served from the embedded log', openOn(undefined))

const others = ['order-1', 'acme', 'acme2/thing-1', '$$acme2/thing-1', '$$order-1', '$stats-here']
eventLogContract(
  'EventStoreDB, with a prefix on a server that others use too',
  openOn({ streamPrefix: 'acme/', sharedWith: others }),
)
