import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { EventLog } from '../ports/event-log.js'
import type { WireMetrics } from '../ports/metrics.js'
import { handleAppend } from './append-call.js'
import { createAppends } from './appends.js'
import { countedAppends } from './counted-appends.js'
import { handleBatchAppend } from './batch-append-call.js'
import { handleDelete, handleTombstone } from './delete-calls.js'
import type { GuardPolicy } from './guard.js'
import { handleGossip, handleSupportedMethods } from './node-calls.js'
import { notServed } from './not-served.js'
import { createOutlet } from './outlet.js'
import {
  featuresServices,
  gossipServices,
  monitoringServices,
  operationsServices,
  persistentServices,
  projectionsServices,
  usersServices,
} from './protocol.js'
import type { streams } from './protocol.js'
import { answerRead } from './read.js'
import { readRequestOf } from './read-request.js'
import { sendAhead } from './send-ahead.js'
import { createStreamNews } from './stream-news.js'
import { streamsService } from './streams-service.js'
import type { ReadAnswer } from './streams-service.js'
import { answerSubscription } from './subscribe.js'

export interface EndpointOptions {
  readonly eventLog: EventLog
  readonly guard: GuardPolicy
  /** 0 takes any free port. */
  readonly port: number
  /** Of the data of one append's events; 1 MiB by default. */
  readonly maxAppendBytes?: number
  readonly metrics?: WireMetrics
  readonly onWarning: (warning: string) => void
}

export interface Endpoint {
  readonly port: number
  /** `esdb://127.0.0.1:2113?tls=false`. */
  readonly connectionString: string
  /** Tells whoever reads or follows that the server is not ready, lets appends under way finish, and closes. */
  readonly close: () => Promise<void>
}

/** Insecure, and so for this machine alone. */
const host = '127.0.0.1'
const messageBytesMax = 17 * 1024 * 1024
const appendBytesMax = 1024 * 1024
const callsMax = 1_000
const closeTimeoutMs = 5_000

/** Serves the log in EventStoreDB's gRPC protocol. Rejects where the port is taken. */
export const startEndpoint = async (options: EndpointOptions): Promise<Endpoint> => {
  const { eventLog, guard, onWarning } = options
  const server = new Server({
    'grpc.max_receive_message_length': messageBytesMax,
    'grpc.max_send_message_length': messageBytesMax,
    'grpc.max_concurrent_streams': callsMax,
    interceptors: [sendAhead],
  })
  const closing = new AbortController()
  // Each call under way listens.
  setMaxListeners(0, closing.signal)
  const news = createStreamNews(eventLog, (error) => onWarning(`EventStoreDB endpoint: ${String(error)}`))
  const uncounted = createAppends({ eventLog, guard: guard(eventLog) })
  const appends = options.metrics === undefined ? uncounted : countedAppends(uncounted, options.metrics)
  const appending = { appends, maxAppendBytes: options.maxAppendBytes ?? appendBytesMax, closing: closing.signal }
  let port = options.port

  server.addService(streamsService, {
    read: readHandler({ eventLog, news, closing: closing.signal }),
    append: handleAppend(appending),
    batchAppend: handleBatchAppend(appending),
    delete: handleDelete(appends),
    tombstone: handleTombstone(appends),
  })
  server.addService(featuresServices.ServerFeaturesService, { getSupportedMethods: handleSupportedMethods })
  server.addService(gossipServices.GossipService, {
    read: handleGossip({ host, port: () => port, instanceId: randomUUID() }),
  })
  for (const [service, what] of [
    [persistentServices.PersistentSubscriptionsService, 'persistent subscriptions'],
    [projectionsServices.ProjectionsService, 'projections'],
    [usersServices.UsersService, 'users'],
    [operationsServices.OperationsService, 'operations'],
    [monitoringServices.MonitoringService, 'monitoring'],
  ] as const)
    server.addService(service, notServed(service, what))

  port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    )
  })
  return {
    port,
    connectionString: `esdb://${host}:${port}?tls=false`,
    close: async () => {
      closing.abort()
      news.close()
      await shutDown(server)
    },
  }
}

const readHandler =
  ({
    eventLog,
    news,
    closing,
  }: {
    readonly eventLog: EventLog
    readonly news: ReturnType<typeof createStreamNews>
    readonly closing: AbortSignal
  }) =>
  (call: ServerWritableStream<streams.ReadReq, ReadAnswer>): void => {
    const outlet = createOutlet(call, closing)
    const decoded = readRequestOf(call.request)
    if (E.isLeft(decoded)) {
      outlet.fail(decoded.left)
      return
    }
    const request = decoded.right
    const { count } = request
    const answered =
      count === 'subscription'
        ? answerSubscription({ eventLog, news }, request, outlet)
        : answerRead(eventLog, { ...request, count }, outlet)
    answered.catch((error: unknown) => outlet.fail({ _tag: 'NotReady', reason: String(error) }))
  }

const shutDown = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), closeTimeoutMs)
    server.tryShutdown(() => {
      clearTimeout(timer)
      resolve()
    })
  })
