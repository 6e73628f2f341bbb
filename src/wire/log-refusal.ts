import type { AppendError, ReadError } from '../ports/event-log.js'
import type { Refusal } from './refusal.js'

/** What the log's errors are to a client. */
export const refusalOf = (error: AppendError | ReadError): Refusal => {
  switch (error._tag) {
    case 'WrongExpectedRevision':
      return { _tag: 'WrongExpectedVersion', stream: error.stream, expected: error.expected, actual: error.actual }
    case 'StreamTombstoned':
      return { _tag: 'StreamDeleted', stream: error.stream }
    case 'TooLarge':
      return { _tag: 'BadRequest', reason: `at most ${error.limit} ${error.what} can be appended at once` }
    case 'InvalidAppend':
      return { _tag: 'BadRequest', reason: error.reason }
    case 'QueueFull':
      return { _tag: 'NotReady', reason: 'too much is waiting to be written' }
    case 'LogUnavailable':
      return { _tag: 'NotReady', reason: error.reason }
    case 'CorruptRow':
      return { _tag: 'DataLoss', reason: `the event at position ${error.position} is damaged` }
  }
}
