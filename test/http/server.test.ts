import { connect } from 'node:net'
import type { Server } from 'node:http'
import { Agent, request as httpRequest } from 'node:http'
import { describe, expect, test } from 'vitest'
import { closeServer } from '../../src/http/server.js'
import { serve } from './support/running-server.js'

const connections = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  )

/** A request that the server answers only when it is told to. */
const held = async () => {
  let release: (() => void) | undefined
  const reached = new Promise<void>((resolve) => (release = resolve))
  let answer: (() => void) | undefined
  const server = await serve((_request, response) => {
    answer = () => response.end('done')
    release?.()
  })
  return { server, reached, answer: () => answer?.() }
}

describe('closing a server', () => {
  test('closes connections that are idle, kept alive or never used', async () => {
    const server = await serve((_request, response) => response.end('ok'))
    const agent = new Agent({ keepAlive: true })
    await new Promise<void>((resolve) =>
      httpRequest(server.url, { agent }, (response) => response.resume().on('end', resolve)).end(),
    )
    const unused = connect(server.port, '127.0.0.1')
    await new Promise((resolve) => unused.once('connect', resolve))
    unused.on('error', () => undefined)
    while ((await connections(server.server)) < 2) await new Promise((resolve) => setImmediate(resolve))
    expect(await closeServer(server.server, 10_000)).toBe(true)
    agent.destroy()
  })

  test('lets a request that is running finish, and takes no new one', async () => {
    const { server, reached, answer } = await held()
    const text = fetch(server.url).then((response) => response.text())
    await reached
    const closed = closeServer(server.server, 10_000)
    await expect(fetch(server.url)).rejects.toThrow()
    answer()
    expect(await text).toBe('done')
    expect(await closed).toBe(true)
  })

  test('cuts off what is running for too long', async () => {
    const { server, reached } = await held()
    const cut = expect(fetch(server.url)).rejects.toThrow()
    await reached
    expect(await closeServer(server.server, 20)).toBe(false)
    await cut
  })

  test('closes one that is not listening', async () => {
    const server = await serve((_request, response) => response.end('ok'))
    await closeServer(server.server, 1_000)
    expect(await closeServer(server.server, 1_000)).toBe(true)
  })
})
