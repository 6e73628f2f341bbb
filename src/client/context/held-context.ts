import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from '../../domain/event.js'
import type { AuditContext } from './audit-context.js'
import { merged } from './audit-context.js'

/** What is held for a piece of work. */
export interface Held {
  /** Checked. */
  readonly fixed: AuditContext
  /** What is only known later, asked for whenever the context is read: the route of a request, for example. It must be valid; what is fixed wins. */
  readonly live?: () => Context | undefined
}

const storage = new AsyncLocalStorage<Held>()
const nothing: Held = { fixed: {} }

export const heldContext = (): Held => storage.getStore() ?? nothing

/** Runs `work` with exactly this: also from a callback that a socket or a timer runs elsewhere. */
export const withinHeld = <A>(held: Held, work: () => A): A => storage.run(held, work)

/** The context as it is now. */
export const readHeld = ({ fixed, live }: Held): AuditContext => {
  const context = live?.()
  return context === undefined ? fixed : merged({ context }, fixed)
}

const own = new AsyncLocalStorage<true>()

/** Runs what talks to the store itself: calls that it makes are not recorded as the application's, or each record would make another. */
export const asOwnTraffic = <A>(work: () => A): A => own.run(true, work)
export const isOwnTraffic = (): boolean => own.getStore() === true
