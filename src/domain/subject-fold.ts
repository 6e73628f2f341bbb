import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { Change, StoredEvent } from './event.js'
import type { Json, State } from './json.js'
import { patch } from './patch.js'
import { parseTime } from './time.js'

/** A subject after some of its changes. Times are ms since the epoch; -Infinity before the first change. */
export interface Fold {
  /** -1 where there has been no change yet. */
  readonly version: number
  /** null where it was never there or is deleted. */
  readonly state: State | null
  /** That of this version's event. */
  readonly occurredAt: number
  /** The latest occurredAt of this version and all before it, so that it never goes down. */
  readonly effectiveAt: number
  /** That of this version's event; it never goes down within a stream. */
  readonly recordedAt: number
}

export const emptyFold: Fold = {
  version: -1,
  state: null,
  occurredAt: -Infinity,
  effectiveAt: -Infinity,
  recordedAt: -Infinity,
}

/** Whether there has been a change yet. The version alone does not say so: it counts foreign events too. */
export const hasChanged = (fold: Fold): boolean => fold.recordedAt !== -Infinity

/** The subject after a foreign event in its stream, which takes a version and changes nothing. undefined where it cannot be the next event. */
export const stepOver = (fold: Fold, revision: number): Fold | undefined =>
  revision === fold.version + 1 ? { ...fold, version: revision } : undefined

/**
 * The subject after one more of its changes, in the order of its stream.
 * Left: the JSON Pointers at which a delta does not fit the state, or one sentence where the event cannot be the next one at all.
 */
export const applyStored = (fold: Fold, event: StoredEvent): Either<readonly string[], Fold> => {
  if (event.change === undefined || event.applied === false) return left(['an activity changes no state'])
  if (event.revision !== fold.version + 1)
    return left([`revision ${event.revision} cannot follow version ${fold.version}`])
  const occurredAt = parseTime(event.occurredAt)
  const recordedAt = parseTime(event.recordedAt)
  if (occurredAt === undefined || recordedAt === undefined) return left(['a time cannot be read'])
  const state = applyChange(fold.state, event.change)
  return state._tag === 'Left' ? state : right(nextFold(fold, state.right, occurredAt, recordedAt))
}

/** The fold after a change that led to `state`. `recordedAt` is raised to the last one's where the clock has gone back. */
export const nextFold = (fold: Fold, state: State | null, occurredAt: number, recordedAt: number): Fold => ({
  version: fold.version + 1,
  state,
  occurredAt,
  effectiveAt: Math.max(fold.effectiveAt, occurredAt),
  recordedAt: Math.max(fold.recordedAt, recordedAt),
})

/** Left: the JSON Pointers at which the delta's old values are not the state's; `""` where there is no state, or where none would be left. */
export const applyChange = (state: State | null, change: Change): Either<readonly string[], State | null> => {
  switch (change.kind) {
    case 'state':
      return right(change.state)
    case 'delete':
      return right(null)
    case 'patch':
      return state === null ? left(['']) : notNull(patch(state, change.delta))
  }
}

const notNull = (patched: Either<readonly string[], Json>): Either<readonly string[], State> =>
  patched._tag === 'Right' && patched.right === null ? left(['']) : (patched as Either<readonly string[], State>)
