import type { Task } from 'fp-ts/lib/Task.js'

/**
 * What was answered to requests with an idempotency key, for 24 hours. It is there so that a repeated request gets the same answer; that it stores nothing twice is
 * the log's doing, by the ids of the events. So nothing here can fail a request: what cannot be read or kept is as good as forgotten.
 */
export interface AnswerMemory {
  /** Undefined where there is none, or none any more. */
  readonly find: (place: AnswerPlace) => Task<RememberedAnswer | undefined>
  /** Resolves once it is on disk, where it is kept on one. Oldest ones make room. */
  readonly remember: (place: AnswerPlace, answer: RememberedAnswer) => Task<void>
}

export interface AnswerPlace {
  readonly tenant: string
  /** What the request is sent to: a key is of one tenant and one target. */
  readonly target: string
  readonly key: string
}

export interface RememberedAnswer {
  /** SHA-256 in hex: of the request. */
  readonly digest: string
  /** The answer, as its writer reads it. */
  readonly text: string
  /** The highest position of the log that it speaks of; -1 for none. A log that ends before it was put back to an earlier time. */
  readonly position: number
}

/** An answer longer than this (UTF-16 code units) is not remembered. */
export const rememberedCharsMax = 1_048_576
