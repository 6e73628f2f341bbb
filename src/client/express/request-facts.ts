import type { HttpRequest } from './http-request.js'
import type { RouteTrack } from './route-track.js'
import { trackRoute } from './route-track.js'

/** What is noted about a request on its way, by whichever middleware comes first. */
export interface RequestFacts extends RouteTrack {
  /** ms since the epoch. */
  readonly startedAt: number
  /** By the monotonic clock, in ms. */
  readonly since: number
  error?: { readonly thrown: unknown }
}

const key = Symbol('annals.request')
interface Noting {
  [key]?: RequestFacts
}

export const factsOf = (request: HttpRequest & Noting, now: () => number): RequestFacts => {
  const before = request[key]
  if (before !== undefined) return before
  const facts = { startedAt: now(), since: performance.now(), ...trackRoute(request) }
  request[key] = facts
  return facts
}
