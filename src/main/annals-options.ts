import type { SubjectRulesByType } from '../domain/subject-rules.js'
import type { Clock } from '../ports/clock.js'
import type { IdSource } from '../ports/id-source.js'
import type { Metrics } from '../ports/metrics.js'

export interface AnnalsOptions {
  /** The folder with the log (unless that is elsewhere) and everything made of it; it is made where there is none. One process owns it at a time. */
  readonly dataDir: string
  /**
   * A connection string of EventStoreDB (`esdb://…`, `esdb+discover://…`) where the log is; by default it is in the data folder. A folder stays with the log it was
   * first used with.
   */
  readonly log?: string | undefined
  /** Fields to ignore and to redact, keys of array items, by subject type. */
  readonly subjects?: SubjectRulesByType
  /** 64 hex digits; by default a key of the folder's own (`redaction.key`). */
  readonly redactionKey?: string | undefined
  /** Modules (paths or file URLs of JavaScript) whose default export is a projection, or an array of them. They are loaded in the projector's thread. */
  readonly projections?: readonly (string | URL)[]
  /** MiB of the feed index that queries keep in memory (default 400). What is not there is read from the file. */
  readonly indexMemory?: number
  /** Reads that much into memory once the store is open, in the background, rather than for the first queries. */
  readonly warmUp?: boolean
  readonly clock?: Clock
  readonly ids?: IdSource
  /** `in-thread` writes on the calling thread, which then waits for the disk: for tests and one-off scripts. */
  readonly threads?: 'worker' | 'in-thread'
  /** `paused` makes no rows of new events, for measuring and for bulk work; a later open catches up. */
  readonly projector?: 'running' | 'paused'
  readonly onWarning?: (warning: string) => void
  /** Where the store counts, and no other does; made by itself by default. */
  readonly metrics?: Metrics
  /** Named in the folder's owner file, for whoever finds it taken. */
  readonly command?: string
}
