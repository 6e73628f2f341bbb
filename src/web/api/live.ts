import { ProblemError } from './problem.js'
import { send } from './request.js'
import type { ServerEvent } from './server-events.js'
import { serverEventReader } from './server-events.js'
import type { StoredEvent } from './shapes.js'

export type LiveState = 'connecting' | 'live' | 'interrupted' | 'refused'

interface LiveReader {
  readonly onEvent: (event: StoredEvent) => void
  readonly onState: (state: LiveState) => void
  /** The stream begins behind this position; what came before is not told. Not called where it goes on. */
  readonly onStart: (position: string) => void
}

/** The server says that it lives every 15 seconds: three of them missed are a dead connection. */
const silenceMs = 45_000
const maxWaitMs = 30_000

/**
 * Follows the feed by a filter, and goes on where it was after whatever cut it off: without a gap, since it says the last id it has seen. A page
 * that nobody looks at lets go of its connection, of which a browser has six for all its tabs. @returns how to end it.
 */
export const followLive = (parameters: URLSearchParams, reader: LiveReader): (() => void) => {
  const ending = new AbortController()
  void follow(parameters, reader, ending.signal)
  return () => ending.abort()
}

const follow = async (parameters: URLSearchParams, reader: LiveReader, ended: AbortSignal): Promise<void> => {
  const place: Place = { lastId: undefined, retryMs: 1_000, failures: 0 }
  const isEnded = (): boolean => ended.aborted
  while (!isEnded()) {
    await visible(ended)
    if (isEnded()) return
    try {
      await readOnce(parameters, reader, place, ended)
    } catch (error) {
      if (isEnded()) return
      if (isRefused(error) && !forgotten(place)) {
        reader.onState('refused')
        return
      }
    }
    if (document.hidden || isEnded()) continue
    reader.onState('interrupted')
    await pause(Math.min(maxWaitMs, place.retryMs * 2 ** place.failures) * (0.5 + Math.random() / 2), ended)
    place.failures++
  }
}

interface Place {
  lastId: string | undefined
  retryMs: number
  failures: number
}

/** Whether asking again in the same way is of no use. */
const isRefused = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.status >= 400 && error.problem.status < 500

/** An id of another log is refused: the next attempt begins at the log's end. @returns false where there was none. */
const forgotten = (place: Place): boolean => {
  const had = place.lastId !== undefined
  place.lastId = undefined
  return had
}

const readOnce = async (
  parameters: URLSearchParams,
  reader: LiveReader,
  place: Place,
  ended: AbortSignal,
): Promise<void> => {
  const attempt = new AbortController()
  const stop = (): void => attempt.abort()
  const stopHidden = (): void => {
    if (document.hidden) attempt.abort()
  }
  ended.addEventListener('abort', stop)
  document.addEventListener('visibilitychange', stopHidden)
  let silence = setTimeout(stop, silenceMs)
  try {
    const response = await send('/v1/activity/live', parameters, {
      signal: attempt.signal,
      headers: {
        accept: 'text/event-stream',
        ...(place.lastId === undefined ? {} : { 'last-event-id': place.lastId }),
      },
    })
    const take = serverEventReader(taking(reader, place), (ms) => (place.retryMs = Math.min(Math.max(ms, 100), 10_000)))
    const text = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    while (text !== undefined) {
      const { done, value } = await text.read()
      if (done) return
      clearTimeout(silence)
      silence = setTimeout(stop, silenceMs)
      take(value)
    }
  } finally {
    clearTimeout(silence)
    ended.removeEventListener('abort', stop)
    document.removeEventListener('visibilitychange', stopHidden)
    attempt.abort()
  }
}

const taking =
  (reader: LiveReader, place: Place) =>
  ({ name, data, lastId }: ServerEvent): void => {
    if (name === 'message') {
      place.lastId = lastId
      reader.onEvent(JSON.parse(data) as StoredEvent)
    }
    if (name !== 'start') return
    const start = JSON.parse(data) as { readonly position: string; readonly lastEventId: string }
    const goesOn = place.lastId !== undefined
    place.lastId ??= start.lastEventId
    place.failures = 0
    if (!goesOn) reader.onStart(start.position)
    reader.onState('live')
  }

const visible = (ended: AbortSignal): Promise<void> =>
  document.hidden ? happening(document, 'visibilitychange', ended) : Promise.resolve()

const pause = (ms: number, ended: AbortSignal): Promise<void> => {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), ms)
  return happening(globalThis, 'online', AbortSignal.any([ended, timeout.signal])).finally(() => clearTimeout(timer))
}

/** Until an event, or the end. */
const happening = (target: EventTarget, name: string, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      target.removeEventListener(name, done)
      ended.removeEventListener('abort', done)
      resolve()
    }
    target.addEventListener(name, done)
    ended.addEventListener('abort', done)
  })
