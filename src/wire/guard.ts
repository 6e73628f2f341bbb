import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Door } from '../application/door.js'
import { parseStream } from '../domain/stream-name.js'
import type { AppendResult, EventLog, StreamAppend } from '../ports/event-log.js'
import { describedBy } from '../ports/reserved-names.js'
import { refusalOf } from './log-refusal.js'
import type { Refusal } from './refusal.js'

/** Who may write what through the protocol. */
export interface Guard {
  /**
   * Appends, if that may be. What stands on the stream's present state is appended at the revision that was looked at.
   * `onSent` is called once the next append to the stream may be decided.
   */
  readonly append: (append: StreamAppend, onSent: () => void) => Promise<Either<Refusal, AppendResult>>
  /** Deletes or ends a stream, if that may be: by `carryOut`. */
  readonly change: <Right>(
    stream: string,
    carryOut: () => Promise<Either<Refusal, Right>>,
  ) => Promise<Either<Refusal, Right>>
}

/** A policy given at composition, on the log that is served. */
export type GuardPolicy = (eventLog: EventLog) => Guard

/** Lets everything pass. With a door, what is held of a subject in memory is forgotten once its stream is written to this way. */
export const noGuard =
  (door?: Door): GuardPolicy =>
  (eventLog) => {
    const alone = <A>(stream: string, work: () => Promise<A>): Promise<A> | undefined => {
      const described = describedBy(stream)
      return parseStream(described)?.kind === 'change' ? door?.alone(described, work) : undefined
    }
    return {
      append: (append, onSent) => alone(append.stream, () => send(eventLog, append)) ?? send(eventLog, append, onSent),
      change: (stream, carryOut) => alone(stream, carryOut) ?? carryOut(),
    }
  }

/** Appends to the log as it is asked to. */
export const send = async (
  eventLog: Pick<EventLog, 'append'>,
  append: StreamAppend,
  onSent: () => void = nothing,
): Promise<Either<Refusal, AppendResult>> => {
  const sending = eventLog.append([append])()
  onSent()
  return E.mapLeft(refusalOf)(await sending)
}

const nothing = (): void => undefined
