import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { RunningServer } from './support/running-server.js'
import { serve } from './support/running-server.js'

/** Everything that the server answers to these bytes until it closes the connection. */
const exchange = async (server: RunningServer, ...parts: readonly (string | Buffer)[]): Promise<string> => {
  const socket = connect(server.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  for (const part of parts) socket.write(part)
  await once(socket, 'close')
  return text
}

const problemOf = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))

describe('what Node refuses before it is a request', () => {
  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'invalid-input'],
    [
      'a path that is not ASCII',
      Buffer.from('GET /v1/subjects/post/é HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      400,
      'invalid-input',
    ],
    [
      'a URL that is too long',
      `GET /?${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      431,
      'headers-too-large',
    ],
  ])('%s is a problem like any other', async (_what, bytes, status, name) => {
    const server = await serve((_request, response) => response.end('ok'))
    const answer = await exchange(server, bytes)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer).toContain('\r\ncontent-type: application/problem+json\r\n')
    expect(problemOf(answer)).toMatchObject({ status, type: `urn:annals:problem:${name}` })
  })

  test('nothing is written into an answer that has begun', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('begun')
    })
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n'
    const answer = await exchange(server, head, 'no chunk\r\n')
    expect(answer).not.toContain('problem')
  })
})
