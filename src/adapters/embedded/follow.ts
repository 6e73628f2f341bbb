import * as E from 'fp-ts/lib/Either.js'
import type { FollowBatch, ReadError, RecordedEvent } from '../../ports/event-log.js'

export interface FollowSource {
  /** Events from a position on (inclusive), at most so many and about 8 MiB. */
  readonly read: (fromPosition: number, limit: number) => E.Either<ReadError, readonly RecordedEvent[]>
  /** The last position there is; Infinity where that cannot be told. */
  readonly head: () => number
  /** Calls back, soon and at least once, after something was appended. @returns how to end that. */
  readonly onNews: (listener: () => void) => () => void
}

/**
 * History and what comes live by one query on positions, so that nothing can fall between the two or come twice. A batch is read only
 * when the consumer asks for it. See EventLogReader.follow.
 */
export async function* followLog(
  source: FollowSource,
  options: { readonly after: number; readonly maxBatchEvents: number; readonly signal: AbortSignal },
): AsyncGenerator<FollowBatch, void, undefined> {
  const { signal, maxBatchEvents } = options
  let { after } = options
  const bell = createBell()
  const endNews = source.onNews(bell.ring)
  signal.addEventListener('abort', bell.ring)
  const ended = (): boolean => signal.aborted
  let saidCaughtUp = false
  try {
    while (!ended()) {
      bell.reset()
      const read = source.read(after + 1, maxBatchEvents)
      if (E.isLeft(read)) throw new Error(`the log cannot be read: ${read.left._tag}`, { cause: read.left })
      const events = read.right
      const last = events.at(-1)
      if (last !== undefined) {
        after = last.position
        saidCaughtUp = source.head() <= after
        yield { events, position: after, caughtUp: saidCaughtUp }
        await nextTurn()
      } else if (!saidCaughtUp) {
        saidCaughtUp = true
        yield { events, position: after, caughtUp: true }
      }
      if (saidCaughtUp && !ended()) await bell.rung()
    }
  } finally {
    endNews()
    signal.removeEventListener('abort', bell.ring)
  }
}

/** A bell that stays rung until it is reset. */
const createBell = () => {
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring: (): void => {
      isRung = true
      wake?.()
    },
    reset: (): void => {
      isRung = false
    },
    rung: (): Promise<void> =>
      isRung
        ? Promise.resolve()
        : new Promise((resolve) => {
            wake = resolve
          }),
  }
}

// Between two batches everybody else on this thread gets a turn, however quick the consumer is.
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
