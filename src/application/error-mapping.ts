import type { AnnalsError } from '../domain/errors.js'
import type { AppendError, ReadError } from '../ports/event-log.js'
import type { QueryError } from '../ports/read-models.js'

const retryAfterSeconds = 2

export const fromReadError = (error: ReadError): AnnalsError => {
  switch (error._tag) {
    case 'LogUnavailable':
      return { _tag: 'Unavailable', reason: error.reason, retryAfterSeconds }
    case 'StreamTombstoned':
      return { _tag: 'NotFound', what: `stream ${error.stream} (it was ended for ever)` }
    case 'CorruptRow':
      return {
        _tag: 'Corrupt',
        detail: `the row at position ${error.position} does not match its digest`,
        stream: error.stream,
        revision: error.revision,
      }
  }
}

export const fromAppendError = (error: AppendError): AnnalsError => {
  switch (error._tag) {
    case 'LogUnavailable':
      return { _tag: 'Unavailable', reason: error.reason, retryAfterSeconds }
    case 'QueueFull':
      return { _tag: 'Overloaded', reason: `${error.limit} appends are waiting already`, retryAfterSeconds: 1 }
    case 'StreamTombstoned':
      return { _tag: 'NotFound', what: `stream ${error.stream} (it was ended for ever)` }
    case 'TooLarge':
      return error.what === 'bytes'
        ? { _tag: 'PayloadTooLarge', field: '', limitBytes: error.limit }
        : { _tag: 'InvalidInput', issues: [{ field: '', message: `must be at most ${error.limit} events` }] }
    case 'InvalidAppend':
      return { _tag: 'InvalidInput', issues: [{ field: '', message: error.reason }] }
    case 'WrongExpectedRevision':
      return {
        _tag: 'Unavailable',
        reason: `stream ${error.stream} is being written by somebody else`,
        retryAfterSeconds: 1,
      }
  }
}

export const fromQueryError = (error: QueryError): AnnalsError => {
  switch (error._tag) {
    case 'UnknownProjection':
      return { _tag: 'NotFound', what: `projection ${error.projection}` }
    case 'UnknownColumn':
      return { _tag: 'InvalidInput', issues: [{ field: error.column, message: 'is no column of this projection' }] }
    case 'UnknownTable':
      return { _tag: 'InvalidInput', issues: [{ field: 'table', message: `there is no table ${error.table}` }] }
    case 'BadPlace':
      return { _tag: 'InvalidInput', issues: [{ field: 'cursor', message: 'is not a cursor of this list' }] }
    case 'TooExpensive':
      return { _tag: 'InvalidInput', issues: [{ field: error.field, message: error.detail }] }
    case 'RebuildRunning':
      return { _tag: 'RebuildRunning', projection: error.projection }
    case 'ReadModelUnavailable':
      return { _tag: 'Unavailable', reason: error.reason, retryAfterSeconds }
  }
}
