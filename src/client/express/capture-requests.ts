import type { Context, Party } from '../../domain/event.js'
import { limits } from '../../domain/limits.js'
import { checkChannel } from '../../domain/names.js'
import { v7 } from 'uuid'
import { cleanText } from '../capture/clean-text.js'
import { traceIdOf, validTraceparent } from '../capture/traceparent.js'
import { refuse } from '../client-failure.js'
import type { AuditContext } from '../context/audit-context.js'
import { merged } from '../context/audit-context.js'
import { heldContext, withinHeld } from '../context/held-context.js'
import { present } from '../present.js'
import type { TrustProxy } from './client-ip.js'
import { clientIp } from './client-ip.js'
import type { HttpRequest, HttpResponse, Middleware } from './http-request.js'
import type { ActorSource } from './known-actor.js'
import { checkedActor } from './known-actor.js'
import { factsOf } from './request-facts.js'
import { requestId } from './request-id.js'

export interface CaptureOptions<Request extends HttpRequest = HttpRequest> {
  /** Who makes the request. Nobody without it. Mount the middleware behind the one that authenticates. */
  readonly actor?: ActorSource<Request> | undefined
  /** Who it is where nobody is known; without it, events that name no actor are refused. */
  readonly anonymous?: Party | undefined
  /** How long to wait for an actor that is a promise (default 5,000 ms); then nobody is known. */
  readonly actorTimeoutMs?: number | undefined
  /** Whose `X-Forwarded-For` is believed; nobody's by default: then the IP is that of whoever has connected. */
  readonly trustProxy?: TrustProxy | undefined
  /** The header of the request's id, taken where it is valid (1 to 128 letters, digits and `._~:/+=@-`), made elsewhere, set on the response; `x-request-id` by default, false for none. */
  readonly requestIdHeader?: string | false | undefined
  /** Makes ids of requests and transactions; UUIDs of version 7 by default. */
  readonly ids?: { readonly next: () => string } | undefined
  /** Records the path of the URL, which may name people (default false); the route's pattern is recorded always. */
  readonly path?: boolean | undefined
  readonly channel?: string | undefined
  /** Makes each request one transaction: `request`: with an id of its own; `trace`: with the id of the trace where it has a `traceparent`, so that the services it goes through share it. */
  readonly transaction?: 'request' | 'trace' | undefined
  /** Told why no actor is known: what the source threw, or what is wrong with the actor. */
  readonly onError: (error: unknown) => void
}

/**
 * Runs the rest of the request in a context: actor, IP, User-Agent, request id, `traceparent`, method, route, and `http` as the entry point, each cleaned and cut to what an event takes. Nothing that a request
 * brings, and nothing that fails here, stops it. Throws a ClientFailure (InvalidInput) for options that make no sense.
 */
export const captureRequests = <Request extends HttpRequest = HttpRequest>(
  options: CaptureOptions<Request>,
): Middleware<Request> => {
  const { actor, channel, transaction, actorTimeoutMs = 5_000 } = options
  if (channel !== undefined && checkChannel(channel) !== undefined)
    refuse([{ field: 'channel', message: checkChannel(channel) ?? '' }])
  const anonymous = checkedActor(options.anonymous)
  const ids = options.ids ?? { next: () => v7() }
  const ip = clientIp(options.trustProxy)
  const idOf = requestId(options.requestIdHeader ?? 'x-request-id', ids)
  const tell = (error: unknown): void => {
    try {
      options.onError(error)
    } catch {
      // Nobody else is there to be told.
    }
  }

  const contextOf = (request: HttpRequest, response: HttpResponse): AuditContext => {
    const traceparent = validTraceparent(request.headers['traceparent'])
    const context: Context = {
      entryPoint: 'http',
      method: cleanText(request.method ?? 'GET', limits.maxMethodChars),
      ...present(
        'ip',
        guarded(() => ip(request), tell),
      ),
      ...present('userAgent', cleaned(request.headers['user-agent'], limits.maxUserAgentChars)),
      ...present('requestId', idOf(request, response)),
      ...present('traceparent', traceparent),
      ...present('path', options.path === true ? pathOf(request) : undefined),
    }
    return {
      context,
      ...present('channel', channel),
      ...(transaction === undefined ? {} : { transactionId: transactionId(transaction, traceparent, ids) }),
    }
  }

  return (request, response, next) => {
    const facts = factsOf(request, Date.now)
    const outer = heldContext()
    const context = contextOf(request, response)
    const go = (given: unknown): void => {
      const known = guarded(() => checkedActor(given), tell) ?? anonymous
      withinHeld(
        {
          fixed: merged(outer.fixed, known === undefined ? context : { ...context, actor: known }),
          live: () => present('route', cleaned(facts.route(), limits.maxRouteChars)),
        },
        next,
      )
    }
    const given = actor && guarded(() => actor(request), tell)
    if (!isThenable(given)) {
      go(given)
      return
    }
    inTime(given, actorTimeoutMs)
      .then(go, (error: unknown) => {
        tell(error)
        go(undefined)
      })
      .catch(tell)
  }
}

const guarded = <A>(get: () => A, tell: (error: unknown) => void): A | undefined => {
  try {
    return get()
  } catch (error) {
    tell(error)
    return undefined
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

const inTime = async (given: PromiseLike<unknown>, ms: number): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the actor is not known after ${ms} ms`))
    }, ms)
  })
  return Promise.race([given, over]).finally(() => clearTimeout(timer))
}

const transactionId = (
  transaction: 'request' | 'trace',
  traceparent: string | undefined,
  ids: { readonly next: () => string },
): string => (transaction === 'trace' && traceparent !== undefined ? traceIdOf(traceparent) : ids.next())

const cleaned = (text: string | undefined, maxChars: number): string | undefined =>
  text === undefined ? undefined : cleanText(text, maxChars) || undefined

/** Without the query. */
const pathOf = (request: HttpRequest): string =>
  cleanText((request.originalUrl ?? request.url ?? '').split(/[?#]/, 1)[0] ?? '', limits.maxPathChars)
