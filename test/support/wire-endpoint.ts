// Serves EventStoreDB's protocol from the embedded log of a data folder as a program of its own, on a port, and writes the port to its output
// once it does. It ends when it is killed.
import { writeSync } from 'node:fs'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { noGuard } from '../../src/wire/guard.js'
import { startEndpoint } from '../../src/wire/endpoint.js'

const [, , dataDir = '', port = '0'] = process.argv
const eventLog = await openEmbeddedLog({ dataDir, thread: 'worker' })
const endpoint = await startEndpoint({ eventLog, guard: noGuard(), port: Number(port), onWarning: () => undefined })
writeSync(1, `${endpoint.port}\n`)
