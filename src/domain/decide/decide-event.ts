import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { ArrayItemKeys } from '../diff.js'
import { defaultVerb } from '../default-verbs.js'
import type { AnnalsError } from '../errors.js'
import { invalidInput } from '../errors.js'
import type { Change, EventBody, EventInput } from '../event.js'
import type { State } from '../json.js'
import type { Fold } from '../subject-fold.js'
import { emptyFold, nextFold } from '../subject-fold.js'
import type { Decided } from './decided.js'
import type { Evaluated, Next } from './evaluate.js'
import { changesNothing, evaluate } from './evaluate.js'
import { eventBody } from './event-body.js'
import { occurredAtOf } from './occurred-at.js'

export interface DecideEventArgs {
  /** The subject as pending commands will leave it; undefined only for events without a change. */
  readonly fold: Fold | undefined
  /** Decoded, and the rules of its subject's type applied. */
  readonly input: EventInput
  readonly id: string
  /** The id of the event that stores `before`, should one be needed. */
  readonly observedId: string
  readonly tenant: string
  /** ms since the epoch. */
  readonly now: number
  readonly itemKeys?: ArrayItemKeys | undefined
}

interface Present {
  readonly args: DecideEventArgs
  readonly fold: Fold
  readonly change: Change
  /** ms since the epoch. */
  readonly occurredAt: number
}

/**
 * What becomes of one event.
 * Errors: InvalidInput (a time ahead of the clock, a `before` that the delta does not fit); and where it is not to be kept as an activity:
 * VersionConflict, NoState, DeltaMismatch, InvalidInput (a patched state beyond the limits).
 */
export const decideEvent = (args: DecideEventArgs): Either<AnnalsError, Decided> => {
  const { input, now } = args
  const at = occurredAtOf(input.occurredAt, now)
  if (isLeft(at)) return at
  const { change } = input
  if (change === undefined) return decideActivity(args, at.right)
  if (input.outcome?.status === 'failure') return left(invalidInput('/change', 'must not be there with a failure'))
  return decideChange({ args, change, fold: args.fold ?? emptyFold, occurredAt: at.right })
}

const decideActivity = (args: DecideEventArgs, occurredAt: number): Either<AnnalsError, Decided> => {
  const { input, id, tenant } = args
  const { subject, verb } = input
  return verb === undefined
    ? left(invalidInput('/verb', 'is required without a change'))
    : right({ _tag: 'Activity', body: eventBody(input, { id, subject, verb, tenant, occurredAt }) })
}

const decideChange = (present: Present): Either<AnnalsError, Decided> => {
  const { args, fold, change } = present
  const { subject, expectedVersion: expected, before } = args.input
  if (expected !== undefined && expected !== fold.version) {
    return mismatch(present, { _tag: 'VersionConflict', subject, expected, actual: fold.version })
  }
  return before !== undefined && fold.version < 0 && change.kind === 'patch'
    ? decideObserved(present, before)
    : decided(present, evaluate(fold, subject, change, args.itemKeys))
}

/** The first that is heard of a subject: its state before the change is stored first, the patch upon it. */
const decideObserved = (present: Present, before: State): Either<AnnalsError, Decided> => {
  const { args, fold, change, occurredAt } = present
  const base = nextFold(fold, before, occurredAt, args.now)
  const evaluated = evaluate(base, args.input.subject, change, args.itemKeys)
  switch (evaluated._tag) {
    case 'Same':
      return right({ _tag: 'Unchanged', version: fold.version })
    case 'Refused':
      return left(withBefore(evaluated.error))
    case 'Next':
      return right({ ...changed({ ...present, fold: base }, evaluated), observed: observedBody(present, before) })
  }
}

const withBefore = (error: AnnalsError): AnnalsError =>
  error._tag === 'DeltaMismatch'
    ? invalidInput('/before', `is not what the delta changes: it differs at ${error.paths.map(quoted).join(', ')}`)
    : error

const quoted = (path: string): string => `"${path}"`

const decided = (present: Present, evaluated: Evaluated): Either<AnnalsError, Decided> => {
  switch (evaluated._tag) {
    case 'Same':
      return right({ _tag: 'Unchanged', version: present.fold.version })
    case 'Refused':
      return mismatch(present, evaluated.error)
    case 'Next':
      return right(changed(present, evaluated))
  }
}

const changed = (present: Present, { change, state }: Next): Extract<Decided, { _tag: 'Change' }> => ({
  _tag: 'Change',
  body: changeBody(present, change),
  next: nextFold(present.fold, state, present.occurredAt, present.args.now),
})

/** The emitter says whether a change that does not apply is an error or is kept, without effect, as an activity. */
const mismatch = (present: Present, error: AnnalsError): Either<AnnalsError, Decided> => {
  const { args, fold, change } = present
  if (args.input.onMismatch !== 'keep') return left(error)
  return change.kind === 'patch' && changesNothing(change.delta)
    ? right({ _tag: 'Unchanged', version: fold.version })
    : right({ _tag: 'Activity', body: { ...changeBody(present, change), applied: false } })
}

/** `change` is what is stored, which need not be what was sent. */
const changeBody = ({ args, fold, change: sent, occurredAt }: Present, change: Change): EventBody => {
  const { id, input, tenant } = args
  const { subject } = input
  const verb = input.verb ?? defaultVerb(subject.type, sent.kind, fold.state !== null)
  return eventBody(input, { id, subject, verb, tenant, occurredAt, change })
}

const observedBody = ({ args, occurredAt }: Present, state: State): EventBody => {
  const { observedId: id, input, tenant } = args
  const { subject, actor, channel, org, transactionId } = input
  const told = {
    actor,
    ...(channel !== undefined && { channel }),
    ...(org !== undefined && { org }),
    ...(transactionId !== undefined && { transactionId }),
  }
  const verb = `${subject.type}.observed`
  return eventBody(told, { id, subject, verb, tenant, occurredAt, change: { kind: 'state', state } })
}
