import type { Either } from 'fp-ts/lib/Either.js'
import type { CaptureFacts } from '../domain/capture-rules.js'
import type { Decided } from '../domain/decide/decided.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import type { Fold } from '../domain/subject-fold.js'

/** One request to store something about one subject, decoded and redacted, not yet decided. */
export interface Command {
  readonly subject: Subject
  readonly id: string
  /** Whether the emitter gave the id: only then can there be an earlier answer. */
  readonly idGiven: boolean
  readonly digest: () => string
  /** What the rules for capture go by; left out for what they do not touch. */
  readonly capture?: CaptureFacts
  /** Whether the decision stands on the subject's present state. */
  readonly needsState: boolean
  /** Runs in the subject's line before the decision, once everything pending for it is durable. */
  readonly prepare?: (present: Fold) => Promise<Either<AnnalsError, void>>
  readonly decide: (present: Fold | undefined, now: number) => Either<AnnalsError, Decided>
}
