import type { IncomingMessage } from 'node:http'

/** Which trace a request belongs to, and which span of its caller's it was made in. */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
}

/** `version "-" trace-id "-" parent-id "-" trace-flags`, lower-case hex, and what versions above 00 may add behind another dash. */
const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/
const noTrace = /^0+$/

/**
 * The request's `traceparent`, as the W3C recommendation "Trace Context" (section 3.2, with 4.2 and 4.3 for later versions) wants it read; undefined where there is none or it is not
 * valid, which is never an error. Several such headers reach us joined by a comma, and are not valid.
 */
export const traceContextOf = (request: Pick<IncomingMessage, 'headers'>): TraceContext | undefined => {
  const { traceparent } = request.headers
  if (typeof traceparent !== 'string' || traceparent.length > charsMax) return undefined
  const [, version, traceId = '', spanId = '', more] = pattern.exec(traceparent) ?? []
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined
  return noTrace.test(traceId) || noTrace.test(spanId) ? undefined : { traceId, spanId }
}

/** Version 00 has 55 characters; later ones may be longer, but not without end. */
const charsMax = 512
