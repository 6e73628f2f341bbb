import { refuse } from '../client-failure.js'
import { asOwnTraffic } from '../context/held-context.js'
import { integerOption } from '../integer-option.js'

export interface HttpOptions {
  /** Where the API is mounted: `/v1/…` is put behind it. */
  readonly url: string | URL
  /** A bearer token, or what gives one for each request: a token that is renewed. */
  readonly token?: string | (() => string | Promise<string>) | undefined
  /** Chooses the tenant at a server without tokens; a token has its own. */
  readonly tenant?: string | undefined
  readonly fetch?: typeof fetch | undefined
  /** For one attempt, from the request to the last byte of the answer (default 30,000). */
  readonly timeoutMs?: number | undefined
  readonly retry?: Partial<RetryOptions> | undefined
  /** Requests under way at a time (default 32). */
  readonly maxInFlight?: number | undefined
  /** Calls that may wait for that (default 20,000); more are rejected as Overloaded. */
  readonly maxWaiting?: number | undefined
  /** Of one answer, in bytes (default 64 MiB). */
  readonly maxAnswerBytes?: number | undefined
  /** 0 (inclusive) to 1 (exclusive): spreads retries. */
  readonly random?: (() => number) | undefined
  /** Waits between attempts; ends early where the signal aborts. */
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined
}

export interface RetryOptions {
  /** Of one call, the first one included: 1 to 100 (default 6). */
  readonly attempts: number
  /** The wait before the second attempt is at most this, before the third twice as much, and so on (default 200). */
  readonly baseMs: number
  /** No wait is longer (default 10,000), unless the server asks for it. */
  readonly maxMs: number
  /** A server that asks for a longer wait (`Retry-After`) is not waited for (default 60,000). */
  readonly maxRetryAfterMs: number
}

type Defaulted = Omit<HttpOptions, 'url' | 'tenant' | 'token' | 'retry'>
export interface HttpSettings extends Readonly<{ [Name in keyof Defaulted]-?: NonNullable<Defaulted[Name]> }> {
  readonly url: string
  readonly token: () => string | undefined | Promise<string | undefined>
  readonly tenant: string | undefined
  readonly retry: RetryOptions
}

export const retryDefaults: RetryOptions = { attempts: 6, baseMs: 200, maxMs: 10_000, maxRetryAfterMs: 60_000 }

/** Options with their defaults. Throws InvalidInput, naming what is wrong. */
export const httpSettings = (options: HttpOptions, pause: NonNullable<HttpOptions['pause']>): HttpSettings => {
  const { token, tenant } = options
  return {
    url: checkedUrl(options.url),
    token: typeof token === 'function' ? token : () => token,
    tenant,
    fetch: ownFetch(options.fetch ?? fetch),
    timeoutMs: integerOption('timeoutMs', options.timeoutMs ?? 30_000, 1, maxTimerMs),
    retry: {
      attempts: integerOption('retry.attempts', options.retry?.attempts ?? retryDefaults.attempts, 1, 100),
      baseMs: integerOption('retry.baseMs', options.retry?.baseMs ?? retryDefaults.baseMs, 0, maxTimerMs),
      maxMs: integerOption('retry.maxMs', options.retry?.maxMs ?? retryDefaults.maxMs, 0, maxTimerMs),
      maxRetryAfterMs: integerOption(
        'retry.maxRetryAfterMs',
        options.retry?.maxRetryAfterMs ?? retryDefaults.maxRetryAfterMs,
        0,
        maxTimerMs,
      ),
    },
    maxInFlight: integerOption('maxInFlight', options.maxInFlight ?? 32, 1, 10_000),
    maxWaiting: integerOption('maxWaiting', options.maxWaiting ?? 20_000, 0, 10_000_000),
    maxAnswerBytes: integerOption('maxAnswerBytes', options.maxAnswerBytes ?? 64 * 1024 * 1024, 1, 2 ** 31),
    random: options.random ?? Math.random,
    pause: options.pause ?? pause,
  }
}

/** Who records calls leaves these out. */
const ownFetch =
  (inner: typeof fetch): typeof fetch =>
  (input, init) =>
    asOwnTraffic(() => inner(input, init))

/** Timers know no longer time than 2^31 − 1 ms. */
export const maxTimerMs = 2_147_483_647

const checkedUrl = (url: string | URL): string => {
  const text = String(url)
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    return refuse([{ field: 'url', message: 'must be an http or https URL' }])
  if (parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '')
    return refuse([{ field: 'url', message: 'must have no credentials, query or fragment: a token goes into "token"' }])
  return text.replace(/\/+$/, '')
}
