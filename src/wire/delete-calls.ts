import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ExpectedRevision } from '../ports/event-log.js'
import type { Appended, Appends } from './appends.js'
import { callErrorOf } from './call-error.js'
import { expectedOf } from './expected-revision.js'
import { streamNameOf } from './identifiers.js'
import { streams } from './protocol.js'
import type { Refusal } from './refusal.js'

export const handleDelete =
  ({ deleteSoftly }: Appends) =>
  (
    { request }: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>,
    callback: sendUnaryData<streams.DeleteResp>,
  ): void => {
    void carryOut(deleteSoftly, request.getOptions(), callback, (position) => {
      const at = new streams.DeleteResp.Position()
      at.setCommitPosition(position)
      at.setPreparePosition(position)
      const response = new streams.DeleteResp()
      response.setPosition(at)
      return response
    })
  }

export const handleTombstone =
  ({ tombstone }: Appends) =>
  (
    { request }: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>,
    callback: sendUnaryData<streams.TombstoneResp>,
  ): void => {
    void carryOut(tombstone, request.getOptions(), callback, (position) => {
      const at = new streams.TombstoneResp.Position()
      at.setCommitPosition(position)
      at.setPreparePosition(position)
      const response = new streams.TombstoneResp()
      response.setPosition(at)
      return response
    })
  }

const carryOut = async <Response>(
  end: (stream: string, expected: ExpectedRevision) => Promise<Either<Refusal, Appended>>,
  options: streams.DeleteReq.Options | streams.TombstoneReq.Options | undefined,
  callback: sendUnaryData<Response>,
  respond: (position: string) => Response,
): Promise<void> => {
  const stream = streamNameOf(options?.getStreamIdentifier())
  const expected = options && expectedOf(options, options.hasRevision() ? options.getRevision() : undefined)
  if (stream === undefined || expected === undefined) {
    callback(callErrorOf({ _tag: 'BadRequest', reason: 'a stream and an expected revision are needed' }))
    return
  }
  try {
    const ended = await end(stream, expected)
    if (E.isLeft(ended)) callback(callErrorOf(ended.left))
    else callback(null, respond(String(ended.right.position)))
  } catch (error) {
    callback(callErrorOf({ _tag: 'NotReady', reason: String(error) }))
  }
}
