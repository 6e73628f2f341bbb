import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ExpectedRevision, NewEvent } from '../ports/event-log.js'
import type { Refusal } from './refusal.js'

/** Who may write what through the protocol: a policy given at composition. */
export interface Guard {
  /** The revision at which these events may be appended (the expected one, or the one they were looked at with), or why not. */
  readonly append: (
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ) => Promise<Either<Refusal, ExpectedRevision>>
  /** Why the stream must not be deleted or ended. */
  readonly change: (stream: string) => Promise<Refusal | undefined>
  /** Is told of every stream that was appended to. */
  readonly stored: (stream: string) => void
}

/** Lets everything pass. */
export const noGuard = (onStored: (stream: string) => void = () => undefined): Guard => ({
  append: (_stream, expected) => Promise.resolve(E.right(expected)),
  change: () => Promise.resolve(undefined),
  stored: onStored,
})
