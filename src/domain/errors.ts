import type { CaptureRule } from './capture-rules.js'
import type { EventKind, Subject } from './event.js'

/** One offending field: `field` is a JSON Pointer into the body, or the name of a parameter or option. */
export interface FieldIssue {
  readonly field: string
  readonly message: string
}

/** What can go wrong, told apart by `_tag`. `item` is the index in an array of events that was refused as a whole. */
export type AnnalsError = Failure & { readonly item?: number }

type Failure =
  | { readonly _tag: 'InvalidInput'; readonly issues: readonly FieldIssue[] }
  | { readonly _tag: 'PayloadTooLarge'; readonly field: string; readonly limitBytes: number }
  | { readonly _tag: 'UnsupportedMediaType'; readonly received: string | null }
  | { readonly _tag: 'Unauthenticated' }
  | { readonly _tag: 'Forbidden'; readonly detail: string }
  | { readonly _tag: 'IdConflict'; readonly id: string }
  | { readonly _tag: 'VersionConflict'; readonly subject: Subject; readonly expected: number; readonly actual: number }
  /** If-Match or If-None-Match: the subject's version is another one (`actual` -1: there is none). */
  | { readonly _tag: 'PreconditionFailed'; readonly subject: Subject; readonly actual: number }
  /** The delta's old values differ from the present state at these paths (or the patched value could not be one). */
  | {
      readonly _tag: 'DeltaMismatch'
      readonly subject: Subject
      readonly version: number
      readonly paths: readonly string[]
    }
  /** There is no state to read, delete or restore: none was ever recorded. */
  | { readonly _tag: 'NoState'; readonly subject: Subject }
  /** A patch for a subject without a state (409 over HTTP, type `no-state`): send it again with `before`. `version` -1: it never had one. */
  | { readonly _tag: 'NoStateToPatch'; readonly subject: Subject; readonly version: number }
  /** The rules for capture leave it out, and it cannot be answered as left out: a restore. */
  | { readonly _tag: 'NotCaptured'; readonly subject: Subject; readonly rule: CaptureRule }
  | { readonly _tag: 'SubjectNotFound'; readonly subject: Subject }
  | { readonly _tag: 'VersionNotFound'; readonly subject: Subject; readonly version: number; readonly latest: number }
  | { readonly _tag: 'NoVersionAt'; readonly subject: Subject; readonly at: string }
  | { readonly _tag: 'Purged'; readonly subject: Subject; readonly firstVersion: number }
  | { readonly _tag: 'NotFound'; readonly what: string }
  | { readonly _tag: 'ProjectionBehind'; readonly after: string; readonly position: string }
  | { readonly _tag: 'RebuildRunning'; readonly projection: string }
  /** The log or a read model does not answer now; the outcome of a write is that nothing was acknowledged. */
  | { readonly _tag: 'Unavailable'; readonly reason: string; readonly retryAfterSeconds: number }
  /** A queue is full: nothing was taken. */
  | { readonly _tag: 'Overloaded'; readonly reason: string; readonly retryAfterSeconds: number }
  | { readonly _tag: 'DataFolderInUse'; readonly dataDir: string; readonly owner: string }
  /** Stored data does not say what it must: a digest, a revision or a delta is wrong. */
  | {
      readonly _tag: 'Corrupt'
      readonly detail: string
      readonly stream?: string
      readonly revision?: number
      readonly kind?: EventKind
    }

export type ErrorTag = Failure['_tag']

export const invalidInput = (field: string, message: string): AnnalsError => ({
  _tag: 'InvalidInput',
  issues: [{ field, message }],
})

/** The error in one line, for the message of an exception. */
export const errorText = (error: AnnalsError): string =>
  error._tag === 'InvalidInput'
    ? error.issues.map(({ field, message }) => `${field === '' ? 'input' : field} ${message}`).join('; ')
    : `${error._tag} ${JSON.stringify(Object.fromEntries(Object.entries(error).filter(([key]) => key !== '_tag')))}`
