import type { Either } from 'fp-ts/lib/Either.js'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { openEventStoreDbLog } from '../../src/adapters/eventstoredb/eventstoredb-log.js'
import { openEventStoreDbSource } from '../../src/adapters/eventstoredb/open-source.js'
import { eventDigest } from '../../src/adapters/system/event-digest.js'
import { systemClock } from '../../src/adapters/system/system-clock.js'
import { uuidIds } from '../../src/adapters/system/uuid-ids.js'
import type { CopyFailure } from '../../src/application/copy-log/copy-failure.js'
import { copyLog } from '../../src/application/copy-log/copy-log.js'
import type { CopyOptions, CopyReport, Notice } from '../../src/application/copy-log/copy-report.js'
import { verifyCopy } from '../../src/application/copy-log/verify-copy.js'
import type { EventLogReader, RecordedEvent } from '../../src/ports/event-log.js'
import type { OwnedLog } from '../../src/ports/owned-log.js'
import { startEndpoint } from '../../src/wire/endpoint.js'
import { noGuard } from '../../src/wire/guard.js'
import { freshFolder } from './embedded.js'
import { readBehind } from './event-log-fixtures.js'

/** A log of a test, closed and removed with the others by `closeAll`. */
export interface Places {
  readonly embedded: () => Promise<OwnedLog>
  /** An endpoint over an empty log, read and written through the adapter. */
  readonly server: (maxAppendBytes?: number) => Promise<ServerPlace>
  readonly closeAll: () => Promise<void>
}

export interface ServerPlace {
  /** What the endpoint serves from. */
  readonly behind: OwnedLog
  readonly connectionString: string
  readonly log: OwnedLog
  /** As a copy reads it: without an index of ids. */
  readonly source: () => Promise<EventLogReader>
}

export const openPlaces = (): Places => {
  const closers: (() => Promise<void> | void)[] = []
  const folder = async (): Promise<string> => {
    const { dataDir, remove } = await freshFolder()
    closers.push(remove)
    return dataDir
  }
  const embedded = async (): Promise<OwnedLog> => {
    const log = await openEmbeddedLog({ dataDir: await folder(), thread: 'in-thread' })
    closers.push(log.close)
    return log
  }
  return {
    embedded,
    server: async (maxAppendBytes) => {
      const behind = await embedded()
      const endpoint = await startEndpoint({
        eventLog: behind,
        guard: noGuard(),
        port: 0,
        onWarning: () => undefined,
        ...(maxAppendBytes === undefined ? {} : { maxAppendBytes }),
      })
      closers.push(endpoint.close)
      const { connectionString } = endpoint
      const log = await openEventStoreDbLog({ connectionString, dataDir: await folder() })
      closers.push(log.close)
      return {
        behind,
        connectionString,
        log,
        source: async () => {
          const source = await openEventStoreDbSource(connectionString)
          closers.push(source.close)
          return source
        },
      }
    },
    closeAll: async () => {
      for (const close of closers.splice(0).toReversed()) await close()
    },
  }
}

export interface Ran {
  readonly result: Either<CopyFailure, CopyReport>
  readonly notices: readonly Notice[]
}

export const runCopy = async (
  source: EventLogReader,
  target: OwnedLog,
  options: Partial<CopyOptions> = {},
): Promise<Ran> => {
  const notices: Notice[] = []
  const result = await copyLog({
    source,
    target,
    ids: uuidIds,
    clock: systemClock,
    digest: eventDigest,
    patienceMs: 30_000,
  })({ ...quiet, onNotice: (notice) => notices.push(notice), ...options })()
  return { result, notices }
}

export const runVerify = async (source: EventLogReader, target: EventLogReader): Promise<Ran> => {
  const notices: Notice[] = []
  const deps = { source, target, ids: uuidIds, digest: eventDigest, patienceMs: 1_000 }
  const result = await verifyCopy(deps)({ ...quiet, onNotice: (notice) => notices.push(notice) })()
  return { result, notices }
}

const quiet = {
  parallel: 1,
  signal: new AbortController().signal,
  onProgress: () => undefined,
}

/** All that a copy must keep of a log, in the order of the log; the tombstones by their streams alone. */
export const keptOf = async (log: EventLogReader): Promise<readonly unknown[]> =>
  (await readBehind(log, -1))
    .filter(isCopied)
    .map(({ stream, revision, id, type, isJson, data, metadata }) =>
      type === '$streamDeleted'
        ? { stream, type }
        : { stream, revision, id, type, isJson, data: base64(data), metadata: base64(metadata) },
    )

const isCopied = ({ stream }: RecordedEvent): boolean => !/^(\$\$)?annals\.(copy|log)$/.test(stream)
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
