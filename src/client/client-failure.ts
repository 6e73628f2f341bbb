import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import { errorText } from '../domain/errors.js'

/** What a client's call can fail with: what the store says, and what only somebody at the other end of a network meets. */
export type ClientError = AnnalsError | TransportError

export type TransportError =
  /** No answer came: what was to be written may be stored or not. The same call with the same `id` is safe. */
  | { readonly _tag: 'Unreachable'; readonly reason: string; readonly attempts: number }
  /** An answer that no Annals server gives: another service, a proxy's page, a body beyond the limit. */
  | { readonly _tag: 'UnexpectedAnswer'; readonly status: number; readonly detail: string }
  /** The client was closed. */
  | { readonly _tag: 'Closed' }

/** What every call of a client rejects with: `error` says what went wrong, by its `_tag`; `id` is that of the event that was to be written. */
export class ClientFailure extends Error {
  readonly error: ClientError
  readonly id: string | undefined
  constructor(error: ClientError, more: { readonly id?: string | undefined; readonly cause?: unknown } = {}) {
    super(describe(error), more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'ClientFailure'
    this.error = error
    this.id = more.id
  }
}

export const refuse = (issues: readonly FieldIssue[]): never => {
  throw new ClientFailure({ _tag: 'InvalidInput', issues })
}

const describe = (error: ClientError): string => {
  if (error._tag === 'Unreachable')
    return `the store does not answer, after ${error.attempts} attempts: ${error.reason}`
  if (error._tag === 'UnexpectedAnswer')
    return `an answer (status ${error.status}) that is not from an Annals server: ${error.detail}`
  return error._tag === 'Closed' ? 'the client is closed' : errorText(error)
}
