import type { CopiedUrl } from './outbound-url.js'
import { copyUrl } from './outbound-url.js'
import { childTraceparent } from '../capture/traceparent.js'
import { currentContext } from '../context/context.js'
import { isOwnTraffic } from '../context/held-context.js'
import type { CallDetails, RecordedCall } from './recorded-call.js'

/** One request of this process to somebody else. */
export interface OutboundRequest {
  readonly method: string
  /** Without credentials, query and fragment. */
  readonly url: string
  readonly host: string
  /** `/` at least. */
  readonly path: string
}

export interface OutboundOptions extends CallDetails {
  /** The host by default. */
  readonly service?: string | undefined
  /** The path by default, without the query. */
  readonly operation?: string | undefined
  /** Says more of a request, and wins over the other options: an `operation` without the ids in the path, for example. */
  readonly describe?: ((request: OutboundRequest) => Described) | undefined
  /** Names of query parameters to record; none by default. Redacted like all that is recorded. */
  readonly query?: readonly string[] | undefined
  /** Requests that are not recorded. What the client sends to the store never is. */
  readonly except?: ((request: OutboundRequest) => boolean) | undefined
  /** Sends the context's `traceparent` along, with a parent id of its own, where the request has none (default false). */
  readonly propagate?: boolean | undefined
}
export type Described = CallDetails & { readonly service?: string; readonly operation?: string }

/** What is known of a call before it is made; undefined where it is not to be recorded. Throws what `describe` and `except` throw. */
export const outboundCall = (
  method: string,
  rawUrl: string,
  options: OutboundOptions,
): Omit<RecordedCall, 'startedAt'> | undefined => {
  if (isOwnTraffic()) return undefined
  const { describe, query, except, propagate: _, service, operation, ...details } = options
  const url: CopiedUrl = copyUrl(rawUrl)
  const request = { method, url: url.text, host: url.host, path: url.path }
  if (except?.(request) === true) return undefined
  const parameters = query === undefined ? undefined : url.chosen(query)
  return {
    service: service ?? url.host,
    operation: operation ?? url.path,
    method,
    ...details,
    ...(parameters === undefined ? {} : { parameters: { query: parameters } }),
    ...describe?.(request),
  }
}

/** The header to send, where there is one. */
export const outgoingTraceparent = (options: OutboundOptions): string | undefined => {
  if (options.propagate !== true || isOwnTraffic()) return undefined
  const traceparent = currentContext().context?.traceparent
  return traceparent === undefined ? undefined : childTraceparent(traceparent)
}
