import { CommandFailure } from './failure.js'
import type { RemoteOptions } from './remote-request.js'
import { targetOf } from '../application/http-api/request-url.js'
import { Unreachable, readAnswer, unreachable } from './remote-request.js'

export interface StreamRequest {
  readonly query: URLSearchParams
  readonly accept: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** Heartbeats come more often than this: a connection on which nothing comes for so long is dead. */
const silentMs = 60_000

/**
 * The body of an answer of any length, as it comes. Throws a CommandFailure for a problem, and an Unreachable where the server does not answer, is
 * silent for long, or breaks off.
 */
export async function* remoteBody(
  { fetch, url, token, tenant }: RemoteOptions,
  path: string,
  { query, accept, headers, signal }: StreamRequest,
): AsyncGenerator<Uint8Array, void, undefined> {
  const silence = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(new Error('nothing came for a minute')), silentMs)
  }
  heard()
  try {
    const response = await fetch(targetOf(url, path, query, tenant), {
      headers: { accept, ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      redirect: 'error',
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!response.ok) readAnswer(response, await response.text())
    if (response.headers.get('content-type')?.startsWith(accept) !== true) readAnswer(response, '?')
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      heard()
      yield chunk
    }
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    if (!signal.aborted) unreachable(url, error)
  } finally {
    clearTimeout(timer)
    silence.abort()
  }
}

/** Whether it may work when it is tried again. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable ||
  (error instanceof CommandFailure && (error.error?._tag === 'Unavailable' || error.error?._tag === 'Overloaded'))
