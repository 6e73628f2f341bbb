import type { AnnalsError } from '../domain/errors.js'
import type { AppendError, ExpectedRevision } from '../ports/event-log.js'
import type { Refused } from './door.js'

/** Why a subject cannot be read, to somebody who wants to append to its stream. */
export const doorError = (error: AnnalsError, stream: string): Refused | AppendError => {
  if (error._tag === 'NotFound') return { _tag: 'StreamTombstoned', stream }
  if (error._tag === 'Corrupt') return unknownState(stream, error.detail)
  if (error._tag === 'Purged') return unknownState(stream, 'its first events were cut off')
  return { _tag: 'LogUnavailable', reason: 'reason' in error ? error.reason : error._tag }
}

const unknownState = (stream: string, detail: string): Refused => ({
  _tag: 'Refused',
  reason: `the state of stream ${stream} is not known: ${detail}`,
})

/** Whether a stream whose last revision is this (-1: none) is as expected. */
export const isAsExpected = (expected: ExpectedRevision, lastRevision: number): boolean => {
  switch (expected) {
    case 'any':
      return true
    case 'none':
      return lastRevision < 0
    case 'exists':
      return lastRevision >= 0
    default:
      return expected === lastRevision
  }
}

export const exactly = (lastRevision: number): ExpectedRevision => (lastRevision < 0 ? 'none' : lastRevision)
