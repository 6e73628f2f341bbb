import type { Request } from 'express'
import type { Grant } from '../ports/authorize.js'
import { permissions } from '../ports/authorize.js'
import type { TokenStore } from '../ports/token-store.js'
import { parseQuery, queryOf } from './query-string.js'
import * as E from 'fp-ts/lib/Either.js'

/** What the caller may do, or null where there is no valid credential (401). It must not read the body. */
export type Authorize = (request: Request) => Grant | null | Promise<Grant | null>

const tokenCharsMax = 512

/** By `Authorization: Bearer <token>` (RFC 6750). The store finds a token by its hash, so that the time it takes tells nothing of the tokens. */
export const bearerAuthorize =
  (tokens: Pick<TokenStore, 'find'>): Authorize =>
  (request) => {
    const token = bearerToken(request.headers.authorization)
    return token === undefined ? null : (tokens.find(token) ?? null)
  }

const bearerToken = (header: string | undefined): string | undefined => {
  const match = header === undefined ? null : /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header)
  const token = match?.[1]
  return token !== undefined && token.length <= tokenCharsMax ? token : undefined
}

/** For a server without tokens that is reached from its own machine only: everybody may do everything, in the tenant of `?tenant=` or `default`. */
export const loopbackAuthorize: Authorize = (request) => {
  const parameters = parseQuery(queryOf(request.url))
  const tenant = E.isRight(parameters) ? parameters.right.get('tenant')?.[0] : undefined
  return { tenant: tenant ?? 'default', can: everything }
}

const everything = permissions.filter((permission) => permission !== 'impersonate')
