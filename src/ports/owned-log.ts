import type { EventLog } from './event-log.js'
import type { UnchangedMemory } from './unchanged-memory.js'

/** A log as the one process has it that writes it. */
export interface OwnedLog extends EventLog {
  readonly unchangedMemory: UnchangedMemory
  /** Calls back with the position of the last event of each commit, once it is durable. @returns how to end that. */
  readonly onAppended: (listener: (position: number) => void) => () => void
  readonly status: () => OwnedLogStatus
  /** Why nothing can be appended now. The writer is asked to try again then: who waits for that before appending anything would else wait for ever. */
  readonly appendTrouble: () => string | undefined
  /**
   * The last revision that was seen of a stream, -1 where none was; only where the log is elsewhere. A state of that revision is current as far as can be known without
   * asking: somebody else may have written since, but nobody whom this process has heard of.
   */
  readonly seenRevision?: (stream: string) => number
  /** Takes nothing more, waits until all that was taken is durable, checkpoints and closes. */
  readonly close: () => Promise<void>
}

export interface OwnedLogStatus {
  readonly state: 'ready' | 'unavailable' | 'closed'
  /** Why it is unavailable. */
  readonly reason?: string
  /** The last event known to be durable; -1 when there is none. */
  readonly position: number
  readonly queuedEvents: number
  readonly queuedBytes: number
}
