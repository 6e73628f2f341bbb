import { Metadata, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import type { ExpectedRevision } from '../ports/event-log.js'
import type { Refusal } from './refusal.js'

export type CallError = Pick<ServiceError, 'code' | 'details' | 'metadata' | 'name' | 'message'>

/** A refusal as the status of a call, with the trailers in which EventStoreDB says what it is. */
export const callErrorOf = (refusal: Refusal): CallError => {
  switch (refusal._tag) {
    case 'WrongExpectedVersion': {
      const { stream, actual } = refusal
      const expected = expectedNumber(refusal.expected)
      return callError(
        status.FAILED_PRECONDITION,
        `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
        {
          exception: 'wrong-expected-version',
          'stream-name': stream,
          'expected-version': String(expected),
          'actual-version': String(actual),
        },
      )
    }
    case 'StreamDeleted':
      return callError(status.FAILED_PRECONDITION, `Event stream '${refusal.stream}' is deleted.`, {
        exception: 'stream-deleted',
        'stream-name': refusal.stream,
      })
    case 'AppendTooLarge':
      return callError(status.INVALID_ARGUMENT, `Maximum Append Size of ${refusal.limitBytes} Exceeded.`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(refusal.limitBytes),
      })
    case 'BadRequest':
      return callError(status.INVALID_ARGUMENT, refusal.reason)
    case 'AccessDenied':
      return callError(status.PERMISSION_DENIED, refusal.reason, { exception: 'access-denied' })
    case 'DeadlineExceeded':
      return callError(status.DEADLINE_EXCEEDED, 'Deadline Exceeded')
    case 'NotReady':
      return callError(status.UNAVAILABLE, 'Server Is Not Ready')
    case 'DataLoss':
      return callError(status.DATA_LOSS, refusal.reason)
  }
}

export const callError = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): CallError => {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, asciiOf(value))
  return { name: 'CallError', message: details, code, details, metadata }
}

/** EventStoreDB's numbers for what is no revision. */
export const expectedNumber = (expected: ExpectedRevision): number => {
  switch (expected) {
    case 'any':
      return -2
    case 'none':
      return -1
    case 'exists':
      return -4
    default:
      return expected
  }
}

/** Trailers carry ASCII alone: what is not is percent-encoded. */
const asciiOf = (value: string): string =>
  value.replace(/[^\x20-\x7e]+/gu, (part) => encodeURIComponent(part.toWellFormed()))
