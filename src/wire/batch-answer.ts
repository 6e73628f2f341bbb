import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ExpectedRevision } from '../ports/event-log.js'
import type { Appended } from './appends.js'
import { streamIdentifier } from './identifiers.js'
import { any, code, empty, shared, status, streams } from './protocol.js'
import type { Refusal } from './refusal.js'

/** The answer to one append of a BatchAppend. */
export const batchAnswer = (
  correlationId: shared.UUID | undefined,
  options: streams.BatchAppendReq.Options | undefined,
  outcome: Either<Refusal, Appended>,
): streams.BatchAppendResp => {
  const response = new streams.BatchAppendResp()
  if (correlationId !== undefined) response.setCorrelationId(correlationId)
  response.setStreamIdentifier(options?.getStreamIdentifier() ?? streamIdentifier(''))
  if (options?.hasAny() === true) response.setAny(new empty.Empty())
  else if (options?.hasNoStream() === true) response.setNoStream(new empty.Empty())
  else if (options?.hasStreamExists() === true) response.setStreamExists(new empty.Empty())
  else response.setStreamPosition(options?.getStreamPosition() ?? '0')
  if (E.isRight(outcome)) response.setSuccess(successOf(outcome.right))
  else response.setError(statusOf(outcome.left))
  return response
}

const successOf = ({ revision, position }: Appended): streams.BatchAppendResp.Success => {
  const success = new streams.BatchAppendResp.Success()
  if (revision < 0) success.setNoStream(new empty.Empty())
  else success.setCurrentRevision(String(revision))
  const at = new shared.AllStreamPosition()
  at.setCommitPosition(String(position))
  at.setPreparePosition(String(position))
  success.setPosition(at)
  return success
}

const statusOf = (refusal: Refusal): status.Status => {
  switch (refusal._tag) {
    case 'WrongExpectedVersion':
      return packed(
        code.Code.ALREADY_EXISTS,
        'WrongExpectedVersion',
        wrongVersionOf(refusal.expected, refusal.actual),
        'WrongExpectedVersion',
      )
    case 'StreamDeleted': {
      const deleted = new shared.StreamDeleted()
      deleted.setStreamIdentifier(streamIdentifier(refusal.stream))
      return packed(code.Code.FAILED_PRECONDITION, 'StreamDeleted', deleted, 'StreamDeleted')
    }
    case 'AppendTooLarge': {
      const exceeded = new shared.MaximumAppendSizeExceeded()
      exceeded.setMaxappendsize(refusal.limitBytes)
      return packed(code.Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', exceeded, 'MaximumAppendSizeExceeded')
    }
    case 'BadRequest': {
      const bad = new shared.BadRequest()
      bad.setMessage(refusal.reason)
      return packed(code.Code.INVALID_ARGUMENT, 'BadRequest', bad, 'BadRequest')
    }
    case 'AccessDenied':
      return packed(code.Code.PERMISSION_DENIED, refusal.reason, new shared.AccessDenied(), 'AccessDenied')
    case 'DeadlineExceeded':
      return packed(code.Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout(), 'Timeout')
    case 'NotReady':
      return packed(code.Code.UNAVAILABLE, 'Server Is Not Ready', new shared.Empty(), 'Empty')
    case 'DataLoss':
      return packed(code.Code.DATA_LOSS, refusal.reason, new shared.Unknown(), 'Unknown')
  }
}

const packed = (
  number: code.Code,
  message: string,
  details: { readonly serializeBinary: () => Uint8Array },
  type: string,
): status.Status => {
  const wrapped = new any.Any()
  wrapped.pack(details.serializeBinary(), `event_store.client.${type}`)
  const answer = new status.Status()
  answer.setCode(number)
  answer.setMessage(message)
  answer.setDetails(wrapped)
  return answer
}

const wrongVersionOf = (expected: ExpectedRevision, actual: number): shared.WrongExpectedVersion => {
  const wrong = new shared.WrongExpectedVersion()
  if (actual < 0) wrong.setCurrentNoStream(new empty.Empty())
  else wrong.setCurrentStreamRevision(String(actual))
  if (expected === 'any') wrong.setExpectedAny(new empty.Empty())
  else if (expected === 'none') wrong.setExpectedNoStream(new empty.Empty())
  else if (expected === 'exists') wrong.setExpectedStreamExists(new empty.Empty())
  else wrong.setExpectedStreamPosition(String(expected))
  return wrong
}
