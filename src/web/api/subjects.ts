import type { Delta, ValueChange } from '../../domain/delta.js'
import type { Subject } from '../../domain/event.js'
import { ask } from './request.js'
import type { Parameters } from './request.js'
import type { Page, StoredEvent, SubjectState } from './shapes.js'

/** An answer of `…/diff`. */
interface VersionDifference {
  readonly from: number
  readonly to: number
  readonly delta: Delta | null
  readonly changes: readonly ValueChange[]
}

/** The path of a subject's route; its id goes into the query, where no proxy changes it. */
export const subjectPath = ({ type }: Subject, route = ''): string =>
  `/v1/subjects/${encodeURIComponent(type)}/~${route}`

const askSubject = <A>(
  subject: Subject,
  route: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  signal: AbortSignal,
): Promise<A> => ask<A>(subjectPath(subject, route), { id: subject.id, ...parameters } satisfies Parameters, { signal })

/** The state now, at a version, or at a time. */
export const askState = (
  subject: Subject,
  when: { readonly version?: number; readonly at?: string; readonly by?: string },
  signal: AbortSignal,
): Promise<SubjectState> => askSubject(subject, '', when, signal)

export const askDifference = (
  subject: Subject,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<VersionDifference> => askSubject(subject, '/diff', { from, to }, signal)

/** A page of its changes, the newest first. */
export const askChanges = (
  subject: Subject,
  cursor: string | undefined,
  limit: number,
  signal: AbortSignal,
): Promise<Page<StoredEvent>> => askSubject(subject, '/history', { order: 'desc', limit, cursor }, signal)
