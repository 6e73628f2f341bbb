import type { Failure } from '../../domain/event.js'
import { limits } from '../../domain/limits.js'
import { cleanText } from './clean-text.js'

/** What an event says of something that was thrown. Never throws itself. */
export const failureOf = (thrown: unknown): Failure => {
  try {
    if (!(thrown instanceof Error)) return { message: messageOf(String(thrown)) }
    const { code, cause } = thrown as { readonly code?: unknown; readonly cause?: unknown }
    // fetch says "fetch failed", and why in its cause.
    const why = codeOf(code) ?? codeOf((cause as { readonly code?: unknown } | undefined)?.code)
    return {
      type: cleanText(thrown.name, limits.maxErrorTypeChars),
      ...(why === undefined ? {} : { code: why }),
      message: messageOf(thrown.message),
    }
  } catch {
    return { message: 'what was thrown cannot be read' }
  }
}

const codeOf = (code: unknown): string | undefined =>
  typeof code === 'string' || typeof code === 'number' ? cleanText(String(code), limits.maxErrorCodeChars) : undefined

/** URLs are taken out: libraries put them into their messages with credentials and query strings. */
const urls = /\b[a-z][a-z0-9+.-]{0,15}:\/\/[^\s"'<>]*/gi
const maxMessageChars = 1_024

const messageOf = (message: string): string =>
  cleanText(message.slice(0, 4 * maxMessageChars).replace(urls, '[url]'), maxMessageChars)
