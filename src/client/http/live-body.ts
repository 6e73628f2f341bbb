import { followEvents } from '../../application/http-api/follow-events.js'
import { filterQuery, targetOf } from '../../application/http-api/request-url.js'
import type { StoredEvent } from '../../domain/event.js'
import { ClientFailure } from '../client-failure.js'
import type { LiveRequest } from '../transport.js'
import { readAnswer } from './read-answer.js'
import { bearer, reasonOf } from './request.js'
import type { RequestPorts } from './request.js'
import { timeLimit } from './time-limit.js'

/** Heartbeats come more often than this: a connection on which nothing comes for so long is dead. */
const silentMs = 60_000

/** The live feed over HTTP, as `followEvents` has it. Rejects with a ClientFailure. */
export const httpLive = (
  ports: RequestPorts,
  { after, signal, onLost, ...filter }: LiveRequest,
): AsyncIterable<StoredEvent> => {
  const { attempts, baseMs, maxMs } = ports.settings.retry
  const query = filterQuery(filter)
  if (after !== undefined) query.set('after', after)
  let attempt = 0
  return followEvents({
    open: (lastEventId) => body(ports, query, lastEventId, ++attempt, signal),
    isPassing,
    firstAttempts: attempts,
    pause: (failures) =>
      ports.settings.pause(
        Math.floor((0.5 + ports.settings.random() / 2) * Math.min(maxMs, baseMs * 2 ** failures)),
        signal,
      ),
    onLost,
    refuse: (detail) => {
      throw new ClientFailure({ _tag: 'UnexpectedAnswer', status: 200, detail })
    },
    signal,
  })
}

async function* body(
  { settings }: RequestPorts,
  query: URLSearchParams,
  lastEventId: string | undefined,
  attempts: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const accept = 'text/event-stream'
  const silence = timeLimit(silentMs, signal)
  try {
    const token = await settings.token()
    const response = await settings.fetch(targetOf(settings.url, '/v1/activity/live', query, settings.tenant), {
      headers: { accept, ...bearer(token), ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
      redirect: 'error',
      signal: silence.signal,
    })
    if (!response.ok || response.headers.get('content-type')?.startsWith(accept) !== true) {
      const answer = await readAnswer(response, settings.maxAnswerBytes)
      const detail = 'it is not a stream of events'
      throw new ClientFailure(
        'error' in answer ? answer.error : { _tag: 'UnexpectedAnswer', status: response.status, detail },
      )
    }
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      silence.restart()
      yield chunk
    }
  } catch (error) {
    if (error instanceof ClientFailure) throw error
    const reason = silence.isOver() ? `nothing came for ${silentMs} ms` : reasonOf(error)
    if (!signal.aborted) throw new ClientFailure({ _tag: 'Unreachable', reason, attempts }, { cause: error })
  } finally {
    silence.end()
  }
}

const isPassing = (error: unknown): boolean => {
  if (!(error instanceof ClientFailure)) return false
  const failed = error.error
  if (failed._tag === 'UnexpectedAnswer') return failed.status >= 502 && failed.status <= 504
  return failed._tag === 'Unreachable' || failed._tag === 'Unavailable' || failed._tag === 'Overloaded'
}
