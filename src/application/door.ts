import type { Either } from 'fp-ts/lib/Either.js'
import type { StoredEvent } from '../domain/event.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import type { Clock } from '../ports/clock.js'
import type { AppendError, AppendResult, EventLog, ExpectedRevision, NewEvent } from '../ports/event-log.js'
import type { Hash } from '../ports/hash.js'
import type { SnapshotStore } from '../ports/snapshot-store.js'
import type { UnchangedMemory } from '../ports/unchanged-memory.js'

export interface DoorPorts {
  readonly eventLog: EventLog
  readonly snapshots: SnapshotStore
  readonly unchangedMemory: UnchangedMemory
  readonly clock: Clock
  readonly hash: Pick<Hash, 'redactionMac'>
  readonly rules: SubjectRulesByType
}

/** Events of one subject that somebody else wrote, as they are and as they were read. */
export interface ProposedAppend {
  readonly stream: string
  readonly expected: ExpectedRevision
  readonly events: readonly NewEvent[]
  /** The same events, decoded; all of the stream's own tenant, subject and kind. */
  readonly decoded: readonly [StoredEvent, ...StoredEvent[]]
}

/** What was proposed breaks a rule of Annals; nothing was stored. */
export interface Refused {
  readonly _tag: 'Refused'
  readonly reason: string
}

export type Admission = Either<Refused | AppendError, AppendResult>

/** The other way into the log: for what does not come as a command of the use cases. It keeps their order with them, and what they hold in memory true. */
export interface Door {
  /**
   * Stores events in Annals' form byte by byte, if they could have been written here: they apply to the subject's present state, their ids are new.
   * Events that are there already, where they were expected to go, are answered as they were the first time.
   * `onSent` is called as soon as the next append to the stream may be decided.
   */
  readonly admit: (append: ProposedAppend, onSent: () => void) => Promise<Admission>
  /**
   * Runs work on a stream while no command for its subject is under way, and forgets what was held of it. `release` lets the next one
   * begin, for work that turns out to change nothing that a subject stands on.
   */
  readonly alone: <T>(stream: string, work: (release: () => void) => Promise<T>) => Promise<T>
}
