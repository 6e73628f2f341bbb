import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { Direction, RecordedEvent } from '../../ports/event-log.js'
import { streamIdentifier } from './append-call.js'
import type { Connection, Session } from './connection.js'
import { positionIn, toRecorded } from './recorded-event.js'

export interface ReadPage {
  readonly events: readonly RecordedEvent[]
  /** The stream has no event that can be read. */
  readonly notFound: boolean
  /** Ended because the log or the stream did, not by a limit. */
  readonly ended: boolean
  /** Positions of the first and the last event of the page, others' included. */
  readonly firstSeen?: number
  readonly lastSeen?: number
}

/** What a page holds at most, unless its first event is larger. */
const pageBytesMax = 8 * 1024 * 1024
const deadlineMs = 15_000

export const readStreamPage = async (
  connection: Connection,
  stream: string,
  direction: Direction,
  fromRevision: number | undefined,
  limit: number,
): Promise<ReadPage> => {
  const session = await connection.session()
  const options = new streamsPb.ReadReq.Options.StreamOptions()
  options.setStreamIdentifier(streamIdentifier(session.names.toServer(stream)))
  if (fromRevision !== undefined) options.setRevision(String(fromRevision))
  else if (direction === 'forwards') options.setStart(new sharedPb.Empty())
  else options.setEnd(new sharedPb.Empty())
  return readPage(session, requestOf(direction, limit).setStream(options), limit, () => stream)
}

/** Our events of a page of the whole log; those of others count for the limit. */
export const readAllPage = async (
  connection: Connection,
  direction: Direction,
  fromPosition: number | undefined,
  limit: number,
): Promise<ReadPage> => {
  const session = await connection.session()
  const options = new streamsPb.ReadReq.Options.AllOptions()
  if (fromPosition !== undefined) options.setPosition(toPosition(fromPosition))
  else if (direction === 'forwards') options.setStart(new sharedPb.Empty())
  else options.setEnd(new sharedPb.Empty())
  return readPage(session, requestOf(direction, limit).setAll(options), limit, session.names.fromServer)
}

/** Our events after a position (-1: from the start) without an end: the server leaves the others out and sends checkpoints. */
export const subscribe = (session: Session, after: number): ReturnType<Session['stub']['read']> => {
  const all = new streamsPb.ReadReq.Options.AllOptions()
  if (after < 0) all.setStart(new sharedPb.Empty())
  else all.setPosition(toPosition(after))
  const filter = new streamsPb.ReadReq.Options.FilterOptions()
    .setStreamIdentifier(new streamsPb.ReadReq.Options.FilterOptions.Expression().setRegex(session.names.ours))
    .setMax(checkpointWindow)
    .setCheckpointintervalmultiplier(1)
  const options = baseOptions('forwards')
    .setAll(all)
    .setSubscription(new streamsPb.ReadReq.Options.SubscriptionOptions())
    .setFilter(filter)
  return session.stub.read(new streamsPb.ReadReq().setOptions(options), ...session.args())
}

const checkpointWindow = 256

const requestOf = (direction: Direction, limit: number): ReadReq.Options =>
  baseOptions(direction).setCount(String(limit)).setNoFilter(new sharedPb.Empty())

const baseOptions = (direction: Direction): ReadReq.Options =>
  new streamsPb.ReadReq.Options()
    .setResolveLinks(false)
    .setReadDirection(streamsPb.ReadReq.Options.ReadDirection[direction === 'forwards' ? 'FORWARDS' : 'BACKWARDS'])
    .setUuidOption(new streamsPb.ReadReq.Options.UUIDOption().setString(new sharedPb.Empty()))

const toPosition = (position: number): ReadReq.Options.Position =>
  new streamsPb.ReadReq.Options.Position().setCommitPosition(String(position)).setPreparePosition(String(position))

const readPage = async (
  session: Session,
  options: ReadReq.Options,
  limit: number,
  nameOf: (serverName: string) => string | undefined,
): Promise<ReadPage> => {
  const call = session.stub.read(new streamsPb.ReadReq().setOptions(options), ...session.args(deadlineMs))
  // What comes after this has stopped listening would otherwise end the process.
  call.on('error', () => undefined)
  const events: RecordedEvent[] = []
  const seen: { firstSeen?: number; lastSeen?: number } = {}
  let [count, bytes] = [0, 0]
  try {
    for await (const each of call) {
      const response = each as ReadResp
      if (response.hasStreamNotFound()) return { events, notFound: true, ended: true }
      const resolved = response.getEvent()
      if (resolved === undefined) continue
      count += 1
      const position = positionIn(resolved)
      if (position >= 0) seen.lastSeen = position
      if (position >= 0) seen.firstSeen ??= position
      const event = toRecorded(resolved, nameOf)
      if (event === undefined) continue
      events.push(event)
      bytes += event.data.byteLength + event.metadata.byteLength
      if (bytes >= pageBytesMax) return { events, notFound: false, ended: false, ...seen }
    }
    return { events, notFound: false, ended: count < limit, ...seen }
  } catch (error) {
    session.failed(error)
    throw error
  } finally {
    call.cancel()
  }
}
