import type { AnnalsError } from '../domain/errors.js'

/** What a request over HTTP can end with besides its answer: the store's own errors, and those that only HTTP knows. */
export type HttpError =
  | AnnalsError
  | { readonly _tag: 'RouteNotFound' }
  /** The idempotency key: of a request that is under way, or of one with another body. */
  | { readonly _tag: 'KeyInUse' }
  | { readonly _tag: 'KeyReused' }
  | { readonly _tag: 'MethodNotAllowed'; readonly allow: string }
  | { readonly _tag: 'HostNotAllowed' }
  | { readonly _tag: 'OriginNotAllowed' }
  /** `received` is the Content-Encoding. */
  | { readonly _tag: 'UnsupportedEncoding'; readonly received: string }
  /** The request ended before its body was there. */
  | { readonly _tag: 'RequestAborted' }
  /** Request line and headers are more than is read (16 KiB), or did not come in time: there is no request to route. */
  | { readonly _tag: 'HeadersTooLarge' }
  | { readonly _tag: 'HeadersTimeout' }
  | { readonly _tag: 'NotReady'; readonly reasons: readonly string[] }
  | { readonly _tag: 'ShuttingDown' }
  /** Something threw: a mistake of the program's own. What it was goes to the log, not into the answer. */
  | { readonly _tag: 'Internal' }
