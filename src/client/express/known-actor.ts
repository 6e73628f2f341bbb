import type { Party } from '../../domain/event.js'
import { limits } from '../../domain/limits.js'
import { checkId, checkType } from '../../domain/names.js'
import { cleanText } from '../capture/clean-text.js'
import { refuse } from '../client-failure.js'
import type { HttpRequest } from './http-request.js'

/** Who makes a request; undefined (or null) where nobody is known. */
export type ActorSource<Request extends HttpRequest = HttpRequest> = (
  request: Request,
) => Maybe<Party> | Promise<Maybe<Party>>
type Maybe<A> = A | null | undefined

/** As an event takes it: a name that is too long is cut, a type or an id that is wrong is refused, since another id would be somebody else. */
export const checkedActor = (given: unknown): Party | undefined => {
  if (given === undefined || given === null) return undefined
  const { type, id, name } = given as { readonly type?: unknown; readonly id?: unknown; readonly name?: unknown }
  const party = { type: textOf(type), id: textOf(id) }
  const issues = [
    ...issue('/actor/type', checkType(party.type)),
    ...issue(
      '/actor/id',
      party.id.length > limits.maxIdBytes ? `is longer than ${limits.maxIdBytes} bytes` : checkId(party.id),
    ),
  ]
  if (issues.length > 0) return refuse(issues)
  return typeof name === 'string' && name !== '' ? { ...party, name: cleanText(name, limits.maxNameChars) } : party
}

const issue = (field: string, message: string | undefined) => (message === undefined ? [] : [{ field, message }])

/** Ids are numbers in many applications. */
const textOf = (value: unknown): string =>
  typeof value === 'string' && value.length <= 4_096 ? value.trim() : typeof value === 'number' ? String(value) : ''

export interface ClaimNames {
  /** The actor's type; `user` by default. */
  readonly type?: string | undefined
  /** The claim that is the actor's id; `sub` by default. */
  readonly id?: string | undefined
  /** The claim that is the actor's name; none by default. */
  readonly name?: string | undefined
}

/** The actor that a verified token's claims name; undefined where they do not. */
export const actorOfClaims = (claims: unknown, { type = 'user', id = 'sub', name }: ClaimNames): Party | undefined => {
  if (typeof claims !== 'object' || claims === null) return undefined
  const own = (key: string): unknown =>
    Object.hasOwn(claims, key) ? (claims as Record<string, unknown>)[key] : undefined
  const who = own(id)
  if (typeof who !== 'string' && typeof who !== 'number') return undefined
  const called = name === undefined ? undefined : own(name)
  return { type, id: String(who), ...(typeof called === 'string' ? { name: called } : {}) }
}

export interface ClaimsOptions extends ClaimNames {
  /** Where an earlier middleware has put the claims that it verified: `request.auth` by default, or its `payload` where it has one (express-jwt, express-oauth2-jwt-bearer). */
  readonly claims?: ((request: HttpRequest) => unknown) | undefined
}

/** The actor from claims that another middleware has verified before. */
export const actorFromClaims = (options: ClaimsOptions = {}): ActorSource => {
  const { claims = authOf, ...names } = options
  return (request) => actorOfClaims(claims(request), names)
}

const authOf = (request: HttpRequest): unknown => {
  const { auth } = request as { readonly auth?: { readonly payload?: unknown } }
  return typeof auth?.payload === 'object' ? auth.payload : auth
}

/**
 * The actor from a header. Whoever can send a request can write one: only for where all requests come through a proxy that sets or removes it.
 */
export const actorFromHeader = ({
  header,
  type = 'user',
}: {
  readonly header: string
  readonly type?: string
}): ActorSource => {
  const name = header.toLowerCase()
  return (request) => {
    const id = request.headers[name]
    return typeof id === 'string' && id !== '' ? { type, id } : undefined
  }
}
