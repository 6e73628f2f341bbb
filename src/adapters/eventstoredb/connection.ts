import type { CallOptions, Metadata } from '@grpc/grpc-js'
import type { EventStoreDBClient } from '@eventstore/db-client'
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { ServerAddress } from './connection-string.js'
import { clientMaker } from './create-client.js'
import { failureOf } from './failure.js'
import { streamNames } from './stream-names.js'
import type { StreamNames } from './stream-names.js'
import { withTimeout } from './with-timeout.js'

/** One channel to the server, and how to call over it. */
export interface Session {
  readonly stub: StreamsClient
  readonly names: StreamNames
  /** Credentials and deadline of a call; without a deadline it may last for ever. */
  readonly args: (deadlineMs?: number) => [Metadata, CallOptions]
  /** Told of every error of a call, so that the next session is one that can work. */
  readonly failed: (error: unknown) => void
}

export interface Connection {
  /** Rejects where no server is found in time. */
  readonly session: () => Promise<Session>
  readonly close: () => void
}

const discoveryMs = 10_000

/**
 * Finds the server at an address, with its TLS, credentials and node preference, and calls it by the client's own service definitions. The
 * client's higher calls are not used: they change the bytes of JSON, their batch path lets one failure reject unrelated appends, and it can end the process.
 * A client that failed is replaced: one that could not discover the cluster at first, or that hangs, never recovers by itself.
 * @throws ConnectionStringError where a certificate cannot be read.
 */
export const openConnection = (address: ServerAddress): Connection => {
  const createClient = clientMaker(address)
  const names = streamNames(address.options.streamPrefix)
  let client = createClient()
  let stub: StreamsClient | undefined

  const renew = (failed: EventStoreDBClient): void => {
    if (failed !== client) return
    client = createClient()
    stub?.close()
    stub = undefined
  }

  const session = async (): Promise<Session> => {
    const current = client
    try {
      const found = await withTimeout(clientOf(current), discoveryMs, 'no server was found')
      if (current === client) stub = found
      return {
        stub: found,
        names,
        args: (deadlineMs) =>
          current['callArguments']({}, { deadline: deadlineMs === undefined ? Infinity : Date.now() + deadlineMs }),
        failed: (error) => {
          const { kind } = failureOf(error)
          // The client itself knows how to move to the leader it was told of.
          if (kind === 'NotLeader') void current['handleError'](found, error as Error).catch(() => renew(current))
          else if (kind === 'Unavailable') renew(current)
        },
      }
    } catch (error) {
      renew(current)
      throw error
    }
  }
  return { session, close: () => stub?.close() }
}

/** Private to the client, as its types have it: any. */
const clientOf = (client: EventStoreDBClient): Promise<StreamsClient> => {
  const find = client['getGRPCClient'] as (service: unknown, name: string) => Promise<StreamsClient>
  return find(streamsService.StreamsClient, 'annals')
}
