import type { Dispatcher } from 'undici'

type Headers = NonNullable<Parameters<Dispatcher.Dispatch>[0]['headers']>

/** Headers in the form that they were given in, with a `traceparent` where they have none. */
export const withTraceparent = (headers: Headers | null | undefined, traceparent: string): Headers => {
  if (headers === undefined || headers === null) return { traceparent }
  if (Array.isArray(headers)) {
    const names = (headers as readonly unknown[]).filter((_, index) => index % 2 === 0)
    return names.some(isTraceparent) ? headers : [...headers, 'traceparent', traceparent]
  }
  if (Symbol.iterator in headers) {
    const pairs = [...(headers as Iterable<[string, string | string[] | undefined]>)]
    return pairs.some(([name]) => isTraceparent(name)) ? pairs : [...pairs, ['traceparent', traceparent]]
  }
  return Object.keys(headers).some(isTraceparent) ? headers : { ...headers, traceparent }
}

const isTraceparent = (name: unknown): boolean => String(name).toLowerCase() === 'traceparent'
