import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { answerClientErrors } from './client-error.js'

/** How long a connection may be silent while a request is under way, and between requests, in ms. */
const silentMs = 120_000
const idleMs = 65_000
const idlePollMs = 50

/** A server that is not listening yet. A request may take as long as it keeps sending or taking bytes, so that bulk bodies have no end. */
export const createHttpServer = (listener: RequestListener): Server => {
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: idleMs }, listener)
  server.timeout = silentMs
  answerClientErrors(server)
  const open = new Set<Socket>()
  sockets.set(server, open)
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return server
}

/** The open connections of servers that were made here. */
const sockets = new WeakMap<Server, ReadonlySet<Socket>>()

/** Node counts a connection on which nothing was ever sent as one that is sending a request: browsers and balancers hold such ones in reserve. */
const closeIdle = (server: Server): void => {
  server.closeIdleConnections()
  for (const socket of sockets.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy()
}

/**
 * Closes a server: takes no new connections, lets requests that are running finish, closes connections as they fall idle. What is still running
 * after `timeoutMs` is cut off. Resolves once all connections are closed: true where none was cut off.
 */
export const closeServer = (server: Server, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    let finished = true
    const poll = setInterval(() => closeIdle(server), idlePollMs)
    const cut = setTimeout(() => {
      finished = false
      server.closeAllConnections()
    }, timeoutMs)
    server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))
    server.close(() => {
      clearInterval(poll)
      clearTimeout(cut)
      resolve(finished)
    })
  })
