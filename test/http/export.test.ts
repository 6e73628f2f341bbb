import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:http'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import express from 'express'
import { onTestFinished, describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import type { Annals } from '../../src/main/open-annals.js'
import { openStore } from '../support/open-store.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve } from './support/running-server.js'

const actor = { type: 'user', id: 'ada' }

interface Served extends RunningServer {
  readonly annals: Annals
  readonly fill: (count: number, more?: () => object) => Promise<void>
}

const served = async (): Promise<Served> => {
  const { annals, remove } = await openStore()
  onTestFinished(remove)
  const server = await serve(express().use(annals.router({ authorize: loopbackAuthorize })))
  let emitted = 0
  return {
    ...server,
    annals,
    fill: async (count, more = () => ({})) => {
      let position = ''
      for (let left = count; left > 0; left -= 100) {
        const events = Array.from({ length: Math.min(left, 100) }, () => ({
          subject: { type: 'post', id: String(emitted++) },
          verb: 'post.viewed',
          actor,
          // Every third one is late.
          occurredAt: new Date(Date.UTC(2026, 0, 1) + (emitted % 3 === 0 ? -emitted : emitted) * 1_000).toISOString(),
          ...more(),
        }))
        const written = await annals.emitMany(events)
        const last = written.at(-1)
        if (last !== undefined && 'position' in last) position = last.position
      }
      if (position !== '') await annals.waitFor(position)
    },
  }
}

interface Answered {
  readonly response: IncomingMessage
  readonly body: Buffer
}

/** Over a bare socket: what came, and the trailers. */
const ask = async (url: string, headers: Record<string, string> = {}): Promise<Answered> => {
  const request = get(url, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  } catch {
    // Cut.
  }
  return { response, body: Buffer.concat(chunks) }
}

interface Line extends StoredEvent {
  readonly cursor: string
  readonly end?: { readonly rows: number; readonly position: string; readonly next: string | null }
}
const linesOf = (body: Buffer): readonly Line[] =>
  body
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)

/** All of the feed, page by page. */
const pagesOf = async ({ get: page }: Served, query: string): Promise<readonly StoredEvent[]> => {
  const items: StoredEvent[] = []
  for (let cursor = ''; ;) {
    const body = await bodyOf(await page(`/v1/activity?limit=1000${query}${cursor}`))
    items.push(...(body.items as StoredEvent[]))
    if (body.next === null) return items
    cursor = `&cursor=${body.next}`
  }
}

/** 30 kB that gzip can make little of, more of them than sockets take that nobody reads. */
const bulky = (): object => ({ data: randomBytes(22_500).toString('base64') })

const withoutCursor = ({ cursor: _, ...event }: Line): StoredEvent => event

