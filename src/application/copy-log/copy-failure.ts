import type { ReadError } from '../../ports/event-log.js'

/** Why a copy ended before its end. */
export type CopyFailure =
  | { readonly _tag: 'SameLog' }
  /** The target is not empty, and not a partial copy of the source. */
  | { readonly _tag: 'AnotherTarget'; readonly reason: string }
  /** The target holds something else where an event of the source belongs. */
  | { readonly _tag: 'Diverged'; readonly stream: string; readonly revision: number }
  /** The target cannot take this event. */
  | {
      readonly _tag: 'Unfit'
      readonly stream: string
      readonly revision: number
      readonly position: number
      readonly reason: string
    }
  | { readonly _tag: 'Unreadable'; readonly side: Side; readonly error: ReadError }
  | { readonly _tag: 'Unwritable'; readonly reason: string }
  | { readonly _tag: 'Interrupted' }

export type Side = 'source' | 'target'

/** Carries a failure up to the use case, which answers it. */
export class CopyEnded extends Error {
  readonly failure: CopyFailure

  constructor(failure: CopyFailure) {
    super(failure._tag)
    this.failure = failure
  }
}

export const endWith = (failure: CopyFailure): never => {
  throw new CopyEnded(failure)
}
