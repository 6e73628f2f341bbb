import { Buffer } from 'node:buffer'
import { setMaxListeners } from 'node:events'
import * as E from 'fp-ts/lib/Either.js'
import type { AppendError, AppendResult, EventLog, NewEvent, StreamAppend } from '../../ports/event-log.js'
import type { OwnedLog } from '../../ports/owned-log.js'
import { metadataStreamOf } from '../../ports/reserved-names.js'
import { appendLimits, checkAppend, checkDescribable, isAppendError } from '../embedded/append-check.js'
import { makeDataFolder } from '../embedded/data-folder.js'
import { metadataAppend } from '../embedded/stream-metadata.js'
import { appendBytesMax } from './append-batch.js'
import { createAppendLines } from './append-lines.js'
import type { AppendLines } from './append-lines.js'
import type { LineEnds, Placed } from './line-ends.js'
import { openConnection } from './connection.js'
import { addressOf } from './create-client.js'
import type { Connection } from './connection.js'
import { failureOf, reasonOf } from './failure.js'
import { idIndexFile, openIdIndex, removeIdIndex } from './id-index.js'
import type { IdIndex } from './id-index.js'
import { startIndexFollower } from './index-follower.js'
import { createIdentification, readLogIdentity } from './log-identity.js'
import { createHead } from './log-head.js'
import { createLogReader, readPlace } from './log-reader.js'
import { readStreamPage } from './read-call.js'
import { createSender, toAppendError } from './sender.js'
import { refusalOfMany } from './refusal-of-many.js'
import { callTombstone } from './tombstone-call.js'
import { createUnchangedMemory } from './unchanged-memory.js'

export interface EventStoreDbLogOptions {
  /** `esdb://…` or `esdb+discover://…`; it may hold a password and is told to nobody. */
  readonly connectionString: string
  /** Where the id index is kept. The caller sees to it that no other process has it open for writing. */
  readonly dataDir: string
  /** ms since the epoch. */
  readonly now?: () => number
  /** How long an append may take, by default what the connection string says (`defaultDeadline`) or 5 s; how long one without an answer is sent again, 15 s. */
  readonly appendDeadlineMs?: number
  readonly retryMs?: number
  /** How long a subscription may be silent before it is looked into, 5 s by default. */
  readonly silenceMs?: number
  /** How long opening waits for the log and for the id index, 10 s by default. */
  readonly openMs?: number
  /** Told once when the log cannot be used any more, and when it can again. */
  readonly onWarning?: (warning: string) => void
}

/**
 * EventStoreDB as the log of one process. Where the server cannot be reached appends are refused at once, reads answer `LogUnavailable`, and everything goes on by
 * itself when it is back. Opening takes `openMs` at most: a folder that has met its log opens without it, a new one cannot.
 * Rejects with a ConnectionStringError; with an AnotherLogError where the server holds another log than the folder was used with; with an Error where the server
 * refuses the credentials, or a new folder cannot reach it.
 */
export const openEventStoreDbLog = async (options: EventStoreDbLogOptions): Promise<OwnedLog> => {
  const address = addressOf(options.connectionString)
  makeDataFolder(options.dataDir)
  const connections = [openConnection(address), openConnection(address)] as const
  const [reads, writes] = connections
  const index = openIdIndex(idIndexFile(options.dataDir), 'write')
  const openMs = options.openMs ?? 10_000
  try {
    const logId = index.logId() ?? (await firstIdentity(reads, index, openMs))
    const appendDeadlineMs = options.appendDeadlineMs ?? address.options.defaultDeadline ?? 5_000
    return await openOn({ ...options, appendDeadlineMs, openMs, reads, writes, index, logId })
  } catch (error) {
    const metItsLog = index.logId() !== undefined
    index.close()
    // So that the folder can still be used with another.
    if (!metItsLog) removeIdIndex(options.dataDir)
    for (const connection of connections) connection.close()
    throw error
  }
}

interface Parts extends EventStoreDbLogOptions {
  readonly appendDeadlineMs: number
  readonly openMs: number
  readonly reads: Connection
  readonly writes: Connection
  readonly index: IdIndex
  readonly logId: string
}

