import type { Letter, RefusedLetter } from '../../ports/spool.js'
import type { Backlog } from './delivery-options.js'

/** Events on their way to the store that nobody waits for there. */
export interface Outbox {
  /** Takes one at once; a promise where it waits for room. Throws BufferFull, Closed. It is not delivered before `behind` has ended: writes about its subject that go to the store directly. */
  readonly putSoon: (letter: Letter, subject: string, behind: Promise<void> | undefined) => Promise<void> | undefined
  /** Undefined where nothing that was put about the subject is on its way; else resolves once all that is has got there, and rejects with Unavailable after so many ms, with Closed once the client begins to close. */
  readonly settled: (subject: string, limitMs: number) => Promise<void> | undefined
  /** Resolves once all that was put before has reached the store or was set aside, or after so many ms, with how many have not. */
  readonly flush: (limitMs: number) => Promise<{ readonly left: number }>
  readonly backlog: () => Backlog
  readonly refused: () => AsyncIterable<RefusedLetter>
  /** Takes nothing more, flushes, and ends what is under way. Answers how many are left in the spool, and how many were left in memory and are lost. */
  readonly close: (limitMs: number) => Promise<Left>
}

export interface Left {
  readonly spooled: number
  readonly lost: number
}
