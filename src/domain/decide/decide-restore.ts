import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { describeChanges } from '../changes.js'
import { defaultRestoreVerb } from '../default-verbs.js'
import type { ValueChange } from '../delta.js'
import type { ArrayItemKeys } from '../diff.js'
import type { AnnalsError } from '../errors.js'
import type { Change, EventBody, Subject } from '../event.js'
import type { State } from '../json.js'
import type { RestoreInput } from '../requests.js'
import { keepRedacted } from '../rules.js'
import type { Fold } from '../subject-fold.js'
import { nextFold } from '../subject-fold.js'
import type { SubjectRules } from '../subject-rules.js'
import { evaluateState } from './evaluate.js'
import { eventBody } from './event-body.js'
import { occurredAtOf } from './occurred-at.js'

export interface DecideRestoreArgs {
  readonly present: Fold
  /** The version to go back to; a null state is that of a deletion. */
  readonly target: { readonly version: number; readonly state: State | null }
  readonly subject: Subject
  readonly rules?: SubjectRules | undefined
  readonly input: RestoreInput
  readonly id: string
  readonly tenant: string
  /** ms since the epoch. */
  readonly now: number
  readonly itemKeys?: ArrayItemKeys | undefined
}

export type RestoreDecision =
  | { readonly _tag: 'Unchanged'; readonly version: number }
  | {
      readonly _tag: 'Restore'
      readonly body: EventBody
      readonly next: Fold
      readonly changes: readonly ValueChange[]
      /** Redacted paths at which the present value stays, as the one of then is not known. */
      readonly skippedPaths: readonly string[]
    }

/**
 * The change that takes a subject back to an earlier version. Nothing is taken away from its history: what is stored is one more version.
 * Errors: VersionConflict, NoState (there has never been a change), InvalidInput (a time ahead of the clock).
 */
export const decideRestore = (args: DecideRestoreArgs): Either<AnnalsError, RestoreDecision> => {
  const { present, subject, input, now } = args
  const expected = input.expectedVersion
  if (expected !== undefined && expected !== present.version) {
    return left({ _tag: 'VersionConflict', subject, expected, actual: present.version })
  }
  if (present.version < 0) return left({ _tag: 'NoState', subject })
  const at = occurredAtOf(input.occurredAt, now)
  if (isLeft(at)) return at
  const goal = goalOf(args)
  return goal === undefined
    ? right({ _tag: 'Unchanged', version: present.version })
    : right(restoration(args, goal, at.right))
}

interface Goal {
  readonly change: Change
  readonly state: State | null
  readonly skippedPaths: readonly string[]
}

const goalOf = ({ present, target, rules, itemKeys }: DecideRestoreArgs): Goal | undefined => {
  if (target.state === null) {
    return present.state === null ? undefined : { change: { kind: 'delete' }, state: null, skippedPaths: [] }
  }
  const { state, skippedPaths } = keepRedacted(rules, present.state, target.state)
  const evaluated = evaluateState(present.state, state, itemKeys)
  return evaluated._tag === 'Same' ? undefined : { change: evaluated.change, state, skippedPaths }
}

const restoration = (args: DecideRestoreArgs, goal: Goal, occurredAt: number): RestoreDecision => {
  const { present, target, subject, input, id, tenant, now } = args
  const { change, state, skippedPaths } = goal
  const verb = input.verb ?? defaultRestoreVerb(subject.type)
  const restoredFrom = { version: target.version }
  const delta = change.kind === 'patch' ? change.delta : undefined
  return {
    _tag: 'Restore',
    body: eventBody(input, { id, subject, verb, tenant, occurredAt, change, restoredFrom }),
    next: nextFold(present, state, occurredAt, now),
    changes: describeChanges(present.state, state, delta),
    skippedPaths,
  }
}
