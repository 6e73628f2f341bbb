import type { ValueChange } from '../../domain/delta.js'
import type { Party, Receipt, Subject, Unchanged } from '../../domain/event.js'
import { ask } from './request.js'
import { subjectPath } from './subjects.js'

/** Which state to go back to. */
export type Target = { readonly version: number } | { readonly at: string; readonly by: string }

interface Details {
  readonly changes: readonly ValueChange[]
  readonly restoredFrom: { readonly version: number }
  readonly skippedPaths: readonly string[]
}

/** What a restore would change; `version` is the present one, of which this is true. */
export type Preview = (Details & { readonly dryRun: true; readonly version: number }) | Unchanged

export const askPreview = (subject: Subject, target: Target, actor: Party, signal: AbortSignal): Promise<Preview> =>
  ask<Preview>(
    subjectPath(subject, '/restore'),
    { id: subject.id },
    { method: 'POST', signal, body: { ...target, actor, dryRun: true } },
  )

export interface RestoreRequest {
  /** A UUID: sent again with the same one, nothing is restored twice. */
  readonly id: string
  /** The version that was previewed: with another one the server refuses. */
  readonly expectedVersion: number
  readonly reason: string
  /** Left out where the token says who it is. */
  readonly actor?: Party
}

export const askRestore = (
  subject: Subject,
  target: Target,
  request: RestoreRequest,
): Promise<(Receipt & Details) | Unchanged> =>
  ask<(Receipt & Details) | Unchanged>(
    subjectPath(subject, '/restore'),
    { id: subject.id },
    { method: 'POST', body: { ...target, ...request } },
  )

/** A random UUID (RFC 9562, version 4), also where the page is served over plain HTTP and `randomUUID` is missing. */
export const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
