import { CommandFailure, exitCodes, failWith } from './failure.js'
import type { ProblemMembers } from '../application/http-api/problem-to-error.js'
import { problemToError } from '../application/http-api/problem-to-error.js'
import { targetOf } from '../application/http-api/request-url.js'

export interface RemoteOptions {
  readonly fetch: typeof fetch
  /** Where the API is mounted: `/v1/…` is put behind it. */
  readonly url: string
  readonly token: string | undefined
  /** Sent as `?tenant=` where it was chosen; otherwise the credential's own tenant is used. */
  readonly tenant: string | undefined
}

export interface RequestOptions {
  readonly query?: URLSearchParams
  readonly body?: unknown
  /** The request may be sent again when its answer was lost (GETs always may). */
  readonly retry?: boolean
}

export type RemoteRequest = <Answer>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  options: RequestOptions,
) => Promise<Answer>

const timeoutMs = 60_000
const retryDelaysMs = [250, 1_000, 3_000] as const

/** One request to the API: its JSON answer, or the problem it tells of as a CommandFailure. */
export const remoteRequest = ({ fetch, url, token, tenant }: RemoteOptions): RemoteRequest => {
  const send = (method: string, target: URL, body: unknown): Promise<Response> =>
    fetch(target, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })

  return async <Answer>(method: 'GET' | 'POST' | 'PUT', path: string, options: RequestOptions): Promise<Answer> => {
    const target = targetOf(url, path, options.query, tenant)
    const mayRepeat = method === 'GET' || options.retry === true
    for (let attempt = 0; ; attempt++) {
      const delayMs = mayRepeat ? retryDelaysMs[attempt] : undefined
      let response: Response
      let text: string
      try {
        response = await send(method, target, options.body)
        text = await response.text()
      } catch (error) {
        if (delayMs === undefined || isRefused(error)) return unreachable(url, error)
        await pause(delayMs)
        continue
      }
      if (response.status === 503 && delayMs !== undefined) await pause(delayMs)
      else return readAnswer(response, text) as Answer
    }
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause !== undefined ? error.cause : error)

const isRefused = (error: unknown): boolean => (causeOf(error) as { readonly code?: string }).code === 'ECONNREFUSED'

/** The server does not answer, or has stopped to. */
export class Unreachable extends CommandFailure {}

export const unreachable = (url: string, error: unknown): never => {
  const cause = causeOf(error)
  const { code } = cause as { readonly code?: unknown }
  const why = typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause)
  throw new Unreachable(`${url} does not answer: ${why}`, exitCodes.failed)
}

export const readAnswer = (response: Response, text: string): unknown => {
  let answer: unknown
  try {
    answer = text === '' ? undefined : JSON.parse(text)
  } catch {
    answer = undefined
  }
  if (response.ok) {
    if (answer !== undefined || text === '') return answer
    throw new CommandFailure(
      'the server answered something that is not JSON: is --url an Annals server?',
      exitCodes.failed,
    )
  }
  const problem = (answer ?? {}) as ProblemMembers
  const error = problemToError(problem)
  if (error !== undefined) return failWith(error)
  const { title, detail } = problem
  const said = [title, detail].filter((part) => typeof part === 'string').join(': ')
  throw new CommandFailure(
    `the server answered ${response.status}${said === '' ? '' : `: ${said}`}`,
    response.status >= 400 && response.status < 500 ? exitCodes.badInput : exitCodes.failed,
  )
}
