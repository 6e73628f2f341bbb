import type { ReadError } from '../../ports/event-log.js'

/** What an error of a call says. All that is not told apart here leaves the outcome of an append unknown. */
export type Failure =
  | { readonly kind: 'WrongExpectedVersion'; readonly actual: number }
  | { readonly kind: 'StreamDeleted' | 'TooLarge' | 'NotLeader' | 'Unavailable' }
  /** Refused for good: no rights, or something in it that the server does not take. */
  | { readonly kind: 'Refused'; readonly reason: string }

interface CallError {
  readonly code?: unknown
  readonly message?: unknown
  readonly metadata?: { readonly getMap?: () => Readonly<Record<string, unknown>> }
}

const codes = { invalidArgument: 3, permissionDenied: 7, unimplemented: 12, unauthenticated: 16 } as const

/** Reads the trailers that EventStoreDB sends with an error (`exception`, `actual-version`), else the status code of gRPC. */
export const failureOf = (error: unknown): Failure => {
  const { code, metadata } = (typeof error === 'object' && error !== null ? error : {}) as CallError
  const trailers = metadata?.getMap?.() ?? {}
  switch (trailers['exception']) {
    case 'wrong-expected-version':
      return { kind: 'WrongExpectedVersion', actual: revisionIn(trailers['actual-version']) }
    case 'stream-deleted':
      return { kind: 'StreamDeleted' }
    case 'maximum-append-size-exceeded':
      return { kind: 'TooLarge' }
    case 'not-leader':
      return 'leader-endpoint-host' in trailers ? { kind: 'NotLeader' } : { kind: 'Unavailable' }
    case 'access-denied':
      return { kind: 'Refused', reason: reasonOf(error) }
  }
  switch (code) {
    case codes.invalidArgument:
    case codes.permissionDenied:
    case codes.unauthenticated:
    case codes.unimplemented:
      return { kind: 'Refused', reason: reasonOf(error) }
    default:
      return { kind: 'Unavailable' }
  }
}

export const reasonOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error)
  return message === '' ? 'the server gave no reason' : message
}

/** The stream is named as the caller named it. */
export const toReadError = (error: unknown, stream = ''): ReadError =>
  failureOf(error).kind === 'StreamDeleted'
    ? { _tag: 'StreamTombstoned', stream }
    : { _tag: 'LogUnavailable', reason: reasonOf(error) }

const revisionIn = (text: unknown): number => {
  const revision = Number(text)
  return Number.isSafeInteger(revision) ? revision : -1
}
