import type { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ExpectedRevision } from '../ports/event-log.js'
import type { Appended } from './appends.js'
import { streamIdentifier } from './identifiers.js'
import { createMessageWriter } from './message-writer.js'
import { any, code, empty, shared, status } from './protocol.js'
import type { streams } from './protocol.js'
import type { Refusal } from './refusal.js'

const writer = createMessageWriter()

/** The answer to one append of a BatchAppend, encoded: a BatchAppendResp. */
export const batchAnswer = (
  correlationId: shared.UUID | undefined,
  options: streams.BatchAppendReq.Options | undefined,
  outcome: Either<Refusal, Appended>,
): Buffer => {
  writer.begin()
  writeExpected(options)
  const streamEnd = writer.end()
  writer.bytes(streamName, options?.getStreamIdentifier()?.getStreamName_asU8() ?? nothing)
  writer.message(response.stream, streamEnd)
  if (E.isRight(outcome)) writeSuccess(outcome.right)
  else writer.bytes(response.error, statusOf(outcome.left).serializeBinary())
  if (correlationId !== undefined) writeId(correlationId)
  return writer.take()
}

// The numbers of the fields in streams.proto and shared.proto.
const response = {
  correlationId: 1,
  error: 2,
  success: 3,
  stream: 4,
  streamPosition: 5,
  noStream: 6,
  any: 7,
  streamExists: 8,
} as const
const succeeded = { revision: 1, noStream: 2, position: 3 } as const
const allPosition = { commit: 1, prepare: 2 } as const
const streamName = 3
const uuidText = 2
const nothing = new Uint8Array(0)

/** In the form in which it came. */
const writeId = (id: shared.UUID): void => {
  if (id.hasStructured()) {
    writer.bytes(response.correlationId, id.serializeBinary())
    return
  }
  const end = writer.end()
  writer.text(uuidText, id.getString())
  writer.message(response.correlationId, end)
}

const writeExpected = (options: streams.BatchAppendReq.Options | undefined): void => {
  if (options?.hasAny() === true) writer.bytes(response.any, nothing)
  else if (options?.hasNoStream() === true) writer.bytes(response.noStream, nothing)
  else if (options?.hasStreamExists() === true) writer.bytes(response.streamExists, nothing)
  else {
    const revision = BigInt(options?.getStreamPosition() ?? 0)
    writer.number64(response.streamPosition, Number(revision >> 32n), Number(revision & 0xffff_ffffn))
  }
}

const writeSuccess = ({ revision, position }: Appended): void => {
  const end = writer.end()
  const positionEnd = writer.end()
  writer.number(allPosition.prepare, position)
  writer.number(allPosition.commit, position)
  writer.message(succeeded.position, positionEnd)
  if (revision < 0) writer.bytes(succeeded.noStream, nothing)
  else writer.number(succeeded.revision, revision)
  writer.message(response.success, end)
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
