import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import { errorText } from '../domain/errors.js'
import type { SpoolError } from '../ports/spool.js'

/** What a client's call can fail with: what the store says, and what only somebody at the other end of a network meets. */
export type ClientError = AnnalsError | TransportError | SpoolError

export type TransportError =
  /** No answer came: what was to be written may be stored or not. The same call with the same `id` is safe. */
  | { readonly _tag: 'Unreachable'; readonly reason: string; readonly attempts: number }
  /** An answer that no Annals server gives: another service, a proxy's page, a body beyond the limit. */
  | { readonly _tag: 'UnexpectedAnswer'; readonly status: number; readonly detail: string }
  /** The client was closed. */
  | { readonly _tag: 'Closed' }
  /** Too many events wait in memory for the store or the spool: this one was not taken. */
  | { readonly _tag: 'BufferFull'; readonly reason: string }

/** What every call of a client rejects with: `error` says what went wrong, by its `_tag`; `id` is that of the event that was to be written. */
export class ClientFailure extends Error {
  readonly error: ClientError
  readonly id: string | undefined
  /** How long the store asks to be left alone, in ms. */
  readonly retryAfterMs: number
  constructor(
    error: ClientError,
    more: { readonly id?: string | undefined; readonly cause?: unknown; readonly retryAfterMs?: number } = {},
  ) {
    super(describe(error), more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'ClientFailure'
    this.error = error
    this.id = more.id
    this.retryAfterMs = more.retryAfterMs ?? askedFor(error)
  }
}

export const refuse = (issues: readonly FieldIssue[]): never => {
  throw new ClientFailure({ _tag: 'InvalidInput', issues })
}

/** What went wrong where nobody says it by a ClientFailure: a mistake, here or in the store of this process. */
export const mistakeOf = (error: unknown): ClientError => ({
  _tag: 'UnexpectedAnswer',
  status: 0,
  detail: error instanceof Error ? error.message : String(error),
})

const askedFor = (error: ClientError): number => ('retryAfterSeconds' in error ? error.retryAfterSeconds * 1_000 : 0)

const describe = (error: ClientError): string => {
  if (error._tag === 'Unreachable')
    return `the store does not answer, after ${error.attempts} attempts: ${error.reason}`
  if (error._tag === 'UnexpectedAnswer')
    return `an answer (status ${error.status}) that is not from an Annals server: ${error.detail}`
  if (error._tag === 'BufferFull') return `nothing was taken: ${error.reason}`
  if (error._tag === 'SpoolFull') return `the spool in ${error.folder} is full: ${error.reason}`
  if (error._tag === 'SpoolFailed') return `the spool in ${error.folder} cannot be written or read: ${error.reason}`
  return error._tag === 'Closed' ? 'the client is closed' : errorText(error)
}
