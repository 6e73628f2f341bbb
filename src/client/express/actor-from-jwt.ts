import type { CryptoKey, JWK, JWTVerifyOptions, KeyObject } from 'jose'
import { refuse } from '../client-failure.js'
import type { HttpRequest } from './http-request.js'
import type { ActorSource, ClaimNames } from './known-actor.js'
import { actorOfClaims } from './known-actor.js'

export interface JwtOptions extends ClaimNames {
  /** A public key, or the secret's bytes. */
  readonly key?: CryptoKey | KeyObject | JWK | Uint8Array | undefined
  /** Where the issuer publishes its keys (RFC 7517): fetched when needed, kept, and fetched again for a key that is new. Instead of `key`. */
  readonly jwksUrl?: string | URL | undefined
  /** Such as `['RS256']`. Required: what a token says of itself is not to be trusted. */
  readonly algorithms: readonly string[]
  readonly issuer?: string | readonly string[] | undefined
  readonly audience?: string | readonly string[] | undefined
  /** How far clocks may differ (default 5). */
  readonly clockToleranceSeconds?: number | undefined
  /** Where the token is: the bearer token of `Authorization` by default. */
  readonly token?: ((request: HttpRequest) => string | undefined) | undefined
}

/**
 * The actor that a JSON Web Token names, verified here: signature, `exp`, `nbf`, and issuer and audience where they are given. A token that does not hold names nobody, and is told to `onError`
 * (a JOSEError by its `code`); the request goes on: to let it in or not is another's affair. A request without a token is nobody's.
 */
export const actorFromJwt = (options: JwtOptions): ActorSource => {
  const { key, jwksUrl, algorithms, issuer, audience, token = bearerToken } = options
  if ((key === undefined) === (jwksUrl === undefined)) refuse([{ field: 'key', message: 'or jwksUrl must be there' }])
  if (algorithms.length === 0) refuse([{ field: 'algorithms', message: 'must name one at least' }])
  const settings: JWTVerifyOptions = {
    algorithms: [...algorithms],
    clockTolerance: options.clockToleranceSeconds ?? 5,
    ...(issuer === undefined ? {} : { issuer: listOf(issuer) }),
    ...(audience === undefined ? {} : { audience: listOf(audience) }),
  }
  // Loaded where it is used, so that the middleware costs nothing of it elsewhere.
  const verifier = import('jose').then(({ createRemoteJWKSet, jwtVerify }) => {
    const keys = key ?? createRemoteJWKSet(new URL(String(jwksUrl)), { timeoutDuration: 3_000 })
    return (text: string) => jwtVerify(text, keys, settings)
  })
  verifier.catch(() => undefined)
  return async (request) => {
    const text = token(request)
    if (text === undefined || text === '') return undefined
    if (text.length > maxTokenChars) return refuse([{ field: 'token', message: `is longer than ${maxTokenChars}` }])
    return actorOfClaims((await (await verifier)(text)).payload, options)
  }
}

const maxTokenChars = 16_384

const bearerToken = (request: HttpRequest): string | undefined =>
  /^Bearer +([\w.~+/=-]+) *$/i.exec(request.headers.authorization ?? '')?.[1]

const listOf = (value: string | readonly string[]): string[] => (typeof value === 'string' ? [value] : [...value])
