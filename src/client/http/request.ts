import { targetOf } from '../../application/http-api/request-url.js'
import type { Clock } from '../../ports/clock.js'
import type { BoundedCalls } from '../bounded-calls.js'
import type { ClientError } from '../client-failure.js'
import { ClientFailure } from '../client-failure.js'
import { jitteredMs } from '../jittered-ms.js'
import type { HttpSettings } from './http-options.js'
import { readAnswer, retryAfterMs } from './read-answer.js'
import { timeLimit } from './time-limit.js'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly query?: URLSearchParams | undefined
  readonly body?: unknown
  /** A body that is JSON already. */
  readonly text?: string | undefined
  /** Writes about one subject go one after another. */
  readonly subjects?: readonly string[]
  /** Of the event that is written. */
  readonly id?: string | undefined
}

export type Send = <Answer>(request: HttpRequest) => Promise<Answer>

export interface RequestPorts {
  readonly settings: HttpSettings
  readonly clock: Clock
  readonly calls: BoundedCalls
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal
  /** Whether writes are sent again for as long as there is no answer. */
  readonly waits?: boolean
}

/** What may be different at the next attempt: too slow, too many requests, a gateway without a server, a store that is not there for now. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504])

type Attempt =
  | { readonly value: unknown }
  | { readonly error: ClientError; readonly cause?: unknown; readonly retry?: { readonly afterMs: number } }

/**
 * Sends a request until there is an answer, as often as the settings allow. Each may be repeated: it reads, or what it writes has an id which the store takes once.
 * Rejects with a ClientFailure.
 */
export const createSend = (ports: RequestPorts): Send => {
  const { settings, calls, closed, waits = false } = ports
  const { attempts, maxRetryAfterMs } = settings.retry

  const persist = async (request: HttpRequest): Promise<unknown> => {
    const target = targetOf(settings.url, request.path, request.query, settings.tenant)
    const body = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
    const isWaiting = waits && request.method !== 'GET'
    for (let count = 1; ; count++) {
      if (closed.aborted) throw new ClientFailure({ _tag: 'Closed' }, { id: request.id })
      const attempt = await attemptOnce(ports, request.method, target, body)
      if ('value' in attempt) return attempt.value
      const { error, cause, retry } = attempt
      const isOver = count >= attempts || (retry !== undefined && retry.afterMs > maxRetryAfterMs)
      if (retry === undefined || (isOver && !isWaiting))
        throw new ClientFailure(closedOr(closed, counted(error, count)), {
          id: request.id,
          cause,
          ...(retry === undefined || retry.afterMs === 0 ? {} : { retryAfterMs: retry.afterMs }),
        })
      const askedMs = Math.min(retry.afterMs, maxRetryAfterMs)
      await settings.pause(Math.floor(askedMs + jitteredMs(settings.retry, settings.random, count)), closed)
    }
  }

  return async <Answer>(request: HttpRequest) => {
    const answer = await calls.run(request.subjects ?? [], () => persist(request))
    return answer as Answer
  }
}

const closedOr = (closed: AbortSignal, error: ClientError): ClientError => (closed.aborted ? { _tag: 'Closed' } : error)

const counted = (error: ClientError, attempts: number): ClientError =>
  error._tag === 'Unreachable' ? { ...error, attempts } : error

const attemptOnce = async (
  { settings, clock, closed }: RequestPorts,
  method: string,
  target: URL,
  body: string | undefined,
): Promise<Attempt> => {
  const timeout = timeLimit(settings.timeoutMs, closed)
  try {
    const token = await settings.token()
    const response = await settings.fetch(target, {
      method,
      headers: {
        accept: 'application/json',
        ...bearer(token),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: timeout.signal,
    })
    const answer = await readAnswer(response, settings.maxAnswerBytes)
    if ('value' in answer || !passing.has(response.status)) return answer
    return { ...answer, retry: { afterMs: retryAfterMs(response.headers.get('retry-after'), clock.now()) ?? 0 } }
  } catch (cause) {
    const reason = timeout.isOver() ? `no answer within ${settings.timeoutMs} ms` : reasonOf(cause)
    return { error: { _tag: 'Unreachable', reason, attempts: 1 }, cause, retry: { afterMs: 0 } }
  } finally {
    timeout.end()
  }
}

export const bearer = (token: string | undefined): Readonly<Record<string, string>> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

/** fetch says "fetch failed", and why in its cause. */
export const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const { code } = (cause ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause)
}
