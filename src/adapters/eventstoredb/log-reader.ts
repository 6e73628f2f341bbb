import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type {
  Direction,
  EventLogReader,
  ReadError,
  RecordedEvent,
  StreamMetadata,
  StreamSlice,
} from '../../ports/event-log.js'
import { metadataStreamOf } from '../../ports/reserved-names.js'
import { isUuid } from '../embedded/append-check.js'
import { parseMetadata } from '../embedded/stream-metadata.js'
import type { Connection } from './connection.js'
import { failureOf, toReadError } from './failure.js'
import { followLog } from './follow.js'
import type { IdIndex } from './id-index.js'
import { inParallel } from './in-parallel.js'
import type { Identification } from './log-identity.js'
import { readAllPage, readStreamPage } from './read-call.js'
import type { ReadPage } from './read-call.js'

export interface LogReaderParts {
  readonly connection: Connection
  readonly index: Pick<IdIndex, 'find' | 'lastRevision'>
  readonly logId: string
  readonly identification: Identification
  /** Finds the position of our last event, as `createHead` makes it. */
  readonly head: () => Promise<number>
  /** Why the index does not know every id of the log now. */
  readonly indexTrouble: () => string | undefined
  readonly silenceMs: number
}

const limitMax = 4_096
const positionsMax = 1_000
const readsAtOnce = 16
/** Events read at once where the first ones were not ours. */
const skipEvents = 512

/** The reading half of the log. Only our streams are in what is read of everything. Throws RangeError for a limit out of its range. */
export const createLogReader = (parts: LogReaderParts): EventLogReader => {
  const { connection, index, identification, head } = parts
  const attempt =
    <A>(stream: string, read: () => Promise<A>): TaskEither<ReadError, A> =>
    async () => {
      const mismatch = identification.mismatch()
      if (mismatch !== undefined) return E.left({ _tag: 'LogUnavailable', reason: mismatch.message })
      try {
        return E.right(await read())
      } catch (error) {
        return E.left(toReadError(error, stream))
      }
    }
  return {
    logId: parts.logId,
    readStream: (stream, { direction, fromRevision, limit }) => {
      checkLimit(limit)
      return attempt(stream, () => readSlice(parts, stream, direction, fromRevision, limit))
    },
    readAll: ({ direction, fromPosition, limit }) => {
      checkLimit(limit)
      return attempt('', () => readOwn(connection, direction, fromPosition, limit))
    },
    readPositions: (positions) => {
      if (positions.length > positionsMax) throw new RangeError(`at most ${positionsMax} positions can be read at once`)
      return attempt('', async () => {
        const found = await inParallel(positions, readsAtOnce, (position) => readPosition(connection, position))
        return found.filter((event) => event !== undefined)
      })
    },
    findById: (id) => async () => {
      if (!isUuid(id)) return E.right([])
      const reason = parts.indexTrouble()
      if (reason !== undefined) return E.left({ _tag: 'LogUnavailable', reason })
      const lower = id.toLowerCase()
      return attempt('', async () => {
        const found = await inParallel(index.find(lower), readsAtOnce, (place) => readPlace(connection, lower, place))
        return found.filter((event) => event !== undefined).toSorted((a, b) => a.position - b.position)
      })()
    },
    streamMetadata: (stream) => attempt(stream, () => readMetadata(connection, stream)),
    head: () => attempt('', head),
    follow: (options) => {
      checkLimit(options.maxBatchEvents)
      return followLog({ connection, identify: identification.check, head, silenceMs: parts.silenceMs }, options)
    },
  }
}

