import { Client, Metadata, credentials } from '@grpc/grpc-js'
import type { ServiceDefinition } from '@grpc/grpc-js'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { features } from '../../src/wire/protocol.js'
import {
  featuresServices,
  gossip,
  gossipServices,
  monitoringServices,
  operationsServices,
  persistentServices,
  projectionsServices,
  shared,
  usersServices,
} from '../../src/wire/protocol.js'
import type { OpenEndpoint } from '../support/wire.js'
import { openEndpoint } from '../support/wire.js'
import { statusOf } from './support/stub.js'

let open: OpenEndpoint
let plain: Client
beforeAll(async () => {
  open = await openEndpoint()
  plain = new Client(`127.0.0.1:${open.endpoint.port}`, credentials.createInsecure())
})
afterAll(async () => {
  plain.close()
  await open.close()
})

describe('the node', () => {
  const ask = (service: ServiceDefinition, method: string, request: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const definition = service[method]
      if (definition === undefined) throw new Error(`there is no ${method}`)
      const { path, requestStream, responseStream, requestSerialize, responseDeserialize } = definition
      if (requestStream) {
        plain
          .makeBidiStreamRequest(path, requestSerialize, responseDeserialize, new Metadata())
          .on('error', reject)
          .on('data', resolve)
      } else if (responseStream) {
        plain
          .makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, new Metadata())
          .on('error', reject)
          .on('data', resolve)
      } else
        plain.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, new Metadata(), (error, answer) =>
          error === null ? resolve(answer) : reject(error),
        )
    })

  const unserved = [
    ['persistent subscriptions', persistentServices.PersistentSubscriptionsService],
    ['projections', projectionsServices.ProjectionsService],
    ['users', usersServices.UsersService],
    ['operations', operationsServices.OperationsService],
    ['monitoring', monitoringServices.MonitoringService],
  ] as const

  it.each(unserved)('does not serve %s, and says so for each method', async (what, service) => {
    const names = Object.keys(service)
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) {
      // Every message is empty on the wire where nothing is set.
      const raw = { ...(service as ServiceDefinition)[name], requestSerialize: () => Buffer.alloc(0) }
      await expect(statusOf(ask({ [name]: raw } as ServiceDefinition, name, undefined))).resolves.toMatchObject({
        code: status.UNIMPLEMENTED,
        details: `Annals does not serve ${what}: it has streams, server features and gossip`,
      })
    }
  })

  it('tells its version, and the batch call among its methods', async () => {
    const answer = await ask(featuresServices.ServerFeaturesService, 'getSupportedMethods', new shared.Empty())
    const { eventStoreServerVersion, methodsList } = (answer as features.SupportedMethods).toObject()
    expect(eventStoreServerVersion).toBe('24.6.0')
    expect(methodsList.map(({ methodName }) => methodName).sort()).toEqual([
      'append',
      'batchappend',
      'delete',
      'getsupportedmethods',
      'read',
      'read',
      'tombstone',
    ])
  })

  it('is a cluster of one that leads', async () => {
    const answer = await ask(gossipServices.GossipService, 'read', new shared.Empty())
    expect((answer as gossip.ClusterInfo).toObject().membersList).toMatchObject([
      {
        state: gossip.MemberInfo.VNodeState.LEADER,
        isAlive: true,
        httpEndPoint: { address: '127.0.0.1', port: open.endpoint.port },
      },
    ])
  })
})
