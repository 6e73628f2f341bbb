import { v7 } from 'uuid'
import type { Party } from '../../domain/event.js'
import type { AuditContext } from './audit-context.js'
import { checkedContext, merged } from './audit-context.js'
import { heldContext, readHeld, withinHeld } from './held-context.js'

/** What holds here and now; empty outside of any. Not to be changed. */
export const currentContext = (): AuditContext => readHeld(heldContext())

/**
 * Runs `work` with this much more context, which holds for all that it does and starts (promises, timers, streams that it reads), and for nothing else. Contexts nest: an inner field wins,
 * the others stay. Answers what `work` answers. Throws a ClientFailure (InvalidInput) for a context that no event may have.
 */
export const withContext = <A>(context: AuditContext, work: () => A): A => withMore(checkedContext(context), work)

/** Who does what `work` does. */
export const withActor = <A>(actor: Party, work: () => A): A => withContext({ actor }, work)

/**
 * One business operation: all that is recorded within has the same `transactionId`, which `work` is given. Without an id of one's own a new one is made,
 * or, within another transaction, that one is joined.
 */
export function withTransaction<A>(work: (transactionId: string) => A): A
export function withTransaction<A>(transactionId: string, work: (transactionId: string) => A): A
export function withTransaction<A>(
  ...given: [work: (transactionId: string) => A] | [transactionId: string, work: (transactionId: string) => A]
): A {
  const [id, work] = given.length === 1 ? [currentContext().transactionId ?? v7(), given[0]] : given
  const context = checkedContext({ transactionId: id })
  return withMore(context, () => work(context.transactionId ?? id))
}

/** The context as plain JSON, to be carried to another process: in the payload of a job, for example. */
export const captureContext = (): AuditContext => structuredClone(currentContext())

/**
 * Runs `work` with exactly a captured context: nothing of the present one shines through. Throws a ClientFailure (InvalidInput) where it is not one, so that a job whose payload was mangled
 * is not recorded as done by nobody.
 */
export const runWithContext = <A>(captured: AuditContext, work: () => A): A =>
  withinHeld({ fixed: checkedContext(captured) }, work)

/** Of a checked context. */
const withMore = <A>(context: AuditContext, work: () => A): A => {
  const held = heldContext()
  return withinHeld({ ...held, fixed: merged(held.fixed, context) }, work)
}
