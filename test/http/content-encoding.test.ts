import { Readable } from 'node:stream'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { receipt } from './support/fake-operations.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serveRouter } from './support/running-server.js'

const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

const codings = [
  { coding: 'gzip', name: 'gzip', code: gzipSync },
  { coding: 'x-gzip', name: 'gzip', code: gzipSync },
  { coding: 'br', name: 'Brotli', code: brotliCompressSync },
  { coding: 'deflate', name: 'zlib', code: deflateSync },
] as const

/** Keeps what the store is given. */
const serving = async (bodyLimits = {}) => {
  const inputs: unknown[] = []
  const record = (_tenant: string, input: unknown) => {
    inputs.push(input)
    return TE.right(receipt('a'))
  }
  const server = await serveRouter(
    { emit: record, recordState: (tenant, _subject, input) => record(tenant, input) },
    { bodyLimits },
  )
  return { inputs, server }
}

const send = (server: RunningServer, coding: string, body: Buffer, type = 'application/json') =>
  fetch(`${server.url}/v1/events`, {
    method: 'POST',
    body: bytesOf(body),
    headers: { 'content-type': type, 'content-encoding': coding },
  })

const messageOf = async (response: Response) => {
  expect(response.status).toBe(400)
  return (await bodyOf(response)).errors[0]?.message
}

describe.each(codings)('a body that is $coding', ({ coding, name, code }) => {
  test('is what it was before, of any size', async () => {
    const { inputs, server } = await serving()
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.json()), async (body) => {
        const text = JSON.stringify(body)
        expect((await send(server, coding, code(text))).status).toBe(201)
        expect(JSON.stringify(inputs.pop())).toBe(text)
      }),
      { numRuns: 25 },
    )
    const large = JSON.stringify({ text: 'x'.repeat(5_000_000) })
    expect((await send(server, coding, code(large))).status).toBe(201)
    expect(JSON.stringify(inputs.pop())).toBe(large)
  })

  test('is bounded by what it decodes to, to the byte', async () => {
    const { inputs, server } = await serving({ eventsBytes: 100_000 })
    const exact = `"${'x'.repeat(99_998)}"`
    expect((await send(server, coding, code(exact))).status).toBe(201)
    for (const more of [`${exact} `, ' '.repeat(50_000_000)]) {
      const refused = await send(server, coding, code(more))
      expect(refused.status).toBe(413)
      expect(await bodyOf(refused)).toMatchObject({ limitBytes: 100_000 })
    }
    expect(inputs).toHaveLength(1)
    expect((await send(server, coding, code('{}'))).status).toBe(201)
  })

  test('that cannot be compressed may still be as large as one that is not coded', async () => {
    const { server } = await serving({ eventsBytes: 100_000 })
    const text = `"${Array.from({ length: 99_998 }, (_, n) => String.fromCharCode(35 + ((n * n * 7_919) % 50))).join('')}"`
    const stored = coding === 'br' ? code(text) : code(text, { level: 0 })
    if (coding !== 'br') expect(stored.length).toBeGreaterThan(100_000)
    expect((await send(server, coding, stored)).status).toBe(201)
  })

  test('is 400 where it is damaged, cut off anywhere, or goes on behind its end', async () => {
    const { inputs, server } = await serving()
    const whole = code(JSON.stringify({ a: 'some text that is coded' }))
    expect(await messageOf(await send(server, coding, Buffer.from('no such data')))).toBe(`is not valid ${name} data`)
    for (let length = 1; length < whole.length; length++) {
      const message = await messageOf(await send(server, coding, whole.subarray(0, length)))
      expect(message).toBe(`is ${name} data that ends too early`)
    }
    const garbage = await messageOf(await send(server, coding, Buffer.concat([whole, Buffer.alloc(9)])))
    expect(garbage).toBe(`is ${name} data that goes on behind its end`)
    expect(inputs).toEqual([])
  })

  test('may be lines, of which those before the damage are taken', async () => {
    const { inputs, server } = await serving()
    const lines = Array.from({ length: 2_000 }, (_, n) =>
      JSON.stringify({ n, hash: (n * 2_654_435_761) % 4_294_967_296 }),
    )
    const whole = code(lines.join('\n'))
    const answered = async (body: Buffer) =>
      (await (await send(server, coding, body, 'application/x-ndjson')).text()).trim().split('\n')
    expect(await answered(whole)).toHaveLength(2_000)
    expect(inputs.splice(0)).toEqual(lines.map((line) => JSON.parse(line) as unknown))
    const cut = await answered(whole.subarray(0, whole.length - 4))
    expect(cut.at(-1)).toContain(`is ${name} data that ends too early`)
    expect(inputs).toHaveLength(cut.length - 1)
    expect(inputs).toEqual(lines.slice(0, inputs.length).map((line) => JSON.parse(line) as unknown))
  })
})

test('two bodies put together are one where the coding says so, and none is lost where it does not', async () => {
  const { inputs, server } = await serving()
  const [first, second] = ['{"n":1}\n', '{"n":2}\n'] as const
  const both = (code: (text: string) => Buffer) => Buffer.concat([code(first), code(second)])
  const joined = await send(server, 'gzip', both(gzipSync), 'application/x-ndjson')
  expect((await joined.text()).trim().split('\n')).toHaveLength(2)
  for (const [coding, code] of [
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const) {
    const answer = await (await send(server, coding, both(code), 'application/x-ndjson')).text()
    expect(answer.trim().split('\n').at(-1)).toContain('goes on behind its end')
  }
  expect(inputs).toEqual([{ n: 1 }, { n: 2 }, { n: 1 }, { n: 1 }])
})

test('coded data that goes on and comes to nothing is not read without end', async () => {
  const { server } = await serving({ eventsBytes: 10_000 })
  const head = Buffer.from('1f8b08000000000000ff', 'hex')
  // A stored block of no bytes (RFC 1951, section 3.2.4), and not the last.
  const nothing = Buffer.alloc(50_000, Buffer.from('000000ffff', 'hex'))
  const response = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    body: Readable.toWeb(Readable.from([head, ...Array.from({ length: 100 }, () => nothing)])) as ReadableStream,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    duplex: 'half',
  })
  expect(response.status).toBe(413)
})

test.each(['zstd', 'compress', 'gzip, br', 'gzip;q=1', ''])(
  'a coding %j is 415 and told what is taken',
  async (coding) => {
    const { inputs, server } = await serving()
    for (const type of ['application/json', 'application/x-ndjson']) {
      const response = await send(server, coding, Buffer.from('{}'), type)
      expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'gzip, br, deflate, identity'])
    }
    expect(inputs).toEqual([])
  },
)

test('other routes take coded bodies as well', async () => {
  const { inputs, server } = await serving({ singleBytes: 1_000 })
  const put = (body: Buffer) =>
    fetch(`${server.url}/v1/subjects/post/42`, {
      method: 'PUT',
      body: bytesOf(body),
      headers: { 'content-type': 'application/json', 'content-encoding': 'br' },
    })
  expect((await put(brotliCompressSync('{"state":1}'))).status).toBe(201)
  expect((await put(brotliCompressSync(' '.repeat(1_000_000)))).status).toBe(413)
  expect(inputs).toEqual([{ state: 1 }])
})
