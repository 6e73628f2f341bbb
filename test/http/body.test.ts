import { gzipSync } from 'node:zlib'
import { connect } from 'node:net'
import type { IncomingMessage } from 'node:http'
import express from 'express'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { createRouter } from '../../src/http/create-router.js'
import { fakeOperations, receipt } from './support/fake-operations.js'
import type { RunningServer, Sendable } from './support/running-server.js'
import { bodyOf, serve, serveRouter } from './support/running-server.js'

/** Keeps what the store is given. */
const recording = () => {
  const inputs: unknown[] = []
  const emit = (_tenant: string, input: unknown) => {
    inputs.push(input)
    return TE.right(receipt('a'))
  }
  return { inputs, operations: { emit } }
}

const post = (server: RunningServer, body: Sendable, headers: Record<string, string>) =>
  fetch(`${server.url}/v1/events`, { method: 'POST', body, headers })

describe('the body of a request', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;Charset="UTF-8"; profile=x'])(
    'is taken as %s',
    async (type) => {
      const { inputs, operations } = recording()
      const server = await serveRouter(operations)
      expect((await post(server, '{"é":"ü"}', { 'content-type': type })).status).toBe(201)
      expect(inputs).toEqual([{ é: 'ü' }])
    },
  )

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=iso-8859-1',
    'application/cloudevents+avro',
    'application/jsonp',
    '',
  ])('is 415 as %j', async (type) => {
    const server = await serveRouter({})
    const response = await post(server, new Blob(['{}']), { 'content-type': type })
    expect(response.status).toBe(415)
    expect(await bodyOf(response)).toMatchObject({ type: 'urn:annals:problem:unsupported-media-type' })
  })

  test('that is no JSON is 400 with the place, and nothing of it is echoed', async () => {
    const server = await serveRouter({})
    const response = await server.send('POST', '/v1/events', '{\n  "secret": hunter2 }')
    const body = await bodyOf(response)
    expect(body).toMatchObject({
      status: 400,
      errors: [{ field: '', message: 'is not JSON: an unexpected character at position 14 (line 2, column 13)' }],
    })
    expect(JSON.stringify(body)).not.toContain('hunter')
    const empty = await bodyOf(await server.send('POST', '/v1/events', ''))
    expect(empty.errors).toEqual([{ field: '', message: 'is not JSON: it ends too early, at position 0' }])
  })

  test('that is not UTF-8 is 400', async () => {
    const server = await serveRouter({})
    const response = await post(server, new Uint8Array([0x22, 0xff, 0x22]), { 'content-type': 'application/json' })
    expect(await bodyOf(response)).toMatchObject({
      status: 400,
      errors: [{ field: '', message: 'is not valid UTF-8' }],
    })
  })

  test('keeps keys that are names of Object’s own', async () => {
    const { inputs, operations } = recording()
    const server = await serveRouter(operations, {
      authorize: () => ({ tenant: 'default', can: ['write'], actor: { type: 'user', id: 'u-1' } }),
    })
    const text = '{"__proto__":{"polluted":true},"constructor":1,"data":{"__proto__":2}}'
    await server.send('POST', '/v1/events', text)
    expect(JSON.stringify(inputs[0])).toBe(`${text.slice(0, -1)},"actor":{"type":"user","id":"u-1"}}`)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('may be larger than the limit by not one byte', async () => {
    const { inputs, operations } = recording()
    const server = await serveRouter(operations, { bodyLimits: { eventsBytes: 100 } })
    const exact = `"${'x'.repeat(98)}"`
    expect((await server.send('POST', '/v1/events', exact)).status).toBe(201)
    const refused = await server.send('POST', '/v1/events', `${exact} `)
    expect(refused.status).toBe(413)
    expect(await bodyOf(refused)).toMatchObject({ type: 'urn:annals:problem:payload-too-large', limitBytes: 100 })
    expect(inputs).toHaveLength(1)
  })

  test('of unknown length is counted as it comes, and the connection goes on', async () => {
    const { operations } = recording()
    const server = await serveRouter(operations, { bodyLimits: { eventsBytes: 100_000 } })
    const stream = new Blob(Array.from({ length: 64 }, () => 'x'.repeat(65_536))).stream()
    const refused = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      body: stream,
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
    })
    expect(refused.status).toBe(413)
    expect((await server.send('POST', '/v1/events', {})).status).toBe(201)
  })

  test('may be gzip, bounded by what it inflates to', async () => {
    const { inputs, operations } = recording()
    const server = await serveRouter(operations, { bodyLimits: { eventsBytes: 1_000 } })
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect((await post(server, gzipSync('{"a":1}'), headers)).status).toBe(201)
    expect(inputs).toEqual([{ a: 1 }])
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
    expect(bomb.length).toBeGreaterThan(1_000)
    expect((await post(server, bomb, headers)).status).toBe(413)
    expect((await post(server, gzipSync(Buffer.alloc(100_000, ' ')), headers)).status).toBe(413)
    const damaged = await post(server, Buffer.from('no gzip'), headers)
    expect(await bodyOf(damaged)).toMatchObject({
      status: 400,
      errors: [{ field: '', message: 'is not valid gzip data' }],
    })
  })

  test('that a body parser of the application has read is taken from it', async () => {
    const { inputs, operations } = recording()
    const router = createRouter({ authorize: loopbackAuthorize, operations: fakeOperations(operations) })
    for (const parser of [express.json(), express.text({ type: '*/*' }), express.raw({ type: '*/*' })]) {
      const server = await serve(express().use(parser).use('/audit', router))
      expect((await server.send('POST', '/audit/v1/events', { a: 1 })).status).toBe(201)
    }
    expect(inputs).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }])
  })

  test('that breaks off reaches the store not at all', async () => {
    const { inputs, operations } = recording()
    const server = await serveRouter(operations)
    const socket = connect(server.port, '127.0.0.1')
    const head =
      'POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a":1}'
    const closed = new Promise((resolve) =>
      server.server.once('request', (request: IncomingMessage) => request.once('close', resolve)),
    )
    socket.end(head)
    await closed
    expect(inputs).toEqual([])
  })
})
