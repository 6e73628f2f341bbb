import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import express from 'express'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import type { HttpError } from '../../src/http/http-error.js'
import { readBody } from '../../src/http/read-body.js'
import { openStore } from '../support/open-store.js'
import { receipt } from './support/fake-operations.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve, serveRouter } from './support/running-server.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const bytesHeld = (): number => {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const emit = () => TE.right(receipt('a'))
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A request of which nothing is sent yet but its head. */
const begin = (server: RunningServer, ...headers: readonly string[]) => {
  const request = new Promise<IncomingMessage>((resolve) => server.server.once('request', resolve))
  const socket = connect(server.port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk.toString()))
  socket.write(`POST /v1/events HTTP/1.1\r\nHost: localhost\r\n${headers.join('\r\n')}\r\n\r\n`)
  return { socket, request, answer: () => answer }
}

describe('a body in pieces of one byte', () => {
  test.each(['application/json', 'application/x-ndjson'])('takes hardly more than its bytes (%s)', async (type) => {
    const server = await serveRouter({ emit })
    const { socket, request, answer } = begin(server, `Content-Type: ${type}`, 'Transfer-Encoding: chunked')
    let read = 0
    ;(await request).on('data', (chunk: Buffer) => (read += chunk.length))
    const before = bytesHeld()
    const pieces = 300_000
    for (let sent = 0; sent < pieces; sent += 10_000) socket.write('1\r\n \r\n'.repeat(10_000))
    while (read < pieces) await turn()
    expect(bytesHeld() - before).toBeLessThan(20_000_000)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.end('2\r\n{}\r\n0\r\n\r\n')
    await closed
    expect(answer()).toMatch(/^HTTP\/1\.1 20[01] [^]*"id":"a"/)
  })
})

test('a refusal is small however long the keys are that it tells of', async () => {
  const store = await openStore()
  try {
    const server = await serve(express().use(store.annals.router({ authorize: loopbackAuthorize })))
    const event = { subject: { type: 'post', id: '42' }, actor: { type: 'user', id: 'u-7' } }
    const post = async (change: string) => {
      const body = `${JSON.stringify(event).slice(0, -1)},"change":${change}}`
      const response = await server.send('POST', '/v1/events', body)
      const text = await response.text()
      expect(text.length).toBeLessThan(50_000)
      return [response.status, JSON.parse(text)] as const
    }
    const long = 'k'.repeat(100_000)
    const each = (value: string): string => Array.from({ length: 150 }, (_, n) => `"${n}":${value}`).join()
    const nested = (value: string): string => `{"short":{"${long}":{${each(value)}}}}`
    const refused = (field: string) => [
      400,
      { errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown[] },
    ]
    expect(await post(`{"kind":"state","state":${nested('"\\ud800"')}}`)).toMatchObject(refused('/change/state/short'))
    expect(await post(`{"kind":"patch","delta":${nested('7')}}`)).toMatchObject(refused('/change/delta/short'))
    expect(await post(`{"kind":"state","state":1,"${long}":1}`)).toMatchObject(refused('/change'))
    expect(await post(`{"kind":"state","state":${nested('1')}}`)).toMatchObject([201, { version: 0 }])
    const mismatch = { type: 'urn:annals:problem:delta-mismatch', paths: ['/short'] }
    expect(await post(`{"kind":"patch","delta":${nested('[7,8]')}}`)).toMatchObject([409, mismatch])
  } finally {
    await store.remove()
  }
})

describe('a client that is gone before its body is read', () => {
  /** Asks who it is once the first client has gone. */
  const slowly = () => {
    let asked = (): void => undefined
    let goOn = (): void => undefined
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    let held: Promise<void> | undefined = new Promise<void>((resolve) => (goOn = resolve))
    const authorize = async () => {
      const waiting = held
      held = undefined
      asked()
      await waiting
      return { tenant: 'default', can: ['write' as const] }
    }
    return { authorize, isAsked, goOn: () => goOn() }
  }

  const gone = async ({ socket, request }: ReturnType<typeof begin>) => {
    const arrived = await request
    const closed = new Promise((resolve) => arrived.once('close', resolve))
    socket.destroy()
    await closed
  }

  test.each(['{}\n', ''])('gives its Idempotency-Key back (%j sent)', async (sent) => {
    const { authorize, isAsked, goOn } = slowly()
    const server = await serveRouter({ emit }, { authorize })
    const type = 'application/x-ndjson'
    const first = begin(server, `Content-Type: ${type}`, 'Idempotency-Key: k', 'Content-Length: 100')
    first.socket.write(sent)
    await isAsked
    await gone(first)
    goOn()
    const again = () => server.send('POST', '/v1/events', '{}\n', { 'content-type': type, 'idempotency-key': 'k' })
    await turn()
    expect((await again()).status).toBe(200)
    expect((await again()).headers.get('idempotency-replayed')).toBe('true')
  })

  test('gives it back where it repeats lines that are remembered', async () => {
    const { authorize, isAsked, goOn } = slowly()
    const server = await serveRouter({ emit }, { authorize })
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'k' }
    const first = begin(server, 'Content-Type: application/x-ndjson', 'Idempotency-Key: k', 'Content-Length: 100')
    await isAsked
    expect((await server.send('POST', '/v1/events', '{}\n', headers)).status).toBe(200)
    await gone(first)
    goOn()
    await turn()
    expect((await server.send('POST', '/v1/events', '{}\n', headers)).headers.get('idempotency-replayed')).toBe('true')
  })

  test.each(['identity', 'gzip', 'br'])('is answered all the same (%s)', async (coding) => {
    let result: Promise<E.Either<HttpError, Buffer>> | undefined
    const server = await serve((request: IncomingMessage, _response: ServerResponse) => {
      request.once('close', () => void (result = readBody(request, 1_000)))
    })
    await gone(begin(server, `Content-Encoding: ${coding}`, 'Content-Length: 100'))
    expect(await result).toEqual(E.left({ _tag: 'RequestAborted' }))
  })
})

test('a router of its own remembers answers up to 64 million characters', async () => {
  const answer = receipt('a')
  let calls = 0
  const large = () => {
    calls += 1
    return TE.right({ ...answer, stream: 'x'.repeat(1_000_000) })
  }
  const server = await serveRouter({ emit: large })
  const send = async (key: number) => {
    const response = await server.send('POST', '/v1/events', {}, { 'idempotency-key': String(key) })
    await bodyOf(response)
    return response.headers.get('idempotency-replayed')
  }
  for (let key = 0; key < 70; key += 1) expect(await send(key)).toBeNull()
  expect(await send(69)).toBe('true')
  expect(await send(10)).toBe('true')
  expect(await send(0)).toBeNull()
  expect(calls).toBe(71)
})
