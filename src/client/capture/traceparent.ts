/** W3C Trace Context, version 00: version, trace id, parent id, flags; neither id all zeros, a later version may have more behind. */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-[!-~]{0,64})?$/

/** The header as it is where it is valid, undefined elsewhere. https://www.w3.org/TR/trace-context/#traceparent-header */
export const validTraceparent = (header: unknown): string | undefined => {
  if (typeof header !== 'string' || header.length > 120) return undefined
  const [, version, , , , more] = pattern.exec(header) ?? []
  return version === undefined || (version === '00' && more !== undefined) ? undefined : header
}

/** The id of the trace, 32 hex digits. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35)

/** For a request that this one makes: the same trace, a parent id of its own. */
export const childTraceparent = (traceparent: string): string =>
  `00-${traceIdOf(traceparent)}-${newParentId()}-${traceparent.slice(53, 55)}`

const newParentId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  // All zeros means "none".
  bytes[7] = (bytes[7] ?? 0) | 1
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
