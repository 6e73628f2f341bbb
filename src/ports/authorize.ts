import type { Party } from '../domain/event.js'

export const permissions = ['read', 'write', 'restore', 'admin', 'impersonate', 'metrics'] as const
export type Permission = (typeof permissions)[number]
/** What a route asks of a credential: one permission, or only that it is valid. */
export type Needed = Permission | 'any'

/** What a credential allows, in exactly one tenant. */
export interface Grant {
  readonly tenant: string
  /** Wins over the actor that a body names, unless the grant has `impersonate`. */
  readonly actor?: Party
  readonly can: readonly Permission[]
}
