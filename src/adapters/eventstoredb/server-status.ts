import { credentials, Metadata } from '@grpc/grpc-js'
import featuresServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import type { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import type { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js'
import type { MemberInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { Connection } from './connection.js'
import { reasonOf } from './failure.js'
import { createHead } from './log-head.js'
import { withTimeout } from './with-timeout.js'

export interface ServerAnswers {
  /** `host:port` of the node that was found. */
  readonly node?: string
  readonly version?: string
  /** As gossip has it, in lower case: `leader`, `follower`, `readonlyreplica` … */
  readonly state?: string
  /** Of the last event; -1 when there is none. */
  readonly position?: number
  /** Why the position cannot be read. */
  readonly error?: string
}

const deadlineMs = 3_000

/**
 * What the server says of itself. Its events are read at once with the rest: gossip alone is no proof that it serves. The position is
 * looked for so long, since others may have written much behind our last event. Never rejects.
 */
export const readServerStatus = async (connection: Connection, readMs = 10_000): Promise<ServerAnswers> => {
  const head = withTimeout(createHead(connection)(), readMs, 'the end of the log was not read').then(
    (position) => ({ position }),
    (error: unknown) => ({ error: reasonOf(error) }),
  )
  try {
    const { stub } = await connection.session()
    const channel = stub.getChannel()
    const options = { channelOverride: channel }
    const insecure = credentials.createInsecure()
    const features = new featuresServices.ServerFeaturesClient('', insecure, options)
    const gossip = new gossipServices.GossipClient('', insecure, options)
    const node = channel.getTarget().replace(/^[a-z0-9]+:(?:\/\/\/?)?/, '')
    const [version, state, read] = await Promise.all([versionOf(features), stateOf(gossip, node), head])
    return { node, ...(version === undefined ? {} : { version }), ...(state === undefined ? {} : { state }), ...read }
  } catch {
    return head
  }
}

const versionOf = (client: ServerFeaturesClient): Promise<string | undefined> =>
  new Promise((resolve) => {
    client.getSupportedMethods(
      new sharedPb.Empty(),
      new Metadata(),
      { deadline: Date.now() + deadlineMs },
      (error, answer) => resolve(error === null ? answer.getEventStoreServerVersion() : undefined),
    )
  })

const stateOf = (client: GossipClient, node: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    client.read(new sharedPb.Empty(), new Metadata(), { deadline: Date.now() + deadlineMs }, (error, answer) => {
      const members = error === null ? answer.getMembersList() : []
      // A single node may gossip under another name than the one it was reached by.
      const member = members.find((each) => addressOf(each) === node) ?? (members.length === 1 ? members[0] : undefined)
      resolve(member === undefined ? undefined : stateName(member.getState()))
    })
  })

const addressOf = (member: MemberInfo): string => {
  const endPoint = member.getHttpEndPoint()
  return `${endPoint?.getAddress() ?? ''}:${endPoint?.getPort() ?? 0}`
}

const stateName = (state: MemberInfo.VNodeState): string | undefined =>
  Object.entries(gossipPb.MemberInfo.VNodeState)
    .find(([, value]) => value === state)?.[0]
    .toLowerCase()
