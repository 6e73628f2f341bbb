import { afterEach } from 'vitest'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { startEndpoint } from '../../../src/wire/endpoint.js'
import { noGuard } from '../../../src/wire/guard.js'
import { keptOf } from '../../support/copying.js'
import { freshFolder } from '../../support/embedded.js'

/** Folders and servers to copy between. What a test makes goes when it ends. */
export const copyScene = () => {
  const closers: (() => Promise<void> | void)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })

  const folder = async (): Promise<string> => {
    const { dataDir, remove } = await freshFolder()
    closers.push(remove)
    return dataDir
  }

  /** An empty log in this process, served in EventStoreDB's protocol. */
  const server = async () => {
    const log = await openEmbeddedLog({ dataDir: await folder(), thread: 'worker' })
    closers.push(log.close)
    const endpoint = await startEndpoint({ eventLog: log, guard: noGuard(), port: 0, onWarning: () => undefined })
    closers.push(endpoint.close)
    return { log, connectionString: endpoint.connectionString }
  }
  return { closers, folder, server }
}

export const keptIn = async (dataDir: string) => {
  const reader = openEmbeddedReader({ dataDir })
  try {
    return await keptOf(reader)
  } finally {
    reader.close()
  }
}

/** Lines of progress appear where a step takes long. */
export const withoutProgress = (stderr: string): string => stderr.replaceAll(/^[a-z ]+: \d+ % .*\n/gm, '')
