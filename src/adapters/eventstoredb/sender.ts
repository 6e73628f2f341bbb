import * as E from 'fp-ts/lib/Either.js'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppendError, NewEvent } from '../../ports/event-log.js'
import { describedBy } from '../../ports/reserved-names.js'
import { callAppend } from './append-call.js'
import type { AppendAnswer } from './append-call.js'
import { appendBytesMax } from './append-batch.js'
import type { Connection, Session } from './connection.js'
import { failureOf, reasonOf } from './failure.js'
import { retryDelayMs } from './retry-delay.js'

export interface SenderOptions {
  readonly connection: Connection
  /** Of one attempt. */
  readonly deadlineMs: number
  /** How long an append whose outcome is unknown is sent again: longer than a cluster takes to find a new leader. */
  readonly retryMs: number
  readonly closing: AbortSignal
  readonly onAnswer: () => void
  readonly onTrouble: (reason: string) => void
  /** Given up without an answer: it may be stored, now or later. */
  readonly onUnsettled: () => void
}

/** Sends an append until the log answers, always the same events at the same revision, so that it is stored once. */
export const createSender =
  (options: SenderOptions) =>
  async (stream: string, last: number, events: readonly NewEvent[]): Promise<E.Either<AppendError, AppendAnswer>> => {
    const until = performance.now() + options.retryMs
    for (let failures = 0; ; failures += 1) {
      let session: Session | undefined
      try {
        session = await options.connection.session()
        const answer = await callAppend(session, stream, last, events, options.deadlineMs)
        options.onAnswer()
        return E.right(answer)
      } catch (error) {
        session?.failed(error)
        const failure = failureOf(error)
        const refused = toAppendError(error, stream)
        switch (failure.kind) {
          case 'WrongExpectedVersion':
            options.onAnswer()
            return E.right({ _tag: failure.kind, actual: failure.actual })
          case 'StreamDeleted':
          case 'TooLarge':
            options.onAnswer()
            return E.left(refused)
          case 'Refused':
            // Says nothing of an earlier attempt, and waiting does not cure it.
            options.onUnsettled()
            return E.left(refused)
          case 'NotLeader':
          case 'Unavailable':
            options.onTrouble(reasonOf(error))
        }
        const delayMs = retryDelayMs(failures)
        if (options.closing.aborted || performance.now() + delayMs > until) {
          options.onUnsettled()
          return E.left(refused)
        }
        await sleep(delayMs, undefined, { signal: options.closing }).catch(() => undefined)
      }
    }
  }

export const toAppendError = (error: unknown, stream: string): AppendError => {
  const failure = failureOf(error)
  switch (failure.kind) {
    case 'StreamDeleted':
      return { _tag: 'StreamTombstoned', stream: describedBy(stream) }
    case 'TooLarge':
      return { _tag: 'TooLarge', what: 'bytes', limit: appendBytesMax }
    case 'WrongExpectedVersion':
      return { _tag: 'WrongExpectedRevision', stream, expected: 'any', actual: failure.actual }
    case 'Refused':
    case 'NotLeader':
    case 'Unavailable':
      return { _tag: 'LogUnavailable', reason: reasonOf(error) }
  }
}
