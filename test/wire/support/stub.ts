import { Metadata, credentials } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js'
import { empty as emptyPb, shared, streams, streamsServices } from '../../../src/wire/protocol.js'
import { streamIdentifier, uuidMessage } from '../../../src/wire/identifiers.js'

/** What the generated code of the protocol calls: for requests that the official client never makes. */
export const openStub = (port: number): InstanceType<typeof streamsServices.StreamsClient> =>
  new streamsServices.StreamsClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
    'grpc.use_local_subchannel_pool': 1,
  })
export type Stub = ReturnType<typeof openStub>

export const proposal = (id: string, data: Uint8Array = Buffer.from('{}')): streams.BatchAppendReq.ProposedMessage => {
  const message = new streams.BatchAppendReq.ProposedMessage()
  message.setId(uuidMessage(id))
  message.setData(data)
  message.getMetadataMap().set('type', 'thing').set('content-type', 'application/json')
  return message
}

/** One piece of an append of a batch call; `deadline` is a time. */
export const piece = (options: {
  readonly correlationId: string
  readonly stream?: string
  readonly events?: readonly streams.BatchAppendReq.ProposedMessage[]
  readonly final?: boolean
  readonly deadline?: Date
  readonly setExpected?: (options: streams.BatchAppendReq.Options) => void
}): streams.BatchAppendReq => {
  const request = new streams.BatchAppendReq()
  request.setCorrelationId(uuidMessage(options.correlationId))
  if (options.stream !== undefined) {
    const of = new streams.BatchAppendReq.Options()
    of.setStreamIdentifier(streamIdentifier(options.stream))
    if (options.setExpected === undefined) of.setAny(new emptyPb.Empty())
    else options.setExpected(of)
    if (options.deadline !== undefined) of.setDeadline(timestamp.Timestamp.fromDate(options.deadline))
    request.setOptions(of)
  }
  request.setProposedMessagesList([...(options.events ?? [])])
  request.setIsFinal(options.final ?? true)
  return request
}

/** Sends all pieces over one batch call and gives so many answers. Rejects with the call's error. */
export const batch = (
  stub: Stub,
  pieces: readonly streams.BatchAppendReq[],
  answers: number,
): Promise<readonly streams.BatchAppendResp.AsObject[]> =>
  new Promise((resolve, reject) => {
    const seen: streams.BatchAppendResp.AsObject[] = []
    const call = stub.batchAppend(new Metadata())
    call.on('data', (answer: streams.BatchAppendResp) => {
      seen.push(answer.toObject())
      if (seen.length === answers) call.end()
    })
    call.on('error', reject)
    call.on('end', () => resolve(seen))
    for (const each of pieces) call.write(each)
  })

export interface ReadOptions {
  readonly stream?: string
  readonly structured?: boolean
  readonly backwards?: boolean
  readonly subscription?: boolean
  readonly count?: number
  readonly deadlineMs?: number
  readonly change?: (options: streams.ReadReq.Options) => void
}

export const readRequest = ({ stream, structured, backwards, subscription, count = 100, change }: ReadOptions) => {
  const options = new streams.ReadReq.Options()
  if (stream === undefined) {
    const all = new streams.ReadReq.Options.AllOptions()
    all.setStart(new shared.Empty())
    options.setAll(all)
  } else {
    const of = new streams.ReadReq.Options.StreamOptions()
    of.setStreamIdentifier(streamIdentifier(stream))
    of.setStart(new shared.Empty())
    options.setStream(of)
  }
  const uuids = new streams.ReadReq.Options.UUIDOption()
  if (structured === true) uuids.setStructured(new shared.Empty())
  else uuids.setString(new shared.Empty())
  options.setUuidOption(uuids)
  if (backwards === true) options.setReadDirection(streams.ReadReq.Options.ReadDirection.BACKWARDS)
  if (subscription === true) options.setSubscription(new streams.ReadReq.Options.SubscriptionOptions())
  else options.setCount(String(count))
  options.setNoFilter(new shared.Empty())
  change?.(options)
  const request = new streams.ReadReq()
  request.setOptions(options)
  return request
}

/** All messages of a read; rejects with the status of the call. */
export const readAllMessages = (stub: Stub, options: ReadOptions): Promise<readonly streams.ReadResp[]> =>
  new Promise((resolve, reject) => {
    const seen: streams.ReadResp[] = []
    const deadline = options.deadlineMs === undefined ? {} : { deadline: Date.now() + options.deadlineMs }
    const call = stub.read(readRequest(options), new Metadata(), deadline)
    call.on('data', (message: streams.ReadResp) => seen.push(message))
    call.on('error', reject)
    call.on('end', () => resolve(seen))
  })

/** The status that a promise is rejected with: its code, its text and its trailers. */
export const statusOf = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (error) {
    const { code, details, metadata } = error as ServiceError
    return { code, details, trailers: metadata.getMap() }
  }
  throw new Error('the call was answered')
}
