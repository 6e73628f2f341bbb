import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js'
import { uuidMessage } from './identifiers.js'
import { features, gossip } from './protocol.js'
import type { shared } from './protocol.js'

/** The version whose behaviour is served. */
export const servedVersion = '24.6.0'

const served: readonly (readonly [service: string, method: string, features?: readonly string[]])[] = [
  ['event_store.client.streams.Streams', 'read', ['position', 'events']],
  ['event_store.client.streams.Streams', 'append'],
  ['event_store.client.streams.Streams', 'delete'],
  ['event_store.client.streams.Streams', 'tombstone'],
  ['event_store.client.streams.Streams', 'batchappend'],
  ['event_store.client.gossip.Gossip', 'read'],
  ['event_store.client.server_features.ServerFeatures', 'getsupportedmethods'],
]

/** What a client may call: it looks here before it chooses how to append. */
export const handleSupportedMethods = (
  _call: ServerUnaryCall<shared.Empty, features.SupportedMethods>,
  callback: sendUnaryData<features.SupportedMethods>,
): void => {
  const methods = new features.SupportedMethods()
  methods.setEventStoreServerVersion(servedVersion)
  for (const [service, name, featureNames = []] of served) {
    const method = new features.SupportedMethod()
    method.setServiceName(service)
    method.setMethodName(name)
    method.setFeaturesList([...featureNames])
    methods.addMethods(method)
  }
  callback(null, methods)
}

/** A cluster of one, which leads. */
export const handleGossip =
  ({ host, port, instanceId }: { readonly host: string; readonly port: () => number; readonly instanceId: string }) =>
  (_call: ServerUnaryCall<shared.Empty, gossip.ClusterInfo>, callback: sendUnaryData<gossip.ClusterInfo>): void => {
    const endPoint = new gossip.EndPoint()
    endPoint.setAddress(host)
    endPoint.setPort(port())
    const member = new gossip.MemberInfo()
    member.setInstanceId(uuidMessage(instanceId))
    member.setTimeStamp(String(BigInt(Date.now()) * 10_000n))
    member.setState(gossip.MemberInfo.VNodeState.LEADER)
    member.setIsAlive(true)
    member.setHttpEndPoint(endPoint)
    const cluster = new gossip.ClusterInfo()
    cluster.setMembersList([member])
    callback(null, cluster)
  }
