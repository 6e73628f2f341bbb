import type { AnnalsError } from '../../domain/errors.js'
import type { ClientError } from '../client-failure.js'
import { ClientFailure, mistakeOf } from '../client-failure.js'

/** What is to be made of an array of events that was not stored. */
export type Verdict =
  /** It is not because of them: the store, the way to it, the credential. `narrow`: it may be because of one of them all the same. */
  | { readonly _tag: 'Later'; readonly error: ClientError; readonly afterMs: number; readonly narrow: boolean }
  /** These are refused for what they are, each with its error, by index. */
  | { readonly _tag: 'Refused'; readonly errors: ReadonlyMap<number, ClientError> }
  /** One of them is, but which? */
  | { readonly _tag: 'Narrow'; readonly error: ClientError }

/** The store's own troubles, whatever event it met them at. */
const passing: ReadonlySet<ClientError['_tag']> = new Set([
  'Unavailable',
  'Overloaded',
  'Unauthenticated',
  'Closed',
  'Unreachable',
])
/** What an event is refused for, told without saying which. */
const ofTheEvent: ReadonlySet<ClientError['_tag']> = new Set([
  'PayloadTooLarge',
  'IdConflict',
  'VersionConflict',
  'DeltaMismatch',
  'NoState',
  'NoStateToPatch',
])
/** Statuses that say something about the body, given by what stands before the store. */
const ofTheBody: ReadonlySet<number> = new Set([400, 413, 422])

export const verdictOf = (failure: unknown): Verdict => {
  if (!(failure instanceof ClientFailure)) return { _tag: 'Later', error: mistakeOf(failure), afterMs: 0, narrow: true }
  const { error } = failure
  const later = (narrow: boolean): Verdict => ({ _tag: 'Later', error, afterMs: failure.retryAfterMs, narrow })
  if (passing.has(error._tag)) return later(false)
  if ('item' in error) {
    const { item, ...own } = error
    return { _tag: 'Refused', errors: new Map([[item, own]]) }
  }
  if (error._tag === 'InvalidInput') return byIndex(error) ?? { _tag: 'Narrow', error }
  if (ofTheEvent.has(error._tag)) return { _tag: 'Narrow', error }
  if (error._tag === 'UnexpectedAnswer')
    return ofTheBody.has(error.status) ? { _tag: 'Narrow', error } : later(error.status === 500)
  return later(error._tag === 'Corrupt')
}

/** Issues of an array name the item first: `/3/verb`. */
const byIndex = (error: Extract<AnnalsError, { readonly _tag: 'InvalidInput' }>): Verdict | undefined => {
  const issues = new Map<number, { readonly field: string; readonly message: string }[]>()
  for (const { field, message } of error.issues) {
    const [, index, rest] = /^\/(\d+)(.*)$/s.exec(field) ?? []
    if (index === undefined || rest === undefined) return undefined
    const own = issues.get(Number(index)) ?? []
    own.push({ field: rest, message })
    issues.set(Number(index), own)
  }
  return {
    _tag: 'Refused',
    errors: new Map([...issues].map(([index, own]) => [index, { _tag: 'InvalidInput', issues: own }])),
  }
}
