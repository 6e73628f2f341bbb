import type { Delta, ObjectDelta } from '../delta.js'
import type { ArrayItemKeys } from '../diff.js'
import { diff } from '../diff.js'
import { equalJson } from '../equal.js'
import type { AnnalsError } from '../errors.js'
import type { Change, Subject } from '../event.js'
import type { Json, State } from '../json.js'
import { limits } from '../limits.js'
import { applyChange } from '../subject-fold.js'
import type { Fold } from '../subject-fold.js'
import { fitsUtf8 } from '../utf8.js'
import { stateIssues } from './state-within-limits.js'

/** What a change would do to a subject. */
export type Evaluated = Next | Same | Refused

/** It leads to another state; `change` is what is to be stored. */
export interface Next {
  readonly _tag: 'Next'
  readonly change: Change
  readonly state: State | null
}
export interface Same {
  readonly _tag: 'Same'
}
export interface Refused {
  readonly _tag: 'Refused'
  readonly error: AnnalsError
}

/** A change against the present state: what is to be stored of it and the state it leads to. A whole state is turned into a delta where there is one already. */
export const evaluate = (
  fold: Fold,
  subject: Subject,
  change: Change,
  itemKeys: ArrayItemKeys | undefined,
): Evaluated => {
  switch (change.kind) {
    case 'delete':
      if (fold.state !== null) return { _tag: 'Next', change, state: null }
      return fold.version < 0 ? refused({ _tag: 'NoState', subject }) : same
    case 'state':
      return evaluateState(fold.state, change.state, itemKeys)
    case 'patch':
      return fold.state === null
        ? refused({ _tag: 'NoState', subject })
        : evaluatePatch(fold.version, fold.state, subject, change)
  }
}

/** Takes a subject from its present state to another one. */
export const evaluateState = (
  present: State | null,
  state: State,
  itemKeys: ArrayItemKeys | undefined,
): Next | Same => {
  if (present === null) return { _tag: 'Next', change: { kind: 'state', state }, state }
  const delta = diff(present, state, itemKeys)
  return delta === undefined ? same : { _tag: 'Next', change: asChange(delta, state), state }
}

const evaluatePatch = (
  version: number,
  present: State,
  subject: Subject,
  change: Extract<Change, { kind: 'patch' }>,
): Evaluated => {
  if (changesNothing(change.delta)) return same
  const patched = applyChange(present, change)
  if (patched._tag === 'Left') return refused({ _tag: 'DeltaMismatch', subject, version, paths: patched.left })
  const state = patched.right
  if (state === null || isSame(present, state, change.delta)) return same
  const issues = stateIssues(state, '/change/delta')
  return issues.length > 0 ? refused({ _tag: 'InvalidInput', issues }) : { _tag: 'Next', change, state }
}

/** What is left of a delta whose paths are all ignored. */
export const changesNothing = (delta: Delta): boolean => !Array.isArray(delta) && Object.keys(delta).length === 0

/** A delta may put back what it took. One value that was added, removed or replaced by another says that it does not, without a look at the whole state. */
const isSame = (present: State, state: State, delta: Delta): boolean =>
  !hasDifference(delta) && equalJson(present, state)

const hasDifference = (delta: Delta): boolean => {
  if (Array.isArray(delta)) return delta.length !== 2 || !equalJson(delta[0] as Json, delta[1] as Json)
  return !Object.hasOwn(delta, '_t') && Object.values(delta as ObjectDelta).some(hasDifference)
}

/** A difference as it is stored: as the whole state where that is smaller than a very large delta. */
export const asChange = (delta: Delta, state: State): Change =>
  fitsUtf8(JSON.stringify(delta), limits.maxDerivedDeltaBytes) ? { kind: 'patch', delta } : { kind: 'state', state }

const same: Same = { _tag: 'Same' }
const refused = (error: AnnalsError): Evaluated => ({ _tag: 'Refused', error })
