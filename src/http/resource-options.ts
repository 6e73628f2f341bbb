import type { Operations } from '../application/operations.js'
import type { AnswerMemory } from '../ports/answer-memory.js'
import type { BodyLimits } from './body-limits.js'
import type { HttpLogger } from './logger.js'

/** What the resources are made of. */
export interface ResourceOptions {
  readonly operations: Operations
  readonly bodyLimits: BodyLimits
  /** What was answered to requests with an `Idempotency-Key`. */
  readonly answers: AnswerMemory
  readonly logger: HttpLogger
  /** Aborted when the server is about to close: bulk requests then take no further lines. */
  readonly closing?: AbortSignal
}
