/** What a valid `traceparent` says; neither id is all zeros. */
export interface Traceparent {
  /** 32 and 16 hex digits. */
  readonly traceId: string
  readonly spanId: string
}

/** `version "-" trace-id "-" parent-id "-" trace-flags`, lower-case hex, and what versions above 00 may add behind another dash. */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-[!-~]*)?$/

/**
 * Reads a `traceparent`, as the W3C recommendation "Trace Context" (section 3.2, with 4.2 and 4.3 for later versions) wants it read; undefined where there is none, it is longer than so many
 * characters (version 00 has 55, later ones may have more, but not without end) or is not valid, which is never an error. https://www.w3.org/TR/trace-context/#traceparent-header
 */
export const parseTraceparent = (header: unknown, charsMax: number): Traceparent | undefined => {
  if (typeof header !== 'string' || header.length > charsMax) return undefined
  const [, version, traceId, spanId, more] = pattern.exec(header) ?? []
  if (traceId === undefined || spanId === undefined || (version === '00' && more !== undefined)) return undefined
  return { traceId, spanId }
}