const openOn = async (parts: Parts): Promise<OwnedLog> => {
  const { reads, writes, index, logId } = parts
  const closing = new AbortController()
  // Each append that waits for its next attempt listens.
  setMaxListeners(0, closing.signal)
  const listeners = new Set<(position: number) => void>()
  let position = index.checkpoint()
  let down: string | undefined
  const onAppended = (stored: number): void => {
    position = Math.max(position, stored)
    for (const listener of listeners) listener(position)
  }
  const indexTrouble = (): string | undefined => (closing.signal.aborted ? 'the log is closed' : follower.trouble())
  const identification = createIdentification(reads, logId)
  // One for both, so that what others wrote behind our last event is walked over once.
  const head = createHead(reads)
  const reader = createLogReader({
    connection: reads,
    identification,
    head,
    index,
    logId,
    indexTrouble,
    silenceMs: parts.silenceMs ?? 5_000,
  })
  const follower = startIndexFollower({
    index,
    identify: identification.check,
    head,
    follow: (after, signal) => reader.follow({ after, maxBatchEvents: 1_000, signal }),
    onBatch: (batch) => {
      down = undefined
      if (batch.position > position) onAppended(batch.position)
    },
    onTrouble: tellOnce(parts.onWarning ?? (() => undefined)),
    closing: closing.signal,
  })
  const send = createSender({
    connection: writes,
    deadlineMs: parts.appendDeadlineMs,
    retryMs: parts.retryMs ?? 15_000,
    closing: closing.signal,
    onAnswer: () => (down = undefined),
    onTrouble: (reason) => (down = reason),
    onUnsettled: follower.doubt,
  })
  const lines = createAppendLines({ ...createLineEnds(reads, index), send, onStored: onAppended })
  const trouble = (): string | undefined => indexTrouble() ?? down
  const appends = createAppends({ reads, writes, index, lines, trouble })
  try {
    await follower.settled(parts.openMs)
  } catch (error) {
    closing.abort()
    await follower.ended
    throw error
  }

  return {
    ...reader,
    ...appends,
    capabilities: { atomicAcrossStreams: false },
    unchangedMemory: createUnchangedMemory(index.db, parts.now ?? Date.now),
    onAppended: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    appendTrouble: trouble,
    seenRevision: index.lastRevision,
    status: () => {
      const { events: queuedEvents, bytes: queuedBytes } = lines.queued()
      const reason = trouble()
      const state = closing.signal.aborted ? 'closed' : reason === undefined ? 'ready' : 'unavailable'
      return { state, ...(reason === undefined ? {} : { reason }), position, queuedEvents, queuedBytes }
    },
    close: async () => {
      if (closing.signal.aborted) return
      closing.abort()
      await lines.drain()
      await follower.ended
      index.close()
      reads.close()
      writes.close()
    },
  }
}

/** An outage has a first reason and an end; the reasons that its retries give are left out. */
const tellOnce = (warn: (warning: string) => void) => {
  let told: boolean | undefined
  return (reason: string | undefined): void => {
    if (reason !== undefined && told !== true) warn(`The log cannot be used: ${reason}`)
    else if (reason === undefined && told === true) warn('The log can be used again.')
    told = reason !== undefined
  }
}

