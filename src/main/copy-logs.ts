import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { dataFiles } from '../adapters/embedded/data-folder.js'
import { openEmbeddedLog } from '../adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../adapters/embedded/embedded-reader.js'
import { ownFolder } from '../adapters/embedded/folder-owner.js'
import { idIndexFile } from '../adapters/eventstoredb/id-index.js'
import { eventDigest } from '../adapters/system/event-digest.js'
import { systemClock } from '../adapters/system/system-clock.js'
import { uuidIds } from '../adapters/system/uuid-ids.js'
import { copyLog } from '../application/copy-log/copy-log.js'
import type { CopyFailure } from '../application/copy-log/copy-failure.js'
import type { CopyReport } from '../application/copy-log/copy-report.js'
import { verifyCopy } from '../application/copy-log/verify-copy.js'
import type { CopyLogsOptions } from '../cli/environment.js'
import { invalidInput } from '../domain/errors.js'
import { formatTime } from '../domain/time.js'
import type { EventLogReader } from '../ports/event-log.js'
import type { OwnedLog } from '../ports/owned-log.js'
import { AnnalsFailure } from './annals-failure.js'
import { carryKeys, hasAnotherKey } from './carry-keys.js'

const patienceMs = 60_000

/**
 * Copies a log into another, or compares the two. Rejects with an AnnalsFailure whose text names the option and never repeats a connection string: `InvalidInput`
 * where a place cannot be what it was given as, `DataFolderInUse`, and `Unavailable` where one cannot be opened.
 */
export const copyLogs = async (options: CopyLogsOptions): Promise<E.Either<CopyFailure, CopyReport>> => {
  const closers: Closers = []
  try {
    const source = await named('--from', () => openReader('--from', options.from, closers))
    if (options.verifyOnly) {
      const target = await named('--to', () => openReader('--to', options.to, closers))
      return await verifyCopy({ source, target, ids: uuidIds, digest: eventDigest, patienceMs })(options)()
    }
    const target = await named('--to', () => openTarget(options, closers))
    const copied = await copyLog({
      source,
      target,
      ids: uuidIds,
      clock: systemClock,
      digest: eventDigest,
      patienceMs,
      targetProgress: () => target.status().position,
    })(options)()
    if (E.isRight(copied)) carryKeys(folderOf(options.from) ?? options.dataDir, folderOf(options.to) ?? options.dataDir)
    return copied
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

/** Whether a place is a connection string. One that is mistyped too: it is no name of a folder, and may hold a password. */
const isServer = (place: string): boolean => /^[A-Za-z][A-Za-z+]+:|^[^/]*@/.test(place)
const folderOf = (place: string): string | undefined => (isServer(place) ? undefined : place)

const anotherKey = (folder: string): string =>
  `${folder} has a redaction.key of its own, by which a redacted value would look changed: take a new folder`

type Closers = (() => Promise<void> | void)[]

const wrongPlaces: ReadonlySet<string> = new Set(['ConnectionStringError', 'AnotherLogError', 'UnusedLogError'])

/** Errors of the place that an option names. */
const named = async <A>(field: string, open: () => Promise<A>): Promise<A> => {
  try {
    return await open()
  } catch (error) {
    if (error instanceof AnnalsFailure || !(error instanceof Error)) throw error
    throw new AnnalsFailure(
      wrongPlaces.has(error.name)
        ? invalidInput(field, error.message)
        : { _tag: 'Unavailable', reason: `${field}: ${error.message}`, retryAfterSeconds: 5 },
    )
  }
}

/** Beside its owner, where it has one. */
const openReader = async (field: string, place: string, closers: Closers): Promise<EventLogReader> => {
  if (!isServer(place) && !existsSync(dataFiles(place).log))
    throw new AnnalsFailure(invalidInput(field, `there is no Annals log in ${place}`))
  const reader = isServer(place) ? await openSource(place) : openEmbeddedReader({ dataDir: resolve(place) })
  closers.push(reader.close)
  return reader
}

/** Loaded where it is wanted alone: it takes longer than the rest. */
const openSource = async (connectionString: string): Promise<EventLogReader & { readonly close: () => void }> => {
  const { openEventStoreDbSource } = await import('../adapters/eventstoredb/open-source.js')
  return openEventStoreDbSource(connectionString)
}

/** Owns the target's folder for the time: no other process writes it. */
const openTarget = async ({ from, to, dataDir }: CopyLogsOptions, closers: Closers): Promise<OwnedLog> => {
  const folder = resolve(folderOf(to) ?? dataDir ?? temporaryFolder(closers))
  if (isServer(to) && existsSync(dataFiles(folder).log))
    throw new AnnalsFailure(
      invalidInput('--data-dir', `${folder} has a log of its own: one on EventStoreDB needs another folder`),
    )
  if (!isServer(to) && existsSync(idIndexFile(folder)))
    throw new AnnalsFailure(invalidInput('--to', `${folder} belongs to a log on EventStoreDB`))
  const card = { pid: process.pid, command: 'copy', startedAt: formatTime(Date.now()) }
  const owner = ownFolder(folder, card)
  if (E.isLeft(owner)) throw new AnnalsFailure(owner.left)
  closers.push(owner.right.release)
  if (hasAnotherKey(folderOf(from) ?? dataDir, folder))
    throw new AnnalsFailure(invalidInput(isServer(to) ? '--data-dir' : '--to', anotherKey(folder)))
  const log = isServer(to) ? await openServer(to, folder) : await openEmbeddedLog({ dataDir: folder, thread: 'worker' })
  closers.push(log.close)
  return log
}

const openServer = async (connectionString: string, dataDir: string): Promise<OwnedLog> => {
  const { openEventStoreDbLog } = await import('../adapters/eventstoredb/eventstoredb-log.js')
  return openEventStoreDbLog({ connectionString, dataDir })
}

/** For the index of ids, where no folder is to keep it. */
const temporaryFolder = (closers: Closers): string => {
  const folder = mkdtempSync(join(tmpdir(), 'annals-copy-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
