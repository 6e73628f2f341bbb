import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ExpectedRevision } from '../ports/event-log.js'
import { createAppendBuffer } from './append-buffer.js'
import type { Appended, Appends } from './appends.js'
import { callErrorOf } from './call-error.js'
import { expectedOf } from './expected-revision.js'
import { streamNameOf } from './identifiers.js'
import { shared, streams } from './protocol.js'
import type { Refusal } from './refusal.js'

export interface AppendCallDeps {
  readonly appends: Appends
  readonly maxAppendBytes: number
}

/** Append: one message with options, then one for each event, one answer. */
export const handleAppend =
  ({ appends, maxAppendBytes }: AppendCallDeps) =>
  (
    call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
    callback: sendUnaryData<streams.AppendResp>,
  ): void => {
    const buffer = createAppendBuffer(maxAppendBytes)
    let options: streams.AppendReq.Options | undefined
    call.on('data', (message: streams.AppendReq) => {
      const proposed = message.getProposedMessage()
      options ??= message.getOptions()
      if (proposed !== undefined) buffer.add(proposed)
    })
    // A call that breaks off has no one left to answer.
    call.on('error', () => undefined)
    call.on('end', () => {
      if (call.cancelled) return
      const stream = streamNameOf(options?.getStreamIdentifier())
      const expected = options && expectedOf(options, options.hasRevision() ? options.getRevision() : undefined)
      const events = buffer.events()
      if (stream === undefined || expected === undefined) {
        callback(callErrorOf({ _tag: 'BadRequest', reason: 'a stream and an expected revision are needed' }))
        return
      }
      if (E.isLeft(events)) {
        callback(callErrorOf(events.left))
        return
      }
      appends.append(stream, expected, events.right).then(
        (outcome) => answer(outcome, expected, callback),
        (error: unknown) => callback(callErrorOf({ _tag: 'NotReady', reason: String(error) })),
      )
    })
  }

const answer = (
  outcome: Either<Refusal, Appended>,
  expected: ExpectedRevision,
  callback: sendUnaryData<streams.AppendResp>,
): void => {
  const response = new streams.AppendResp()
  if (E.isRight(outcome)) response.setSuccess(successOf(outcome.right))
  else if (outcome.left._tag === 'WrongExpectedVersion')
    response.setWrongExpectedVersion(wrongVersionOf(expected, outcome.left.actual))
  else {
    callback(callErrorOf(outcome.left))
    return
  }
  callback(null, response)
}

const successOf = ({ revision, position }: Appended): streams.AppendResp.Success => {
  const success = new streams.AppendResp.Success()
  if (revision < 0) success.setNoStream(new shared.Empty())
  else success.setCurrentRevision(String(revision))
  const at = new streams.AppendResp.Position()
  at.setCommitPosition(String(position))
  at.setPreparePosition(String(position))
  success.setPosition(at)
  return success
}

const wrongVersionOf = (expected: ExpectedRevision, actual: number): streams.AppendResp.WrongExpectedVersion => {
  const wrong = new streams.AppendResp.WrongExpectedVersion()
  if (actual < 0) wrong.setCurrentNoStream(new shared.Empty())
  else wrong.setCurrentRevision(String(actual))
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty())
  else if (expected === 'none') wrong.setExpectedNoStream(new shared.Empty())
  else if (expected === 'exists') wrong.setExpectedStreamExists(new shared.Empty())
  else wrong.setExpectedRevision(String(expected))
  return wrong
}
