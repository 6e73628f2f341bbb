import type { ExpectedRevision } from '../ports/event-log.js'

/** Why a request of an EventStoreDB client is not carried out. */
export type Refusal =
  | {
      readonly _tag: 'WrongExpectedVersion'
      readonly stream: string
      readonly expected: ExpectedRevision
      /** The stream's last revision; -1 where it has no event. */
      readonly actual: number
    }
  | { readonly _tag: 'StreamDeleted'; readonly stream: string }
  | { readonly _tag: 'AppendTooLarge'; readonly limitBytes: number }
  | { readonly _tag: 'BadRequest'; readonly reason: string }
  /** The guard of Annals' own streams says no. */
  | { readonly _tag: 'AccessDenied'; readonly reason: string }
  | { readonly _tag: 'DeadlineExceeded' }
  /** Nothing can be read or written now; whether an append was stored is not known. */
  | { readonly _tag: 'NotReady'; readonly reason: string }
  | { readonly _tag: 'DataLoss'; readonly reason: string }