/** A folder's first meeting with its log. */
const firstIdentity = async (connection: Connection, index: IdIndex, openMs: number): Promise<string> => {
  const until = performance.now() + openMs
  for (;;) {
    try {
      const logId = await readLogIdentity(connection)
      index.setLogId(logId)
      return logId
    } catch (error) {
      if (performance.now() > until || failureOf(error).kind === 'Refused')
        throw new Error(`the log cannot be reached: ${reasonOf(error)}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

interface AppendParts {
  readonly reads: Connection
  readonly writes: Connection
  readonly index: IdIndex
  readonly lines: AppendLines
  /** Why nothing is taken now. */
  readonly trouble: () => string | undefined
}

const createAppends = (parts: AppendParts): Pick<EventLog, 'append' | 'setStreamMetadata' | 'tombstone'> => {
  const { lines, trouble } = parts
  const unavailable = (): E.Either<AppendError, never> | undefined => {
    const reason = trouble()
    return reason === undefined ? undefined : E.left({ _tag: 'LogUnavailable', reason })
  }
  const append: EventLog['append'] = (appends) => async () => {
    const checked = checkAppend(appends)
    if (isAppendError(checked)) return E.left(checked)
    if (appends.some(({ events }) => events.some(isTooLarge)))
      return E.left({ _tag: 'TooLarge', what: 'bytes', limit: appendBytesMax })
    const refused = unavailable()
    if (refused !== undefined) return refused
    const [only] = appends
    if (only === undefined || appends.length > 1) return appendMany(parts, appends)
    const placed = await lines.submit(only)
    return E.isLeft(placed) ? placed : E.right(toResult([only], [placed.right]))
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
      const refused = unavailable()
      if (refused !== undefined) return refused
      try {
        const position = await callTombstone(parts.writes, stream, expected)
        const last = Number.MAX_SAFE_INTEGER
        return E.right({ streams: [{ stream, firstRevision: last, lastRevision: last }], position })
      } catch (error) {
        const failed = toAppendError(error, stream)
        return E.left(failed._tag === 'WrongExpectedRevision' ? { ...failed, expected } : failed)
      }
    },
  }
}

const isTooLarge = ({ data, metadata }: NewEvent): boolean =>
  data.byteLength > appendBytesMax || metadata.byteLength > appendLimits.bytes

/** One stream after the other, in the order given, once all of them would be taken. What an earlier attempt has stored is found by its ids. */
const appendMany = async (
  { reads, index, lines }: AppendParts,
  appends: readonly StreamAppend[],
): Promise<E.Either<AppendError, AppendResult>> => {
  const refused = await refusalOfMany(reads, index, appends)
  if (refused !== undefined) return E.left(refused)
  const places: Placed[] = []
  for (const append of appends) {
    const placed = await lines.submit(append)
    if (E.isLeft(placed)) return placed
    places.push(placed.right)
  }
  return E.right(toResult(appends, places))
}

const toResult = (appends: readonly StreamAppend[], places: readonly Placed[]): AppendResult => ({
  streams: places.map(({ firstRevision, lastRevision }, at) => ({
    stream: appends[at]?.stream ?? '',
    firstRevision,
    lastRevision,
  })),
  position: places.at(-1)?.position ?? -1,
})

const learnPage = 1_000

const createLineEnds = (reads: Connection, index: IdIndex): Omit<LineEnds, 'send' | 'onStored'> => {
  const tried = async <A>(stream: string, read: () => Promise<A>): Promise<E.Either<AppendError, A>> => {
    try {
      return E.right(await read())
    } catch (error) {
      return E.left(toAppendError(error, stream))
    }
  }
  return {
    find: index.find,
    lastSeen: index.lastRevision,
    learn: (stream, after, actual) =>
      tried(stream, async () => {
        for (let from = after + 1; from <= actual;) {
          const { events } = await readStreamPage(reads, stream, 'forwards', from, learnPage)
          index.note(events)
          const last = events.at(-1)
          if (last === undefined) break
          from = last.revision + 1
        }
        if (actual >= 0) index.noteRevision(stream, actual)
      }),
    hasMetadata: (stream) =>
      tried(stream, async () => {
        const page = await readStreamPage(reads, metadataStreamOf(stream), 'backwards', undefined, 1)
        return page.events.length > 0
      }),
    note: index.note,
    positionsOf: async (stream, first, last) => {
      const page = await readStreamPage(reads, stream, 'forwards', first, last - first + 1).catch(() => undefined)
      return new Map(page?.events.map(({ revision, position }) => [revision, position]))
    },
    isSame: (place, event) =>
      tried(place.stream, async () => {
        const found = await readPlace(reads, event.id.toLowerCase(), place)
        return found === undefined || (sameBytes(found.data, event.data) && sameBytes(found.metadata, event.metadata))
      }),
  }
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0
