import type { CaptureRule } from '../../domain/capture-rules.js'
import type { AnnalsError, FieldIssue } from '../../domain/errors.js'
import type { Subject } from '../../domain/event.js'

/** The members that problems of Annals have, by their types. */
export interface ProblemMembers {
  readonly type?: string
  readonly title?: string
  readonly status?: number
  /** The index of the one that was refused, in an array. */
  readonly item?: number
  readonly detail?: string
  readonly errors?: readonly FieldIssue[]
  readonly field?: string
  readonly limitBytes?: number
  readonly id?: string
  readonly subject?: Subject
  readonly expected?: number
  readonly actual?: number
  readonly version?: number
  readonly latest?: number
  readonly paths?: readonly string[]
  readonly at?: string
  readonly firstVersion?: number
  readonly retryAfter?: number
  readonly after?: string
  readonly position?: string
  readonly projection?: string
  readonly rule?: CaptureRule
}

/** The error that a problem (RFC 9457) tells of, by its type; undefined for one that only HTTP knows. */
export const problemToError = (problem: ProblemMembers): AnnalsError | undefined => {
  const error = withoutItem(problem)
  return error === undefined || problem.item === undefined ? error : { ...error, item: problem.item }
}

const withoutItem = (problem: ProblemMembers): AnnalsError | undefined => {
  const { detail = '', subject = { type: '?', id: '?' }, version = -1, actual = -1, retryAfter = 1 } = problem
  switch (problem.type?.replace('urn:annals:problem:', '') ?? '') {
    case 'invalid-input':
      return { _tag: 'InvalidInput', issues: problem.errors ?? [{ field: '', message: detail }] }
    case 'payload-too-large':
      return { _tag: 'PayloadTooLarge', field: problem.field ?? '', limitBytes: problem.limitBytes ?? 0 }
    case 'unauthenticated':
      return { _tag: 'Unauthenticated' }
    case 'forbidden':
      return { _tag: 'Forbidden', detail }
    case 'id-conflict':
      return { _tag: 'IdConflict', id: problem.id ?? '' }
    case 'version-conflict':
      return { _tag: 'VersionConflict', subject, expected: problem.expected ?? -1, actual }
    case 'precondition-failed':
      return { _tag: 'PreconditionFailed', subject, actual }
    case 'delta-mismatch':
      return { _tag: 'DeltaMismatch', subject, version, paths: problem.paths ?? [] }
    case 'no-state':
      return problem.status === 409 ? { _tag: 'NoStateToPatch', subject, version } : { _tag: 'NoState', subject }
    case 'not-captured':
      return { _tag: 'NotCaptured', subject, rule: problem.rule ?? { field: 'subjectTypes', list: 'exclude' } }
    case 'subject-not-found':
      return { _tag: 'SubjectNotFound', subject }
    case 'version-not-found':
      return { _tag: 'VersionNotFound', subject, version, latest: problem.latest ?? -1 }
    case 'no-version-at':
      return { _tag: 'NoVersionAt', subject, at: problem.at ?? '' }
    case 'purged':
      return { _tag: 'Purged', subject, firstVersion: problem.firstVersion ?? -1 }
    case 'projection-behind':
      return { _tag: 'ProjectionBehind', after: problem.after ?? '', position: problem.position ?? '' }
    case 'not-found':
      return { _tag: 'NotFound', what: detail.replace(/^There is no (.*)\.$/s, '$1') }
    case 'corrupt':
      return { _tag: 'Corrupt', detail }
    case 'rebuild-running':
      return { _tag: 'RebuildRunning', projection: problem.projection ?? '' }
    case 'unavailable':
    case 'shutting-down':
      return { _tag: 'Unavailable', reason: reasonIn(detail), retryAfterSeconds: retryAfter }
    case 'overloaded':
      return { _tag: 'Overloaded', reason: reasonIn(detail), retryAfterSeconds: retryAfter }
    default:
      return undefined
  }
}

/** A problem says in words what the error's name says already. */
const reasonIn = (detail: string): string =>
  detail
    .replace(/^It cannot be answered now: (.*)\. Nothing was acknowledged\.$/s, '$1')
    .replace(/^Nothing was taken: (.*)\.$/s, '$1')
