import { limits } from '../../domain/limits.js'
import type { Clock } from '../../ports/clock.js'
import { callEvent } from '../calls/recorded-call.js'
import type { RecordedCall } from '../calls/recorded-call.js'
import { cleanId } from '../capture/clean-text.js'
import type { CaptureCounts, ObserverOptions } from '../capture/emitter.js'
import { createObserver } from '../capture/emitter.js'
import { createValueCopy } from '../capture/value-copy.js'
import { heldContext, withinHeld } from '../context/held-context.js'
import { choose, members } from './chosen-parameters.js'
import type { ErrorMiddleware, HttpRequest, HttpResponse, Middleware } from './http-request.js'
import type { EndpointLogOptions, LogChoices, LogSettings } from './log-settings.js'
import { anonymousOf, logSettings } from './log-settings.js'
import type { RequestFacts } from './request-facts.js'
import { factsOf } from './request-facts.js'

export type LogOptions = EndpointLogOptions & ObserverOptions & { readonly clock?: Clock | undefined }

export interface EndpointLog {
  /** Records every request that comes by; to be mounted behind `captureRequests` and before the routes. */
  readonly requests: Middleware
  /** Notes errors for the record and passes them on; to be mounted behind the routes, before what answers errors. */
  readonly errors: ErrorMiddleware
  /** For one route, or one router: records its requests, with these choices instead of those for all. A request is recorded once. */
  readonly route: (choices?: LogChoices) => Middleware
  readonly counts: () => CaptureCounts
  /** Resolves once nothing is under way: before a process ends. */
  readonly settled: () => Promise<void>
}

/** What is noted for the record of one request. */
interface Noted {
  settings: LogSettings
  result?: unknown
}
interface Ended extends Noted {
  readonly aborted: boolean
}

/**
 * One event for each request, made once its answer has been handed over whole, or the client has gone away: a call that was served, with its duration until then. Nothing is waited for: what cannot be sent
 * is told to `onError` and counted, and the request never hears of it. Throws a ClientFailure (InvalidInput) for options that make no sense.
 */
export const endpointLog = (options: LogOptions): EndpointLog => {
  const observer = createObserver(options)
  const copyValue = createValueCopy(options)
  const anonymous = anonymousOf(options)
  const forAll = logSettings(options)
  const now = (): number => (options.clock ?? Date).now()
  const key = Symbol('annals.endpoint-log')
  type Logged = HttpRequest & { [key]?: Noted }

  const record = (request: Logged, response: HttpResponse, facts: RequestFacts, noted: Ended): void => {
    const { settings, aborted } = noted
    const route = facts.route()
    const status = response.headersSent || !aborted ? response.statusCode : undefined
    if (!settings.selects({ request, response, route, status })) return
    const operation = route ?? noRoute
    const method = request.method ?? 'GET'
    const call: RecordedCall = {
      direction: 'in',
      service: options.service,
      operation,
      method,
      startedAt: facts.startedAt,
      durationMs: performance.now() - facts.since,
      statusCode: status,
      verb: settings.verb,
      subject: settings.subject?.(request, response) ?? {
        type: 'endpoint',
        id: cleanId(`${method} ${operation}`, limits.maxIdBytes),
      },
      parameters: settings.parameters && choose(settings.parameters, request, facts.params() ?? request.params),
      result: noted.result,
      ...endOf(aborted, status, settings.error ? facts.error : undefined),
    }
    observer.send(() =>
      callEvent(call, copyValue, now(), heldContext().fixed.actor === undefined ? anonymous : undefined),
    )
  }

  const watch =
    (settings: LogSettings): Middleware =>
    (request: Logged, response, next) => {
      const before = request[key]
      const noted = before ?? (request[key] = { settings })
      noted.settings = settings
      if (settings.result !== undefined) noteResult(response, noted, copyValue)
      if (before === undefined) {
        const facts = factsOf(request, now)
        const held = heldContext()
        let ended = false
        const end = (whole: boolean) => (): void => {
          if (ended) return
          ended = true
          try {
            withinHeld(held, () => record(request, response, facts, { ...noted, aborted: !whole }))
          } catch (error) {
            observer.tell(error)
          }
        }
        // `finish` where the whole answer was handed over, `close` alone where the connection broke before.
        response.once('finish', end(true)).once('close', end(false))
      }
      next()
    }

  return {
    requests: watch(forAll),
    route: (choices = {}) => watch(logSettings({ ...options, ...choices })),
    errors: (thrown, request, _response, next) => {
      factsOf(request, now).error = { thrown }
      next(thrown)
    },
    counts: observer.counts,
    settled: observer.settled,
  }
}

/** What requests are that no route has met. */
const noRoute = '(no route)'

const endOf = (
  aborted: boolean,
  status: number | undefined,
  error: RequestFacts['error'],
): Pick<RecordedCall, 'failed' | 'error'> => {
  if (aborted)
    return {
      failed: true,
      error: { type: 'Aborted', message: 'the connection was closed before the answer was complete' },
    }
  const failed = (status ?? 0) >= 400
  return failed && error !== undefined ? { failed, error: error.thrown ?? String(error.thrown) } : { failed }
}

const wrapped = Symbol('annals.json')
type Json = (this: HttpResponse, body: unknown) => unknown
type JsonResponse = HttpResponse & { json?: Json; [wrapped]?: true }

/** Express sends objects by `json`: what is chosen of them is copied there, before anybody can change them. */
const noteResult = (response: JsonResponse, noted: Noted, copyValue: (value: unknown) => unknown): void => {
  const { json } = response
  if (response[wrapped] === true || json === undefined) return
  response[wrapped] = true
  response.json = function (body) {
    const { result } = noted.settings
    try {
      const chosen = result === true ? body : members(body, result)
      noted.result = chosen === undefined ? undefined : copyValue(chosen)
    } catch {
      noted.result = '[unreadable]'
    }
    return json.call(this, body)
  }
}
