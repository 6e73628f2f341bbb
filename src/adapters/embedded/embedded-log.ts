import { randomUUID } from 'node:crypto'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AppendError, AppendResult, EventLog, StreamAppend } from '../../ports/event-log.js'
import type { OwnedLog } from '../../ports/owned-log.js'
import type { CommitMetrics } from '../../ports/metrics.js'
import type { UnchangedMemory } from '../../ports/unchanged-memory.js'
import { checkAppend, checkDescribable, isAppendError } from './append-check.js'
import { dataFiles, makeDataFolder } from './data-folder.js'
import { attempt, createLogReader } from './log-reader.js'
import { openLogForReading } from './log-schema.js'
import { createSharedReads } from './shared-reads.js'
import { metadataAppend } from './stream-metadata.js'
import { findUnchangedId, holdsUnchangedIds } from './unchanged-ids.js'
import { createWriteQueue } from './write-queue.js'
import type { QueueBounds, WriteQueue } from './write-queue.js'
import { packRequests } from './write-request.js'
import type { Stored } from './write-request.js'
import { startWriterInThread } from './writer-in-thread.js'
import type { WriterEvents } from './writer-link.js'
import { startWriterThread } from './writer-thread.js'

export interface EmbeddedLogOptions extends Partial<QueueBounds> {
  readonly dataDir: string
  /** `worker`: commits never stall the calling thread. `in-thread`: for tests. */
  readonly thread: 'worker' | 'in-thread'
  /** ms since the epoch. The worker has the system's clock for what it stores; this one is then for `$maxAge` and the 24 hours of unchanged ids. */
  readonly now?: () => number
  readonly metrics?: CommitMetrics | undefined
  /** In-thread only: see LogCoreOptions. */
  readonly onOpen?: (db: Database.Database) => void
  /** Worker only: another module for the thread (tests). */
  readonly writerModule?: URL
}

export type EmbeddedLog = OwnedLog

const defaultBounds: QueueBounds = { maxQueuedEvents: 20_000, maxQueuedBytes: 64 * 1024 * 1024 }

/**
 * Opens the log of a data folder, made where there is none. The caller sees to it that no other process writes it (folder-owner.ts).
 * Rejects with an Error where it cannot be opened: not a log, newer than this program, no room.
 */
export const openEmbeddedLog = async (options: EmbeddedLogOptions): Promise<EmbeddedLog> => {
  makeDataFolder(options.dataDir)
  const file = dataFiles(options.dataDir).log
  const now = options.now ?? Date.now
  const listeners = new Set<(position: number) => void>()
  let position = -1
  let closed = false
  const onStored = (stored: number): void => {
    position = stored
    for (const listener of listeners) listener(stored)
  }
  const bounds = { ...defaultBounds, ...definedBounds(options) }
  const queue: WriteQueue = createWriteQueue(bounds, () => link, onStored)
  const events: WriterEvents = {
    onAnswers: (message) => {
      if (message.commit !== undefined) options.metrics?.committed(message.commit)
      // Nobody who hears of a commit may read what was before it.
      reads.shared.renew()
      queue.answered(message)
    },
    onDown: queue.failSent,
  }
  const link =
    options.thread === 'worker'
      ? await startWriterThread(
          { file, position: () => position, ...(options.writerModule && { module: options.writerModule }) },
          events,
        )
      : startWriterInThread({ file, now, ...(options.onOpen && { onOpen: options.onOpen }) }, events)
  position = link.opened.position
  const onAppended = (listener: (position: number) => void): (() => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
  let reads: Reads
  try {
    reads = openReads(file, now, onAppended, queue)
  } catch (error) {
    await link.close()
    throw error
  }

  return {
    ...reads.reader,
    ...createAppends(queue),
    capabilities: { atomicAcrossStreams: true },
    unchangedMemory: reads.unchangedMemory,
    onAppended,
    appendTrouble: () => {
      const reason = link.trouble()
      if (reason !== undefined && !closed) link.post(packRequests([]))
      return reason
    },
    status: () => {
      const { events: queuedEvents, bytes: queuedBytes } = queue.queued()
      const reason = link.trouble()
      const state = closed ? 'closed' : reason === undefined ? 'ready' : 'unavailable'
      return { state, ...(reason === undefined ? {} : { reason }), position, queuedEvents, queuedBytes }
    },
    close: async () => {
      if (closed) return
      closed = true
      await queue.drain()
      // The writer is the last to close, so that the whole WAL goes into the file.
      reads.db.close()
      for (const listener of listeners) listener(position)
      await link.close()
    },
  }
}

type Reads = ReturnType<typeof openReads>

const openReads = (file: string, now: () => number, onNews: EmbeddedLog['onAppended'], queue: WriteQueue) => {
  const db = openLogForReading(file)
  try {
    const shared = createSharedReads(db)
    return {
      db,
      shared,
      reader: createLogReader({ db, now, onNews, shared }),
      unchangedMemory: createUnchangedMemory(db, now, queue),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

const createAppends = (queue: WriteQueue): Pick<EventLog, 'append' | 'setStreamMetadata' | 'tombstone'> => {
  const append =
    (appends: readonly StreamAppend[]): TaskEither<AppendError, AppendResult> =>
    async () => {
      const checked = checkAppend(appends)
      if (isAppendError(checked)) return E.left(checked)
      const answer = await queue.submit({ kind: 'append', appends }, checked)
      return E.isLeft(answer) ? answer : E.right(toResult(appends, answer.right))
    }
  return {
    append,
    setStreamMetadata: (stream, expected, metadata) => {
      const described = metadataAppend(stream, expected, metadata)
      return E.isLeft(described) ? () => Promise.resolve(described) : append([described.right])
    },
    tombstone: (stream, expected) => async () => {
      const reason = checkDescribable(stream)
      if (reason !== undefined) return E.left({ _tag: 'InvalidAppend', reason })
      const answer = await queue.submit(
        { kind: 'tombstone', stream, expected, id: randomUUID() },
        { events: 1, bytes: 0 },
      )
      return E.isLeft(answer) ? answer : E.right(toResult([{ stream }], answer.right))
    },
  }
}

const createUnchangedMemory = (db: Database.Database, now: () => number, queue: WriteQueue): UnchangedMemory => {
  const find = findUnchangedId(db, now)
  // This process alone writes the log: while it has remembered nothing and found nothing at the start, there is nothing to look for.
  let holdsAny = holdsUnchangedIds(db)
  return {
    find: (tenant, id) => (holdsAny ? attempt(() => E.right(find(tenant, id))) : notRemembered),
    remember: (entry) => async () => {
      holdsAny = true
      return E.map(() => undefined)(await queue.submit({ kind: 'remember', entry }, { events: 1, bytes: 256 }))
    },
  }
}

const notRemembered: TaskEither<never, undefined> = () => Promise.resolve(E.right(undefined))

const toResult = (asked: readonly Pick<StreamAppend, 'stream'>[], { streams, position }: Stored): AppendResult => ({
  streams: streams.map(({ firstRevision, lastRevision }, index) => ({
    stream: asked[index]?.stream ?? '',
    firstRevision,
    lastRevision,
  })),
  position,
})

const definedBounds = ({ maxQueuedEvents, maxQueuedBytes }: Partial<QueueBounds>): Partial<QueueBounds> => ({
  ...(maxQueuedEvents === undefined ? {} : { maxQueuedEvents }),
  ...(maxQueuedBytes === undefined ? {} : { maxQueuedBytes }),
})
