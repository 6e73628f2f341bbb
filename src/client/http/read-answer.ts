import type { ProblemMembers } from '../../application/http-api/problem-to-error.js'
import { problemToError } from '../../application/http-api/problem-to-error.js'
import type { ClientError } from '../client-failure.js'

/** The answer's JSON, or what went wrong. Throws where the body breaks off. */
export const readAnswer = async (
  response: Response,
  maxBytes: number,
): Promise<{ readonly value: unknown } | { readonly error: ClientError }> => {
  const text = await readText(response, maxBytes)
  if (text === undefined) return unexpected(response, `it is larger than ${maxBytes} bytes`)
  const json = parse(text)
  if (response.ok) return json === undefined ? unexpected(response, 'it is not a JSON object') : { value: json }
  const problem = (json ?? {}) as ProblemMembers
  const error = problemToError(problem)
  if (error !== undefined) return { error }
  const said = [problem.type, problem.title, problem.detail].filter((part) => typeof part === 'string').join(': ')
  return unexpected(response, said === '' ? 'it is not a problem detail' : said.slice(0, 1_000))
}

const unexpected = ({ status }: Response, detail: string): { readonly error: ClientError } => ({
  error: { _tag: 'UnexpectedAnswer', status, detail },
})

const readText = async (response: Response, maxBytes: number): Promise<string | undefined> => {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    // Leaving the loop cancels the rest.
    if (bytes > maxBytes) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

const parse = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** `Retry-After` (RFC 9110, section 10.2.3) in ms: seconds, or an HTTP date; undefined where there is none. */
export const retryAfterMs = (header: string | null, now: number): number | undefined => {
  if (header === null) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
