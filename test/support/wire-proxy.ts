import { createConnection, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** Stands between a client and a server, and does with the bytes what a network and a sick server do. */
export interface WireProxy {
  readonly port: number
  /** Where new connections go from now on; undefined refuses them. */
  readonly target: (port: number | undefined) => void
  /** What the server answers from now on waits here until `release`. */
  readonly holdAnswers: () => void
  readonly release: () => void
  /** Pieces of answers that wait. */
  readonly held: () => number
  /** Each piece of an answer comes so many ms late; 0 ends that. */
  readonly delay: (ms: number) => void
  /** Breaks every connection, with what is held. */
  readonly cut: () => void
  readonly connections: () => number
  readonly close: () => Promise<void>
}

export const startProxy = async (target: number): Promise<WireProxy> => {
  let goal: number | undefined = target
  let holding = false
  let delayMs = 0
  const held: (() => void)[] = []
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    client.on('error', () => client.destroy())
    if (goal === undefined) {
      client.resetAndDestroy()
      return
    }
    const upstream = createConnection({ port: goal, host: '127.0.0.1' })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
      socket.on('error', () => socket.destroy())
    }
    client.pipe(upstream)
    upstream.on('data', (bytes) => {
      const pass = (): void => {
        if (!client.destroyed) client.write(bytes)
      }
      if (holding) held.push(pass)
      else if (delayMs > 0) setTimeout(pass, delayMs)
      else pass()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    held.length = 0
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    target: (port) => {
      goal = port
    },
    holdAnswers: () => {
      holding = true
    },
    release: () => {
      holding = false
      for (const pass of held.splice(0)) pass()
    },
    held: () => held.length,
    delay: (ms) => {
      delayMs = ms
    },
    cut,
    connections: () => sockets.size / 2,
    close: () => {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
