/**
 * EventStoreDB's messages and services, as its own client generates them from the protocol's definitions (`event_store.client`). The modules are
 * CommonJS whose exports cannot be told by name, so the values come with the default import and the types by name.
 */
import code from '@eventstore/db-client/generated/code_pb.js'
import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import featuresServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import monitoringServices from '@eventstore/db-client/generated/monitoring_grpc_pb.js'
import operationsServices from '@eventstore/db-client/generated/operations_grpc_pb.js'
import persistentServices from '@eventstore/db-client/generated/persistent_grpc_pb.js'
import projectionsServices from '@eventstore/db-client/generated/projections_grpc_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import status from '@eventstore/db-client/generated/status_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js'
import usersServices from '@eventstore/db-client/generated/users_grpc_pb.js'
import any from 'google-protobuf/google/protobuf/any_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'

export {
  any,
  code,
  empty,
  features,
  featuresServices,
  gossip,
  gossipServices,
  monitoringServices,
  operationsServices,
  persistentServices,
  projectionsServices,
  shared,
  status,
  streams,
  streamsServices,
  usersServices,
}
