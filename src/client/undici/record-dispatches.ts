import type { Dispatcher } from 'undici'
import type { CallRecorder, OutboundOptions } from '../calls/call-recorder.js'
import { outboundCall, outgoingTraceparent } from '../calls/outbound.js'
import { heldContext, withinHeld } from '../context/held-context.js'
import { withTraceparent } from './with-traceparent.js'

type DispatchOptions = Parameters<Dispatcher.Dispatch>[0]
type Handler = Parameters<Dispatcher.Dispatch>[1]
interface End {
  readonly statusCode?: number
  readonly error?: unknown
  readonly failed?: boolean
}

/**
 * An interceptor for undici 7: `new Agent().compose(recordDispatches(recorder))`, for one client or, with `setGlobalDispatcher`, for all of them and `fetch`. A call ends with the last byte of the answer's body, or where that
 * breaks off; bodies are passed on untouched. Above other interceptors (retries, redirects) a call is what the application asked for, below them each attempt.
 */
export const recordDispatches =
  (recorder: CallRecorder, options: OutboundOptions = {}): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (given, handler) => {
    const traceparent = outgoingTraceparent(options)
    const sent = traceparent === undefined ? given : { ...given, headers: withTraceparent(given.headers, traceparent) }
    const call = described(recorder, given, options)
    if (call === undefined) return dispatch(sent, handler)
    const startedAt = recorder.now()
    const since = performance.now()
    // A socket's callbacks run in whatever context opened it.
    const held = heldContext()
    let ended = false
    const end = (outcome: End): void => {
      if (ended) return
      ended = true
      const durationMs = performance.now() - since
      withinHeld(held, () => recorder.observe({ ...call, startedAt, durationMs, ...outcome }))
    }
    return dispatch(sent, observing(handler, end))
  }

const described = (recorder: CallRecorder, { origin, path, method }: DispatchOptions, options: OutboundOptions) => {
  try {
    return outboundCall(method, `${origin === undefined ? '' : new URL(String(origin)).origin}${path}`, options)
  } catch (error) {
    recorder.tell(error)
    return undefined
  }
}

const observing = (inner: Handler, end: (outcome: End) => void): Handler => {
  let statusCode: number | undefined
  const status = (): End => (statusCode === undefined ? {} : { statusCode })
  return {
    onRequestStart: (controller, context) => inner.onRequestStart?.(controller, context),
    onRequestUpgrade: (controller, code, headers, socket) => {
      end({ statusCode: code })
      inner.onRequestUpgrade?.(controller, code, headers, socket)
    },
    onResponseStart: (controller, code, headers, message) => {
      // 100 to 199 announce the answer.
      if (code >= 200) statusCode = code
      inner.onResponseStart?.(controller, code, headers, message)
    },
    onResponseData: (controller, chunk) => inner.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => {
      end(status())
      inner.onResponseEnd?.(controller, trailers)
    },
    onResponseError: (controller, error) => {
      end({ ...status(), failed: true, error })
      inner.onResponseError?.(controller, error)
    },
  }
}
