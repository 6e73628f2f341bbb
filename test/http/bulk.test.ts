import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import express from 'express'
import { describe, expect, test } from 'vitest'
import type { Operations, Written } from '../../src/application/operations.js'
import type { AnnalsError } from '../../src/domain/errors.js'
import type { BulkOptions } from '../../src/http/bulk.js'
import { bulk } from '../../src/http/bulk.js'
import { receipt } from './support/fake-operations.js'
import type { RunningServer, Sendable } from './support/running-server.js'
import { serve, serveRouter } from './support/running-server.js'

const lines = { 'content-type': 'application/x-ndjson' }
const echo: Operations['emit'] = (_tenant, input) => TE.right(receipt((input as { readonly id: string }).id))

interface AnswerLine {
  readonly line: number
  readonly receipt?: unknown
  readonly problem?: unknown
}

const parsed = (text: string): readonly AnswerLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AnswerLine)

const post = async (server: RunningServer, body: Sendable, path = '/v1/events', headers = {}) => {
  const response = await fetch(server.url + path, { method: 'POST', body, headers: { ...lines, ...headers } })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  return parsed(await response.text())
}

/** A request whose body is written, and whose answer is read, bit by bit. */
const open = (server: RunningServer, path = '/v1/events') => {
  const request: ClientRequest = httpRequest(server.url + path, { method: 'POST', headers: lines })
  const response = new Promise<IncomingMessage>((resolve, reject) =>
    request.on('response', resolve).on('error', reject),
  )
  return { request, response }
}

const textOf = async (response: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) text += chunk
  return text
}

/** Settles as soon as the condition holds, however many turns of the loop that takes. */
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe('lines of events', () => {
  test('are answered one by one, in their order, whatever order the store answers in', async () => {
    const pending: (() => void)[] = []
    const emit: Operations['emit'] = (_tenant, input) => () =>
      new Promise((resolve) => {
        pending.push(() => resolve(E.right(receipt((input as { readonly id: string }).id))))
        if (pending.length === 20) for (const answer of pending.reverse()) answer()
      })
    const server = await serveRouter({ emit })
    const body = Array.from({ length: 20 }, (_, n) => JSON.stringify({ id: `e${n}` })).join('\n')
    const answers = await post(server, body)
    expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => ({ line: n + 1, receipt: receipt(`e${n}`) })))
  })

  test('that are wrong are their own problem; blank ones are skipped and counted', async () => {
    const refused: AnnalsError = { _tag: 'InvalidInput', issues: [{ field: '/verb', message: 'is required' }] }
    const emit: Operations['emit'] = (tenant, input) =>
      (input as { readonly id: string }).id === 'bad' ? TE.left(refused) : echo(tenant, input)
    const server = await serveRouter({ emit }, { bodyLimits: { lineBytes: 64 } })
    const body = Buffer.concat([
      Buffer.from('{"id":"a"}\r\n\n  \n{"id":\n'),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`{"id":"${'x'.repeat(64)}"}\n{"id":"bad"}\n{"id":"b"}`),
    ])
    expect(await post(server, body)).toMatchObject([
      { line: 1, receipt: { id: 'a' } },
      { line: 4, problem: { status: 400, errors: [{ message: 'is not JSON: it ends too early, at position 6' }] } },
      { line: 5, problem: { status: 400, errors: [{ message: 'is not valid UTF-8' }] } },
      { line: 6, problem: { status: 413, type: 'urn:annals:problem:payload-too-large', limitBytes: 64 } },
      { line: 7, problem: { status: 400, type: 'urn:annals:problem:invalid-input', errors: refused.issues } },
      { line: 8, receipt: { id: 'b' } },
    ])
  })

  test('with receipts=rejected only the refused are answered', async () => {
    const server = await serveRouter({ emit: echo })
    const body = '{"id":"a"}\nnull and void\n{"id":"b"}\n'
    expect((await post(server, body, '/v1/events?receipts=rejected')).map(({ line }) => line)).toEqual([2])
    const wrong = await fetch(`${server.url}/v1/events?receipts=none`, { method: 'POST', body, headers: lines })
    expect(wrong.status).toBe(400)
    expect((await server.send('POST', '/v1/events?receipts=all', {})).status).toBe(400)
  })

  test('may be none, and may be gzip', async () => {
    const server = await serveRouter({ emit: echo })
    expect(await post(server, '')).toEqual([])
    expect(await post(server, '\n\n')).toEqual([])
    const gzip = { 'content-encoding': 'gzip' }
    const whole = gzipSync('{"id":"a"}\n{"id":"b"}\n')
    expect(await post(server, whole, '/v1/events', gzip)).toMatchObject([{ line: 1 }, { line: 2 }])
    const answers = await post(server, whole.subarray(0, -9), '/v1/events', gzip)
    expect(answers.at(-1)).toMatchObject({ problem: { errors: [{ message: 'is gzip data that ends too early' }] } })
  })

  test('a store that throws fails the line alone', async () => {
    const emit: Operations['emit'] = (tenant, input) => {
      const { id } = input as { readonly id: string }
      if (id === 'c') throw new Error('broken at once')
      return id === 'a' ? () => Promise.reject(new Error('broken')) : echo(tenant, input)
    }
    const failures: unknown[] = []
    const logger = { info: () => undefined, error: (fields: unknown) => void failures.push(fields) }
    const server = await serveRouter({ emit }, { logger })
    const internal = { status: 500, type: 'urn:annals:problem:internal' }
    expect(await post(server, '{"id":"a"}\n{"id":"b"}\n{"id":"c"}\n{"id":"b"}')).toMatchObject([
      { line: 1, problem: internal },
      { line: 2, receipt: { id: 'b' } },
      { line: 3, problem: internal },
      { line: 4, receipt: { id: 'b' } },
    ])
    const failure = { failure: 'Internal', route: '/v1/events' }
    expect(failures).toMatchObject([failure, failure])
  })

  test('are answered while more are being sent', async () => {
    const server = await serveRouter({ emit: echo })
    const { request, response } = open(server)
    request.write('{"id":"a"}\n{"id"')
    const reader = (await response).setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>
    expect(parsed(String((await reader.next()).value))).toMatchObject([{ line: 1, receipt: { id: 'a' } }])
    request.end(':"b"}')
    expect(parsed(String((await reader.next()).value))).toMatchObject([{ line: 2, receipt: { id: 'b' } }])
    expect((await reader.next()).done).toBe(true)
  })
})