describe('GET /v1/activity?format=ndjson', () => {
  it.each(['', '&order=asc', '&sort=position', '&sort=position&order=asc', '&subjectId=1*&order=asc'])(
    'streams what the pages of the feed have, and ends with a mark (%s)',
    async (query) => {
      const server = await served()
      await server.fill(1_300)
      const { response, body } = await ask(`${server.url}/v1/activity?format=ndjson${query}`)
      expect(response.headers).toMatchObject({
        'content-type': 'application/x-ndjson',
        'content-disposition': 'attachment; filename="annals-activity-default-1299.ndjson"',
        vary: 'accept-encoding',
      })
      const lines = linesOf(body)
      const expected = await pagesOf(server, query)
      expect(lines.slice(0, -1).map(withoutCursor)).toEqual(expected)
      expect(lines.at(-1)).toEqual({ end: { rows: expected.length, position: '1299', next: null } })
    },
  )

  it('goes on behind any line, with the rest and the same end, whatever was stored since', async () => {
    const server = await served()
    await server.fill(600)
    for (const query of ['format=ndjson', 'format=ndjson&sort=position&order=asc', 'format=ndjson&order=asc']) {
      const whole = linesOf((await ask(`${server.url}/v1/activity?${query}`)).body)
      await server.fill(50)
      const wholeRows = whole.filter(({ end }) => end === undefined)
      for (const at of [0, 255, 256, wholeRows.length - 1]) {
        const { body } = await ask(`${server.url}/v1/activity?${query}&cursor=${whole[at]?.cursor ?? ''}`)
        expect(linesOf(body)).toEqual(whole.slice(at + 1))
      }
    }
  })

  it('takes a limit, and says how to go on', async () => {
    const server = await served()
    await server.fill(700)
    const whole = linesOf((await ask(`${server.url}/v1/activity?format=ndjson`)).body)
    const rows: Line[] = []
    let next: string | null = ''
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`
      const lines = linesOf((await ask(`${server.url}/v1/activity?format=ndjson&limit=300${cursor}`)).body)
      rows.push(...lines.slice(0, -1))
      const end: Line['end'] = lines.at(-1)?.end
      expect(end?.rows).toBe(rows.length)
      next = end?.next ?? null
    }
    expect(rows).toEqual(whole.slice(0, -1))
    const exact = linesOf((await ask(`${server.url}/v1/activity?format=ndjson&limit=700`)).body)
    expect(exact.at(-1)?.end).toEqual({ rows: 700, position: '699', next: null })
  })

  it('has an end also where there is nothing', async () => {
    const { url } = await served()
    const { body } = await ask(`${url}/v1/activity?format=ndjson`)
    expect(linesOf(body)).toEqual([{ end: { rows: 0, position: '-1', next: null } }])
  })

  it('is gzip where that is taken', async () => {
    const server = await served()
    await server.fill(300)
    const plain = await ask(`${server.url}/v1/activity?format=ndjson`)
    for (const accepted of ['gzip', 'br, gzip;q=0.5', '*']) {
      const { response, body } = await ask(`${server.url}/v1/activity?format=ndjson`, { 'accept-encoding': accepted })
      expect(response.headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(body).equals(plain.body)).toBe(true)
    }
    for (const refused of ['gzip;q=0', 'br', '*;q=0', 'gzip;q=0, *']) {
      const { response, body } = await ask(`${server.url}/v1/activity?format=ndjson`, { 'accept-encoding': refused })
      expect(response.headers['content-encoding']).toBeUndefined()
      expect(body.equals(plain.body)).toBe(true)
    }
  })

  it.each(['identity', 'gzip'])('waits for a slow reader, holding little (%s)', async (encoding) => {
    const server = await served()
    await server.fill(1_000, bulky)
    const request = get(`${server.url}/v1/activity?format=ndjson&limit=900`, {
      headers: { 'accept-encoding': encoding },
      agent: false,
    })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.pause()
    const held = process.memoryUsage().external
    // The server goes on as far as it can without anybody reading: until then, others are served.
    for (let n = 0; n < 50; n++) expect((await server.get('/v1/activity?limit=1')).status).toBe(200)
    expect(process.memoryUsage().external - held).toBeLessThan(20_000_000)
    expect(response.complete).toBe(false)
    let bytes = 0
    for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length
    expect(response.complete).toBe(true)
    expect(bytes).toBeGreaterThan(encoding === 'gzip' ? 18_000_000 : 27_000_000)
  })

  it.each(['identity', 'gzip'])('is cut without an end when it cannot go on (%s)', async (encoding) => {
    const server = await served()
    await server.fill(1_000, bulky)
    const request = get(`${server.url}/v1/activity?format=ndjson`, {
      headers: { 'accept-encoding': encoding },
      agent: false,
    })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.pause()
    for (let n = 0; n < 20; n++) await server.get('/v1/activity?limit=1')
    await server.annals.close()
    const chunks: Buffer[] = []
    await expect(
      (async () => {
        for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
      })(),
    ).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(response.complete).toBe(false)
    if (encoding === 'identity') expect(Buffer.concat(chunks).toString()).not.toContain('"end":')
  })

  it('refuses with a problem, before anything is streamed', async () => {
    const server = await served()
    await server.fill(3)
    const other = await served()
    await other.fill(3)
    const cursorOf = async (url: string): Promise<string> => linesOf((await ask(url)).body)[0]?.cursor ?? ''
    const foreign = await cursorOf(`${other.url}/v1/activity?format=ndjson`)
    const own = await cursorOf(`${server.url}/v1/activity?format=ndjson`)
    const page = (await bodyOf(await server.get('/v1/activity?limit=1'))).next ?? ''
    for (const [query, field, message] of [
      ['format=xml', 'format', 'must be one of json, ndjson, csv'],
      ['format=csv&format=csv', 'format', 'is given more than once'],
      ['format=ndjson&limit=0', 'limit', 'must be an integer from 1'],
      ['format=csv&outcome=maybe', 'outcome', 'must be one of success, failure'],
      [`format=ndjson&cursor=${foreign}`, 'cursor', 'is a cursor of another log'],
      [
        `format=ndjson&cursor=${page}`,
        'cursor',
        'is a cursor of another export: filters, sort and order must be as they were',
      ],
      [
        `format=ndjson&order=asc&cursor=${own}`,
        'cursor',
        'is a cursor of another export: filters, sort and order must be as they were',
      ],
      ['format=ndjson&cursor=abc', 'cursor', 'is not a cursor'],
    ]) {
      const response = await server.get(`/v1/activity?${query ?? ''}`)
      expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
      expect((await bodyOf(response)).errors).toContainEqual({ field, message })
    }
    const head = await fetch(`${server.url}/v1/activity?format=csv`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present'])
  })
})

describe('GET /v1/activity?format=csv', () => {
  it('has no trailers where HTTP/1.0 has none, and is whole all the same', async () => {
    const server = await served()
    await server.fill(2)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET /v1/activity?format=csv HTTP/1.0\r\nhost: localhost\r\n\r\n')
    const chunks: Buffer[] = []
    for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
    const answer = Buffer.concat(chunks).toString()
    expect(answer).toMatch(/^HTTP\/1.1 200/)
    expect(answer.split('\r\n\r\n')[1]?.trimEnd().split('\r\n')).toHaveLength(3)
  })

  it('has a header, a line a row, and trailers that say that it is whole', async () => {
    const server = await served()
    await server.fill(2)
    await server.fill(1, () => ({
      actor: { type: 'user', id: 'u-7', name: '=HYPERLINK("http://evil")' },
      reason: 'a "b",\r\nc',
    }))
    const { response, body } = await ask(`${server.url}/v1/activity?format=csv&sort=position&order=asc`)
    expect(response.headers.trailer).toBe('Annals-Rows, Annals-Position, Annals-Next')
    expect(response.trailers).toEqual({ 'annals-rows': '3', 'annals-position': '2' })
    const text = body.toString()
    expect(text.split('\r\n', 1)[0]).toMatch(/^id,position,occurredAt,.*,cursor$/)
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`)
    expect(text).toContain('"a ""b"",\r\nc"')
    const cursor = /,([A-Za-z0-9_-]+)\r\n/.exec(text.slice(text.indexOf('\r\n')))?.[1] ?? ''
    const rest = await ask(`${server.url}/v1/activity?format=csv&sort=position&order=asc&limit=1&cursor=${cursor}`, {
      'accept-encoding': 'gzip',
    })
    expect(rest.response.trailers).toMatchObject({ 'annals-rows': '2', 'annals-next': expect.any(String) as string })
    const second = gunzipSync(rest.body).toString()
    expect(text).toContain(second)
    expect(second.split('\r\n')).toHaveLength(2)
  })
})
