import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { sendProblem } from './answer.js'

/** The names that a machine has for itself. */
export const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'] as const

/**
 * Refuses requests whose `Host` is none of these names, whatever the port (421), and those that a page of another origin sends (403): a name
 * that an attacker lets resolve to this machine (DNS rebinding), or a form on their page, reaches a server that listens on loopback alone. `*` allows every host.
 */
export const hostGuard = (allowedHosts: readonly string[]): RequestHandler => {
  const allowed: ReadonlySet<string> = new Set(allowedHosts.map((host) => host.toLowerCase()))
  if (allowed.has('*')) return (_request, _response, next) => next()
  return (request, response, next) => {
    if (!allowed.has(hostName(request.headers.host))) sendProblem(response, { _tag: 'HostNotAllowed' })
    else if (!isOwnOrigin(request, allowed)) sendProblem(response, { _tag: 'OriginNotAllowed' })
    else next()
  }
}

const isOwnOrigin = (request: IncomingMessage, allowed: ReadonlySet<string>): boolean => {
  const { origin } = request.headers
  if (origin === undefined) return true
  const authority = /^https?:\/\/([^/]+)$/i.exec(origin)
  return allowed.has(hostName(authority?.[1]))
}

/** The name of `name:port`, in lower case; an IPv6 address keeps its brackets. */
const hostName = (host: string | undefined): string => {
  if (host === undefined) return ''
  const colon = host.lastIndexOf(':')
  const name = colon > host.lastIndexOf(']') && /^\d*$/.test(host.slice(colon + 1)) ? host.slice(0, colon) : host
  return name.toLowerCase()
}
