import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventLogReader, ReadError } from '../../ports/event-log.js'
import { isUuid } from './append-check.js'
import { followLog } from './follow.js'
import type { FollowSource } from './follow.js'
import { createLogReads } from './log-reads.js'
import { readLogId } from './log-schema.js'
import type { SharedReads } from './shared-reads.js'

export interface LogReaderParts {
  /** A read-only handle; the caller closes it, and reads then answer `LogUnavailable`. */
  readonly db: Database.Database
  /** ms since the epoch: what `$maxAge` counts from. */
  readonly now: () => number
  readonly onNews: FollowSource['onNews']
  /** For the reads that go before an append; by default each read is on its own. */
  readonly shared?: SharedReads
}

const limitMax = 4_096
const positionsMax = 1_000

/** The reading half of the log. Reads run on the calling thread when their task is started. Throws RangeError for a limit out of its range. */
export const createLogReader = ({ db, now, onNews, shared = eachAlone }: LogReaderParts): EventLogReader => {
  const reads = createLogReads(db, now)
  const together = <A>(read: () => E.Either<ReadError, A>): TaskEither<ReadError, A> => attempt(() => shared.read(read))
  const alone = <A>(read: () => E.Either<ReadError, A>): TaskEither<ReadError, A> =>
    attempt(() => {
      shared.renew()
      return read()
    })
  return {
    logId: readLogId(db),
    readStream: (stream, { direction, fromRevision, limit }) => {
      checkLimit(limit)
      return together(() => reads.stream(stream, direction, fromRevision, limit))
    },
    readAll: ({ direction, fromPosition, limit }) => {
      checkLimit(limit)
      return alone(() => reads.all(direction, fromPosition, limit))
    },
    readPositions: (positions) => {
      if (positions.length > positionsMax) throw new RangeError(`at most ${positionsMax} positions can be read at once`)
      return alone(() => reads.positions(positions))
    },
    findById: (id) => (isUuid(id) ? together(() => reads.byId(id)) : noEvents),
    streamMetadata: (stream) => alone(() => reads.metadata(stream)),
    head: () => alone(() => E.right(reads.head())),
    follow: (options) => {
      checkLimit(options.maxBatchEvents)
      const read = (fromPosition: number, limit: number) => {
        shared.renew()
        return tried(() => reads.all('forwards', fromPosition, limit))
      }
      const head = () => E.getOrElse(() => Number.POSITIVE_INFINITY)(tried(() => E.right(reads.head())))
      return followLog({ read, head, onNews }, options)
    },
  }
}

const eachAlone: SharedReads = { read: (run) => run(), renew: () => undefined }

const noEvents: TaskEither<never, readonly never[]> = () => Promise.resolve(E.right([]))

/** What reads it, with what SQLite throws as `LogUnavailable`. */
export const attempt =
  <A>(read: () => E.Either<ReadError, A>): TaskEither<ReadError, A> =>
  () =>
    Promise.resolve(tried(read))

const tried = <A>(read: () => E.Either<ReadError, A>): E.Either<ReadError, A> => {
  try {
    return read()
  } catch (error) {
    return E.left({ _tag: 'LogUnavailable', reason: error instanceof Error ? error.message : String(error) })
  }
}

const checkLimit = (limit: number): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax)
    throw new RangeError(`a limit is a whole number from 1 to ${limitMax}`)
}
