import { Buffer } from 'node:buffer'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { NewEvent } from '../../ports/event-log.js'
import type { Session } from './connection.js'
import { positionOf } from './recorded-event.js'
import { withTimeout } from './with-timeout.js'

export type AppendAnswer =
  | { readonly _tag: 'Stored'; readonly lastRevision: number; readonly position: number }
  | { readonly _tag: 'WrongExpectedVersion'; readonly actual: number }

/**
 * One append as a call of its own, so that it shares its fate with no other. At least one event, at most 1 MiB.
 * @param last the revision that the stream must be at; -1 for a stream without events.
 * Rejects with the call's error, or after its deadline and a second, whatever the server does.
 */
export const callAppend = (
  session: Session,
  stream: string,
  last: number,
  events: readonly NewEvent[],
  deadlineMs: number,
): Promise<AppendAnswer> => {
  const call = new Promise<AppendAnswer>((resolve, reject) => {
    const sink = session.stub.append(...session.args(deadlineMs), (error, response) => {
      if (error !== null) reject(error)
      else
        try {
          resolve(toAnswer(response))
        } catch (unreadable) {
          reject(unreadable instanceof Error ? unreadable : new Error(String(unreadable)))
        }
    })
    sink.on('error', reject)
    sink.write(toOptions(session.names.toServer(stream), last))
    for (const event of events) sink.write(toMessage(event))
    sink.end()
  })
  return withTimeout(call, deadlineMs + 1_000, 'the append was not answered')
}

const toOptions = (stream: string, last: number): AppendReq => {
  const options = new streamsPb.AppendReq.Options().setStreamIdentifier(streamIdentifier(stream))
  if (last < 0) options.setNoStream(new sharedPb.Empty())
  else options.setRevision(String(last))
  return new streamsPb.AppendReq().setOptions(options)
}

const toMessage = ({ id, type, isJson, data, metadata }: NewEvent): AppendReq => {
  const message = new streamsPb.AppendReq.ProposedMessage()
    .setId(new sharedPb.UUID().setString(id.toLowerCase()))
    .setData(data)
    .setCustomMetadata(metadata)
  message.getMetadataMap().set('type', type)
  message.getMetadataMap().set('content-type', isJson ? 'application/json' : 'application/octet-stream')
  return new streamsPb.AppendReq().setProposedMessage(message)
}

/** @param stream as the server calls it. */
export const streamIdentifier = (stream: string): InstanceType<typeof sharedPb.StreamIdentifier> =>
  new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream))

const toAnswer = (response: AppendResp): AppendAnswer => {
  const wrong = response.getWrongExpectedVersion()
  if (wrong !== undefined)
    return {
      _tag: 'WrongExpectedVersion',
      actual: wrong.hasCurrentRevision() ? Number(wrong.getCurrentRevision()) : -1,
    }
  const stored = response.getSuccess()
  const position = stored?.getPosition()
  if (stored === undefined || position === undefined) throw new Error('the server answered an append with nothing')
  return {
    _tag: 'Stored',
    lastRevision: Number(stored.getCurrentRevision()),
    position: positionOf(position.getCommitPosition()),
  }
}