describe('what is under way at a time', () => {
  /** A store that answers only when it is told to. */
  const slow = () => {
    const waiting: (() => void)[] = []
    let taken = 0
    const emit: Operations['emit'] = () => () => {
      taken++
      return new Promise((resolve) => waiting.push(() => resolve(E.right(receipt('a')))))
    }
    const answerAll = (): void => {
      for (const answer of waiting.splice(0)) answer()
    }
    return { emit, answerAll, taken: () => taken, waiting }
  }

  /** A server with bounds of its own. */
  const bounded = (emit: Operations['emit'], options: Partial<BulkOptions>) =>
    serve(
      express().post('/v1/events', async (request, response) => {
        await bulk(request, response, {
          operations: { emit },
          tenant: 'default',
          prepare: (event) => event,
          receipts: 'all',
          lineBytesMax: 1_000_000,
          onThrown: () => undefined,
          ...options,
        })
      }),
    )

  test('is 512 lines', async () => {
    const store = slow()
    const server = await serveRouter({ emit: store.emit })
    const answers = post(server, '{}\n'.repeat(2_000))
    await until(() => store.taken() === 512)
    await new Promise((resolve) => setImmediate(resolve))
    expect(store.taken()).toBe(512)
    const finish = setInterval(store.answerAll, 1)
    expect(await answers).toHaveLength(2_000)
    clearInterval(finish)
  })

  test('is 8 MiB of lines', async () => {
    const store = slow()
    const server = await serveRouter({ emit: store.emit })
    const line = `${JSON.stringify('x'.repeat(900_000))}\n`
    const answers = post(server, line.repeat(30))
    await until(() => store.taken() === 10)
    await new Promise((resolve) => setImmediate(resolve))
    expect(store.taken()).toBe(10)
    const finish = setInterval(store.answerAll, 1)
    expect(await answers).toHaveLength(30)
    clearInterval(finish)
  })

  test('a client that reads nothing before it has sent everything is served', async () => {
    const server = await serveRouter({ emit: echo })
    const { request, response } = open(server)
    const body = '{"id":"a"}\n'.repeat(40_000)
    await new Promise<void>((resolve) => request.end(body, () => resolve()))
    expect(parsed(await textOf(await response))).toHaveLength(40_000)
  })

  test('no line is read while the client leaves too many answers unread; it goes on when it reads', async () => {
    let taken = 0
    const counting: Operations['emit'] = (tenant, input) => {
      taken++
      return echo(tenant, input)
    }
    const server = await bounded(counting, { bounds: { unreadBytes: 1_000_000 } })
    const { request, response } = open(server)
    const count = 200_000
    request.end('{"id":"a"}\n'.repeat(count))
    const answer = await response
    let before = 0
    let quietTurns = 0
    await until(() => {
      quietTurns = taken === before ? quietTurns + 1 : 0
      before = taken
      return quietTurns === 200 && taken > 0
    })
    expect(taken).toBeLessThan(count)
    expect(parsed(await textOf(answer))).toHaveLength(count)
  })

  test('a client that never reads is given up, and nothing more is taken', async () => {
    let taken = 0
    const counting: Operations['emit'] = (tenant, input) => {
      taken++
      return echo(tenant, input)
    }
    const server = await bounded(counting, { bounds: { unreadBytes: 100_000, stalledMs: 50 } })
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.pause()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const body = '{"id":"a"}\n'.repeat(1_000_000)
    socket.write(
      `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    socket.write(body)
    await new Promise<void>((resolve) => {
      server.server.once('request', (_request, response) => response.once('close', resolve))
    })
    socket.destroy()
    await closed
    const then = taken
    await new Promise((resolve) => setImmediate(resolve))
    expect(taken).toBe(then)
    expect(taken).toBeLessThan(1_000_000)
  })

  test('a client that goes away is read no further', async () => {
    const store = slow()
    const server = await serveRouter({ emit: store.emit })
    const { request, response } = open(server)
    response.catch(() => undefined)
    const gone = new Promise<void>((resolve) => {
      server.server.once('request', (_request, answer) => answer.once('close', resolve))
    })
    request.on('error', () => undefined)
    request.write('{}\n'.repeat(600))
    await until(() => store.taken() === 512)
    request.destroy()
    await gone
    store.answerAll()
    await new Promise((resolve) => setImmediate(resolve))
    expect(store.taken()).toBe(512)
  })

  test('when the server is closing, lines taken are answered and the last answer says that no more are', async () => {
    const store = slow()
    const closing = new AbortController()
    const server = await serveRouter({ emit: store.emit }, { closing: closing.signal })
    const { request, response } = open(server)
    request.on('error', () => undefined)
    request.write('{}\n{}\n{"id"')
    await until(() => store.taken() === 2)
    closing.abort()
    store.answerAll()
    expect(parsed(await textOf(await response))).toMatchObject([
      { line: 1, receipt: { id: 'a' } },
      { line: 2, receipt: { id: 'a' } },
      { line: 3, problem: { status: 503, type: 'urn:annals:problem:shutting-down' } },
    ])
  })

  test('each line has the actor of the credential', async () => {
    const inputs: unknown[] = []
    const emit: Operations['emit'] = (_tenant, input) => {
      inputs.push(input)
      const written: Written = receipt('a')
      return TE.right(written)
    }
    const actor = { type: 'service', id: 'nightly' }
    const server = await serveRouter({ emit }, { authorize: () => ({ tenant: 'acme', can: ['write'], actor }) })
    await post(server, '{"actor":{"type":"user","id":"x"}}\n{}\n7\n')
    expect(inputs).toEqual([{ actor }, { actor }, 7])
  })
})
