import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { createMetrics } from '../adapters/prometheus/create-metrics.js'
import { openTokenStore } from '../adapters/system/token-file.js'
import { systemClock } from '../adapters/system/system-clock.js'
import { createApp } from '../http/app.js'
import { bearerAuthorize, loopbackAuthorize } from '../http/authorize.js'
import type { Authorize } from '../http/authorize.js'
import { closeServer, createHttpServer } from '../http/server.js'
import type { TokenStore } from '../ports/token-store.js'
import { readDashboardFiles } from './dashboard-files.js'
import { openStore } from './open-store.js'
import type { AnnalsOptions } from './annals-options.js'
import { serveEventStoreDb } from './serve-eventstoredb.js'
import type { EventStoreDbOptions } from './serve-eventstoredb.js'

export interface ServerOptions extends Omit<AnnalsOptions, 'threads' | 'clock' | 'ids'> {
  /** An address or name of this machine. Beyond loopback at least one token is asked for. */
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Host names that requests may name besides those of the machine itself. */
  readonly allowedHosts: readonly string[]
  readonly logLevel: string
  /** Serves the log in EventStoreDB's protocol as well. */
  readonly eventStoreDb?: EventStoreDbOptions | undefined
}

export interface RunningServer {
  readonly url: string
  /** For clients of EventStoreDB, where they are served. */
  readonly connectionString?: string
  readonly close: () => Promise<void>
}

/** Nothing to serve others with: the address can be reached from outside, and no token says who may come in. */
export class NoTokenError extends Error {
  constructor(host: string) {
    super(
      `${host} can be reached from other machines, so a token is needed first: annals token create --name NAME --can read,write`,
    )
    this.name = 'NoTokenError'
  }
}

/** How long requests under way may take once the server is asked to stop, in ms. */
const closeTimeoutMs = 10_000

/** Opens a data folder and serves it. Rejects with a NoTokenError, with what `openAnnals` rejects with, or with the system's error where the port is taken. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const log = pino({ level: options.logLevel, base: null }, pino.destination({ dest: 2, sync: false }))
  const warn = (warning: string): void => log.warn({ warning }, 'warning')
  const tokens = openTokenStore({ dataDir: options.dataDir, clock: systemClock, onProblem: warn })
  const loopback = isLoopback(options.host)
  if (!loopback && !tokens.inUse()) throw new NoTokenError(options.host)
  const metrics = options.metrics ?? createMetrics()
  const store = await openStore({ warmUp: true, ...options, metrics, onWarning: options.onWarning ?? warn })
  const closers: (() => Promise<unknown>)[] = [store.close]
  try {
    const closing = new AbortController()
    const dashboard = readDashboardFiles()
    const app = createApp({
      ...(dashboard === undefined ? {} : { dashboard }),
      operations: store.operations,
      answers: store.answers,
      metrics,
      authorize: authorizeBy(tokens, loopback),
      logger: log,
      // Beyond loopback a token is asked for, which a page that rebinds a name does not have.
      allowedHosts: loopback || options.allowedHosts.length > 0 ? options.allowedHosts : ['*'],
      closing: closing.signal,
    })
    const server = createHttpServer(app)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port, options.host, resolve)
    })
    const { address, port, family } = server.address() as AddressInfo
    const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
    closers.unshift(() => closeServer(server, closeTimeoutMs))
    const { eventStoreDb } = options
    const endpoint = eventStoreDb && (await serveEventStoreDb(store, eventStoreDb, warn))
    store.owner.setUrl(url)
    return {
      url,
      ...(endpoint === undefined ? {} : { connectionString: endpoint.connectionString }),
      close: async () => {
        closing.abort()
        await Promise.all([closeServer(server, closeTimeoutMs), endpoint?.close()])
        await store.close()
      },
    }
  } catch (error) {
    for (const close of closers) await close()
    throw error
  }
}

/** Everybody on this machine may do everything until the first token is made; from then on a token is asked for. */
const authorizeBy = (tokens: TokenStore, loopback: boolean): Authorize => {
  const byToken = bearerAuthorize(tokens)
  return (request) => (loopback && !tokens.inUse() ? loopbackAuthorize(request) : byToken(request))
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
