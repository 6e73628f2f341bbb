import type { OutboundOptions } from './outbound.js'
import type { CallObserver } from './recorded-call.js'
import { outboundCall, outgoingTraceparent } from './outbound.js'

export interface AuditedFetchOptions extends OutboundOptions {
  /** The global one by default. */
  readonly fetch?: typeof fetch | undefined
}

/**
 * The duration is that until the headers of the answer: its body is the caller's, who gets the very response. Request and response are passed on untouched; with `propagate`, the request's headers are copied.
 * Fails as `fetch` does.
 */
export const fetchWith = (recorder: CallObserver, options: AuditedFetchOptions): typeof fetch => {
  const { fetch: inner = fetch, ...outbound } = options
  return async (input, init) => {
    const call = described(recorder, input, init, outbound)
    const traceparent = outgoingTraceparent(outbound)
    const sent = traceparent === undefined ? init : withHeader(input, init, traceparent)
    if (call === undefined) return inner(input, sent)
    const startedAt = recorder.now()
    const since = performance.now()
    const end = (outcome: {
      readonly statusCode?: number
      readonly error?: unknown
      readonly failed?: boolean
    }): void => recorder.observe({ ...call, startedAt, durationMs: performance.now() - since, ...outcome })
    try {
      const response = await inner(input, sent)
      end({ statusCode: response.status })
      return response
    } catch (error) {
      end({ failed: true, error: canParse(input) ? (error ?? String(error)) : notAUrl })
      throw error
    }
  }
}

/** What fetch says of it has the whole text, whatever that was meant to be. */
const notAUrl = { type: 'TypeError', message: 'the URL cannot be parsed' }

const canParse = (input: Input): boolean => input instanceof Request || URL.canParse(String(input))

type Input = Parameters<typeof fetch>[0]
type Init = Parameters<typeof fetch>[1]

const described = (recorder: CallObserver, input: Input, init: Init, options: OutboundOptions) => {
  try {
    const isRequest = input instanceof Request
    const method = init?.method ?? (isRequest ? input.method : 'GET')
    return outboundCall(method.toUpperCase(), isRequest ? input.url : String(input), options)
  } catch (error) {
    recorder.tell(error)
    return undefined
  }
}

/** Headers of `init` take the place of the request's, so those are brought along. A `traceparent` that is there stays. */
const withHeader = (input: Input, init: Init, traceparent: string): Init => {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
  if (headers.has('traceparent')) return init
  headers.set('traceparent', traceparent)
  return { ...init, headers }
}
