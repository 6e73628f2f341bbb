import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { openEventStoreDbLog } from '../../src/adapters/eventstoredb/eventstoredb-log.js'
import type { EventStoreDbLogOptions } from '../../src/adapters/eventstoredb/eventstoredb-log.js'
import type { StreamAppend } from '../../src/ports/event-log.js'
import type { OwnedLog } from '../../src/ports/owned-log.js'
import { newEvent } from './event-log-fixtures.js'
import { temporaryFolder } from './temporary-folder.js'
import { openEndpoint } from './wire.js'
import type { OpenEndpoint } from './wire.js'
import { startProxy } from './wire-proxy.js'
import type { WireProxy } from './wire-proxy.js'
import { startRelay } from './wire-relay.js'
import type { WireRelay } from './wire-relay.js'

/** An endpoint over an empty log, with what stands before it. */
export interface Scene {
  readonly server: OpenEndpoint
  /** Before the endpoint: for bytes. */
  readonly proxy: WireProxy
  /** Before the endpoint: for calls. */
  readonly relay: WireRelay
  readonly folder: string
  /** Opens the adapter, through the proxy unless a connection string is given, with the folder's subfolder `client`. It is closed after the test. */
  readonly open: (options?: Partial<EventStoreDbLogOptions>) => Promise<OwnedLog>
}

/** A scene of its own for each test of the file. */
export const underFaults = (): (() => Scene) => {
  let scene: Scene | undefined
  const opened: OwnedLog[] = []
  let remove = (): void => undefined

  beforeEach(async () => {
    const server = await openEndpoint()
    const proxy = await startProxy(server.endpoint.port)
    const relay = await startRelay(server.endpoint.port)
    const folder = temporaryFolder()
    remove = folder.remove
    const open: Scene['open'] = async (options = {}) => {
      const log = await openEventStoreDbLog({
        connectionString: `esdb://127.0.0.1:${proxy.port}?tls=false`,
        dataDir: join(folder.path, 'client'),
        ...options,
      })
      opened.push(log)
      return log
    }
    scene = { server, proxy, relay, folder: folder.path, open }
  }, 60_000)

  afterEach(async () => {
    scene?.proxy.release()
    for (const log of opened.splice(0)) await log.close()
    scene?.relay.close()
    await scene?.proxy.close()
    await scene?.server.close()
    remove()
  }, 60_000)

  return () => {
    if (scene === undefined) throw new Error('there is no scene outside of a test')
    return scene
  }
}

/** For what takes as long as it takes. */
export const long = { timeout: 60_000, interval: 25 }

export const ready = (log: OwnedLog): Promise<void> =>
  vi.waitFor(() => expect(log.status()).toMatchObject({ state: 'ready' }), long)

/** An append of one event to the end of a stream. */
export const one = (stream: string, id: string = randomUUID()): readonly StreamAppend[] => [
  { stream, expected: 'any', events: [newEvent({}, { id })] },
]