const readSlice = async (
  { connection, index }: LogReaderParts,
  stream: string,
  direction: Direction,
  fromRevision: number | undefined,
  limit: number,
): Promise<StreamSlice> => {
  const page = await readStreamPage(connection, stream, direction, fromRevision, limit)
  const ends = async (towards: Direction): Promise<number | undefined> =>
    (await readStreamPage(connection, stream, towards, undefined, 1)).events[0]?.revision
  const [low, high] =
    direction === 'forwards' ? [page.events[0], page.events.at(-1)] : [page.events.at(-1), page.events[0]]
  const knowsLast = direction === 'forwards' ? page.ended : fromRevision === undefined
  const knowsFirst = direction === 'forwards' ? (fromRevision ?? 0) === 0 : page.ended
  const [first, last] = await Promise.all([
    knowsFirst && low !== undefined ? low.revision : page.notFound ? undefined : ends('forwards'),
    knowsLast && high !== undefined ? high.revision : page.notFound ? undefined : ends('backwards'),
  ])
  // What is cut off as a whole, or deleted softly, tells its last revision to nobody but those who have seen it.
  const lastRevision = last ?? index.lastRevision(stream)
  return { events: page.events, lastRevision, firstRevision: first ?? lastRevision + 1 }
}

/** Pages over what is not ours, so that a page is empty only at the log's end. */
const readOwn = async (
  connection: Connection,
  direction: Direction,
  fromPosition: number | undefined,
  limit: number,
): Promise<readonly RecordedEvent[]> => {
  // The server reads forwards from a position on, and backwards from before it.
  const first =
    direction === 'backwards' && fromPosition !== undefined ? await readPosition(connection, fromPosition) : undefined
  const start = first === undefined ? [] : [first]
  if (start.length === limit) return start
  let from = fromPosition
  for (let size = limit - start.length; ; size = Math.max(size, skipEvents)) {
    const page = await readFrom(connection, direction, from, size)
    if (page.events.length > 0 || page.ended || page.lastSeen === undefined)
      return [...start, ...page.events].slice(0, limit)
    from = direction === 'forwards' ? page.lastSeen + 1 : page.lastSeen
  }
}

/** A server that takes only the positions of events is asked from the one before, which is the last one seen in a walk forwards. */
const readFrom = async (
  connection: Connection,
  direction: Direction,
  from: number | undefined,
  limit: number,
): Promise<ReadPage> => {
  try {
    return await readAllPage(connection, direction, from, limit)
  } catch (error) {
    if (direction === 'backwards' || from === undefined || from === 0 || failureOf(error).kind !== 'Refused')
      throw error
    const page = await readAllPage(connection, direction, from - 1, limit + 1)
    return { ...page, events: page.events.filter(({ position }) => position >= from) }
  }
}

const readPosition = async (connection: Connection, position: number): Promise<RecordedEvent | undefined> => {
  try {
    const [event] = (await readAllPage(connection, 'forwards', position, 1)).events
    return event?.position === position ? event : undefined
  } catch (error) {
    // "Trying to read from an invalid position": there is no event there.
    if (failureOf(error).kind === 'Refused') return undefined
    throw error
  }
}

/** An event that its stream no longer shows is still read from the log as a whole, until it is scavenged. */
export const readPlace = async (
  connection: Connection,
  id: string,
  { stream, revision, position }: { readonly stream: string; readonly revision: number; readonly position: number },
): Promise<RecordedEvent | undefined> => {
  try {
    const [event] = (await readStreamPage(connection, stream, 'forwards', revision, 1)).events
    if (event?.id === id) return event
  } catch (error) {
    if (failureOf(error).kind !== 'StreamDeleted') throw error
  }
  const event = await readPosition(connection, position)
  return event?.id === id ? event : undefined
}

const readMetadata = async (connection: Connection, stream: string): Promise<StreamMetadata> => {
  try {
    const [event] = (await readStreamPage(connection, metadataStreamOf(stream), 'backwards', undefined, 1)).events
    if (event !== undefined) return { revision: event.revision, ...parseMetadata(event.data), tombstoned: false }
    return { revision: -1, metadata: {}, tombstoned: await isTombstoned(connection, stream) }
  } catch (error) {
    if (failureOf(error).kind !== 'StreamDeleted') throw error
    return { revision: -1, metadata: {}, tombstoned: true }
  }
}

const isTombstoned = async (connection: Connection, stream: string): Promise<boolean> => {
  try {
    await readStreamPage(connection, stream, 'backwards', undefined, 1)
    return false
  } catch (error) {
    if (failureOf(error).kind !== 'StreamDeleted') throw error
    return true
  }
}

const checkLimit = (limit: number): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax)
    throw new RangeError(`a limit is a whole number from 1 to ${limitMax}`)
}
