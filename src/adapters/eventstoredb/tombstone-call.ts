import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import type { ExpectedRevision } from '../../ports/event-log.js'
import { streamIdentifier } from './append-call.js'
import type { Connection } from './connection.js'
import { positionOf } from './recorded-event.js'
import { withTimeout } from './with-timeout.js'

const deadlineMs = 10_000

/** Ends a stream for ever. @returns the position of the event that says so. Rejects with the call's error. */
export const callTombstone = async (
  connection: Connection,
  stream: string,
  expected: ExpectedRevision,
): Promise<number> => {
  const session = await connection.session()
  const options = new streamsPb.TombstoneReq.Options().setStreamIdentifier(
    streamIdentifier(session.names.toServer(stream)),
  )
  if (typeof expected === 'number') options.setRevision(String(expected))
  else if (expected === 'none') options.setNoStream(new sharedPb.Empty())
  else if (expected === 'exists') options.setStreamExists(new sharedPb.Empty())
  else options.setAny(new sharedPb.Empty())
  const call = new Promise<number>((resolve, reject) => {
    session.stub.tombstone(
      new streamsPb.TombstoneReq().setOptions(options),
      ...session.args(deadlineMs),
      (error, response) => {
        if (error !== null) reject(error)
        else resolve(positionOf(response.getPosition()?.getCommitPosition() ?? -1))
      },
    )
  })
  try {
    return await withTimeout(call, deadlineMs + 1_000, 'the tombstone was not answered')
  } catch (error) {
    session.failed(error)
    throw error
  }
}
