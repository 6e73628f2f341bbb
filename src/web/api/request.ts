import { signal } from '@preact/signals'
import { given } from '../routing/given.js'
import { mount } from '../routing/route.js'
import { ProblemError, problemOf, unreachable } from './problem.js'

/** The bearer token that somebody signed in with: kept in this page's memory alone, and gone when it is closed. */
export const token = signal<string | undefined>(undefined)
/** Set by a 401: the page asks for a token until there is one that is taken. */
export const signInNeeded = signal(false)

export type Parameters = Readonly<Record<string, string | number | undefined>> | URLSearchParams

interface RequestOptions {
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

/** The address of a route of the public API; `path` begins with `/v1`. */
export const apiUrl = (path: string, parameters: Parameters = {}): string => {
  const search = parameters instanceof URLSearchParams ? parameters : given(parameters)
  return `${mount}${path.slice(1)}${search.size === 0 ? '' : `?${search.toString()}`}`
}

/** Asks the public API. Rejects with a ProblemError, or with what aborted it. */
export const send = async (
  path: string,
  parameters: Parameters = {},
  options: RequestOptions = {},
): Promise<Response> => {
  const { method = 'GET', body, headers } = options
  let response: Response
  try {
    response = await fetch(apiUrl(path, parameters), {
      method,
      cache: 'no-store',
      headers: {
        ...(token.value === undefined ? {} : { authorization: `Bearer ${token.value}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
  } catch (error) {
    options.signal?.throwIfAborted()
    throw new ProblemError({ ...unreachable, members: { cause: String(error) } })
  }
  if (response.status === 401) signInNeeded.value = true
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return response
}

/** The same for an answer that is JSON. */
export const ask = async <A>(path: string, parameters?: Parameters, options?: RequestOptions): Promise<A> =>
  (await send(path, parameters, options)).json() as Promise<A>
