import { randomUUID } from 'node:crypto'
import { credentials, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import type {
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceError,
  sendUnaryData,
  StatusObject,
} from '@grpc/grpc-js'
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js'
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js'
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js'

/** What a call fails with. */
export type CallFailure = Pick<StatusObject, 'code' | 'details'> & { readonly metadata?: Metadata }

/** One attempt of an append, as it came in. */
export interface SentAppend {
  readonly stream: string
  readonly expected: number | 'none' | 'any' | 'exists'
  readonly ids: readonly string[]
  /** Of the events' data. */
  readonly bytes: number
  readonly metadata: Metadata
}

/** What the relay does with calls; without a rule a call goes to the endpoint and its answer comes back. May be changed at any time. */
export interface RelayRules {
  /** Gives the answer of an append, or throws a CallFailure. `pass` stores it; its answer may be kept from the caller. */
  append?: (append: SentAppend, pass: () => Promise<AppendResp>) => Promise<AppendResp>
  /** Lets a read or a subscription fail from the start. */
  read?: (subscription: boolean) => CallFailure | undefined
  /** What is sent in place of a response of a subscription; a CallFailure ends it. */
  pushed?: (response: ReadResp) => readonly ReadResp[] | CallFailure
  members?: () => readonly RelayMember[]
}

export interface RelayMember {
  readonly port: number
  readonly state: 'LEADER' | 'FOLLOWER' | 'READONLYREPLICA' | 'UNKNOWN'
  readonly isAlive?: boolean
}

/** Stands between a client and an endpoint, and does with calls what a sick or a clustered server does. */
export interface WireRelay {
  readonly port: number
  readonly connectionString: string
  rules: RelayRules
  /** Every append that came in, refused ones included, in order. */
  readonly appends: readonly SentAppend[]
  /** Calls of the shared stream that all appends of a client may go over. */
  readonly batchCalls: () => number
  readonly close: () => void
}

/** @param target the endpoint's port. */
export const startRelay = async (target: number): Promise<WireRelay> => {
  const relay: { rules: RelayRules } = { rules: {} }
  const upstream = new streamsServices.StreamsClient(`127.0.0.1:${target}`, credentials.createInsecure())
  const appends: SentAppend[] = []
  let batchCalls = 0
  const server = new Server()
  server.addService(streamsServices.StreamsService, {
    append: (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) => {
      const requests: AppendReq[] = []
      call.on('data', (request: AppendReq) => requests.push(request))
      call.on('error', () => undefined)
      call.on('end', () => {
        const sent = sentAppend(requests, call.metadata)
        appends.push(sent)
        const pass = () => appendTo(upstream, requests)
        const answered = relay.rules.append === undefined ? pass() : relay.rules.append(sent, pass)
        answered.then(
          (answer) => callback(null, answer),
          (error: unknown) => callback(error as ServiceError),
        )
      })
    },
    read: (call: ServerWritableStream<ReadReq, ReadResp>) => {
      const subscription = call.request.getOptions()?.hasSubscription() === true
      const failure = relay.rules.read?.(subscription)
      if (failure !== undefined) {
        call.emit('error', failure)
        return
      }
      const source = upstream.read(call.request, new Metadata())
      const fail = (error: CallFailure): void => {
        source.cancel()
        call.emit('error', error)
      }
      source.on('data', (response: ReadResp) => {
        const pushed = subscription ? (relay.rules.pushed?.(response) ?? [response]) : [response]
        if ('code' in pushed) fail(pushed)
        else for (const each of pushed) call.write(each)
      })
      source.on('error', (error: ServiceError) => {
        if (!call.cancelled) call.emit('error', error)
      })
      source.on('end', () => call.end())
      call.on('cancelled', () => source.cancel())
    },
    delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, callback: sendUnaryData<DeleteResp>) =>
      upstream.delete(call.request, callback),
    tombstone: (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, callback: sendUnaryData<TombstoneResp>) =>
      upstream.tombstone(call.request, callback),
    batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
      batchCalls += 1
      call.emit('error', { code: status.UNIMPLEMENTED, details: 'not through here' })
    },
  })
  server.addService(gossipServices.GossipService, {
    read: (_call: ServerUnaryCall<Empty, ClusterInfo>, callback: sendUnaryData<ClusterInfo>) =>
      callback(null, clusterOf(relay.rules.members?.() ?? [{ port, state: 'LEADER' }])),
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (failed, bound) =>
      failed === null ? resolve(bound) : reject(failed),
    )
  })
  return Object.assign(relay, {
    port,
    connectionString: `esdb://127.0.0.1:${port}?tls=false`,
    appends,
    batchCalls: () => batchCalls,
    close: () => {
      server.forceShutdown()
      upstream.close()
    },
  })
}

const appendTo = (
  client: InstanceType<typeof streamsServices.StreamsClient>,
  requests: readonly AppendReq[],
): Promise<AppendResp> =>
  new Promise((resolve, reject) => {
    const sink = client.append((error, answer) => (error === null ? resolve(answer) : reject(error)))
    for (const request of requests) sink.write(request)
    sink.end()
  })

const sentAppend = (requests: readonly AppendReq[], metadata: Metadata): SentAppend => {
  const options = requests[0]?.getOptions()
  const messages = requests.slice(1).map((request) => request.getProposedMessage())
  return {
    stream: Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
    expected:
      options?.hasRevision() === true
        ? Number(options.getRevision())
        : options?.hasNoStream() === true
          ? 'none'
          : options?.hasAny() === true
            ? 'any'
            : 'exists',
    ids: messages.map((message) => message?.getId()?.getString() ?? ''),
    bytes: messages.reduce((sum, message) => sum + (message?.getData_asU8().byteLength ?? 0), 0),
    metadata,
  }
}

const clusterOf = (members: readonly RelayMember[]): ClusterInfo =>
  new gossipPb.ClusterInfo().setMembersList(
    members.map(({ port, state, isAlive = true }) =>
      new gossipPb.MemberInfo()
        .setInstanceId(new sharedPb.UUID().setString(randomUUID()))
        .setState(gossipPb.MemberInfo.VNodeState[state])
        .setIsAlive(isAlive)
        .setHttpEndPoint(new gossipPb.EndPoint().setAddress('127.0.0.1').setPort(port)),
    ),
  )
