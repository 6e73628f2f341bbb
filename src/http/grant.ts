import * as E from 'fp-ts/lib/Either.js'
import { invalidInput } from '../domain/errors.js'
import { checkTenant } from '../domain/names.js'
import type { Grant, Needed } from '../ports/authorize.js'
import type { HttpError } from './http-error.js'
import type { Parameters } from './query-string.js'

/** Why the grant does not allow this, if it does not. */
export const missing = (grant: Grant, permission: Needed): HttpError | undefined =>
  permission === 'any' || grant.can.includes(permission)
    ? undefined
    : { _tag: 'Forbidden', detail: `The credential lacks the permission ${permission}.` }

/**
 * The grant's tenant; `?tenant=` may say it again and must not name another. A grant whose tenant is no valid name is a mistake of whoever
 * wrote the function that made it, and dangerous (the names of streams are made of it), so that it throws.
 */
export const tenantOf = (grant: Grant, parameters: Parameters): E.Either<HttpError, string> => {
  const asked = parameters.get('tenant')
  if (asked === undefined) {
    if (checkTenant(grant.tenant) !== undefined) throw new Error('authorize granted a tenant whose name is not valid')
    return E.right(grant.tenant)
  }
  const [tenant = ''] = asked
  if (asked.length > 1) return E.left(invalidInput('tenant', 'is given more than once'))
  const message = checkTenant(tenant)
  if (message !== undefined) return E.left(invalidInput('tenant', message))
  return tenant === grant.tenant
    ? E.right(tenant)
    : E.left({ _tag: 'Forbidden', detail: 'The credential is for another tenant.' })
}

/**
 * A body with the grant's actor: in place of its own, or, where the grant may impersonate, where it names none. Items of an array each, and no
 * deeper: what is nested further is no event, however deep a client makes it.
 */
export const withActor = (grant: Grant, body: unknown): unknown =>
  Array.isArray(body) ? body.map((item: unknown) => eventWithActor(grant, item)) : eventWithActor(grant, body)

const eventWithActor = (grant: Grant, event: unknown): unknown => {
  if (grant.actor === undefined || typeof event !== 'object' || event === null || Array.isArray(event)) return event
  if (grant.can.includes('impersonate') && Object.hasOwn(event, 'actor')) return event
  return { ...event, actor: grant.actor }
}
