import { Buffer } from 'node:buffer'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Snapshot, SnapshotStore } from '../../ports/snapshot-store.js'
import { dataFiles, makeDataFolder } from './data-folder.js'
import { makeSnapshotFile, removeSnapshotFile, toSnapshot } from './snapshot-file.js'
import type { SnapshotRow } from './snapshot-file.js'
import { snapshotInThread, snapshotThread } from './snapshot-links.js'
import type { SnapshotLink } from './snapshot-links.js'
import { isDamage } from './snapshot-writer.js'

export interface SnapshotStoreOptions {
  readonly dataDir: string
  /** Snapshots of another log are thrown away. */
  readonly logId: string
  readonly thread: 'worker' | 'in-thread'
}

export type OpenSnapshotStore = SnapshotStore & {
  /** Resolves once nothing waits to be written. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

const waitingMax = 256
const waitingBytesMax = 16 * 1024 * 1024
const remadeMax = 3
const triedRowsMax = 8

/**
 * snapshots.db of a data folder. Nothing about it can fail a read or a write of the log: a file that turns out to be damaged is made anew (three times at most, then the
 * store keeps nothing until it is opened again), and a row that does not match its digest is passed over.
 * @throws Error where the file cannot be made at all.
 */
export const openSnapshotStore = ({ dataDir, logId, thread }: SnapshotStoreOptions): OpenSnapshotStore => {
  const file = dataFiles(dataDir).snapshots
  makeDataFolder(dataDir)
  makeSnapshotFile(file, logId)
  let reader: Reader | undefined = openReader(file)
  let link: SnapshotLink | undefined
  let remade = 0
  let closed = false
  const waiting: number[] = []
  let waitingBytes = 0
  let listeners: (() => void)[] = []

  const takenOff = (count: number): void => {
    for (const bytes of waiting.splice(0, count)) waitingBytes -= bytes
    if (waiting.length > 0) return
    for (const listener of listeners) listener()
    listeners = []
  }

  const stop = async (): Promise<void> => {
    const [oldLink, oldReader] = [link, reader]
    link = undefined
    reader = undefined
    oldReader?.close()
    await oldLink?.close()
    takenOff(waiting.length)
  }

  const remake = async (): Promise<void> => {
    if (reader === undefined) return
    remade += 1
    await stop()
    if (closed || remade > remadeMax) return
    try {
      removeSnapshotFile(file)
      makeSnapshotFile(file, logId)
      reader = openReader(file)
    } catch {
      // The disk does not let it be made: the store stays empty, and the log goes on without it.
    }
  }

  const open = thread === 'worker' ? snapshotThread : snapshotInThread
  return {
    nearest: (stream, version) => () => {
      try {
        return Promise.resolve(E.right(reader?.nearest(stream, version)))
      } catch (error) {
        if (isDamage(error)) void remake()
        return Promise.resolve(E.right(undefined))
      }
    },
    save: (snapshot) => {
      const bytes = Buffer.byteLength(snapshot.state) + 256
      if (reader === undefined || waiting.length >= waitingMax || waitingBytes + bytes > waitingBytesMax) return
      waiting.push(bytes)
      waitingBytes += bytes
      link ??= open(file, ({ done, damaged }) => {
        takenOff(done)
        if (damaged) void remake()
      })
      link.save(snapshot)
    },
    settled: () =>
      waiting.length === 0 ? Promise.resolve() : new Promise<void>((resolve) => void listeners.push(resolve)),
    close: async () => {
      closed = true
      await stop()
    },
  }
}

/** The snapshots of a data folder for reading alone, beside its owner: what is not there, or cannot be read, is left out; nothing is kept. */
export const openSnapshotReader = (dataDir: string): SnapshotStore & { readonly close: () => void } => {
  let reader: Reader | undefined
  try {
    reader = openReader(dataFiles(dataDir).snapshots)
  } catch {
    reader = undefined
  }
  return {
    nearest: (stream, version) => () => {
      try {
        return Promise.resolve(E.right(reader?.nearest(stream, version)))
      } catch {
        return Promise.resolve(E.right(undefined))
      }
    },
    save: () => undefined,
    close: () => reader?.close(),
  }
}

interface Reader {
  readonly nearest: (stream: string, version: number) => Snapshot | undefined
  readonly close: () => void
}

const openReader = (file: string): Reader => {
  const db = new Database(file, { readonly: true, timeout: 1_000 })
  // `LIMIT +?`: a bare `LIMIT ?` is compiled anew for every run (see log-reads.ts).
  const rows = db.prepare<[string, number, number], SnapshotRow>(
    'SELECT * FROM snapshots WHERE stream = ? AND version <= ? ORDER BY version DESC LIMIT +?',
  )
  return {
    nearest: (stream, version) => {
      const [first] = rows.all(stream, version, 1)
      const snapshot = first && toSnapshot(first)
      if (first === undefined || snapshot !== undefined) return snapshot
      for (const row of rows.all(stream, first.version - 1, triedRowsMax)) {
        const older = toSnapshot(row)
        if (older !== undefined) return older
      }
      return undefined
    },
    close: () => {
      db.close()
    },
  }
}
