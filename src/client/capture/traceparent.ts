import { limits } from '../../domain/limits.js'
import { parseTraceparent } from '../../domain/traceparent.js'

/** The header as it is where it is valid and an event may have it, undefined elsewhere. */
export const validTraceparent = (header: unknown): string | undefined =>
  typeof header === 'string' && parseTraceparent(header, limits.maxTraceparentChars) !== undefined ? header : undefined

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
