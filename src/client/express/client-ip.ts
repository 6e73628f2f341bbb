import { isIP } from 'node:net'
import proxyAddr from 'proxy-addr'
import { refuse } from '../client-failure.js'
import type { HttpRequest } from './http-request.js'

/**
 * Which proxies are trusted to say in `X-Forwarded-For` whom they speak for: how many of them there are (1 to 100, counted from this process), their addresses and networks (`10.0.0.0/8`, `loopback`, `linklocal`, `uniquelocal`), or a function
 * of an address and its distance. As Express's `trust proxy`, but never simply all: then anybody could write anything.
 */
export type TrustProxy = number | string | readonly string[] | ((address: string, distance: number) => boolean)

export const clientIp = (trust: TrustProxy | undefined): ((request: HttpRequest) => string | undefined) => {
  if (trust === undefined) return (request) => addressIn(request.socket.remoteAddress)
  const trusted = compiled(trust)
  return (request) => {
    // From the nearest proxy to the client. What a trusted one passed on may be no address: then its own is what is known.
    const known = proxyAddr.all(request, trusted).map(addressIn)
    return known.findLast((address) => address !== undefined)
  }
}

const compiled = (trust: TrustProxy): ((address: string, distance: number) => boolean) => {
  if (typeof trust === 'function') return trust
  if (typeof trust === 'number')
    return Number.isInteger(trust) && trust >= 1 && trust <= 100
      ? (_, distance) => distance < trust
      : wrong('must be from 1 to 100 proxies')
  const list: unknown = trust
  const addresses: readonly unknown[] = Array.isArray(list) ? list : typeof list === 'string' ? list.split(',') : []
  if (addresses.length === 0 || !addresses.every((each) => typeof each === 'string'))
    return wrong('must be a number of proxies, addresses and networks, or a function')
  try {
    return proxyAddr.compile(addresses.map((each) => each.trim()))
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

const wrong = (message: string): never => refuse([{ field: 'trustProxy', message }])

/** An address, without the port that some proxies put behind it; IPv4 within IPv6 as IPv4. */
const addressIn = (text: string | undefined): string | undefined => {
  if (text === undefined || text.length > 64) return undefined
  const bare = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
  return isIP(address) === 0 ? undefined : address
}
