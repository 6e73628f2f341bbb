import { promisify } from 'node:util'
import express from 'express'
import { onTestFinished, describe, expect, it, vi } from 'vitest'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import type { RouterOptions } from '../../src/main/index.js'
import type { Annals } from '../../src/main/open-annals.js'
import type { Grant } from '../../src/ports/authorize.js'
import { openStore } from '../support/open-store.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve } from './support/running-server.js'
import { nextOfFeed, openSse, takeOfFeed } from './support/sse.js'
import type { SseReader } from './support/sse.js'

const actor = { type: 'user', id: 'ada' }

interface Served extends RunningServer {
  readonly annals: Annals
  readonly emit: (n: number, more?: object) => Promise<unknown>
  readonly connect: (query?: string, headers?: Record<string, string>) => Promise<SseReader>
}

/** A real store behind a real server. */
const served = async (options: Partial<RouterOptions> = {}): Promise<Served> => {
  const { annals, remove } = await openStore()
  onTestFinished(remove)
  const server = await serve(express().use(annals.router({ authorize: loopbackAuthorize, ...options })))
  return {
    ...server,
    annals,
    emit: (n, more = {}) =>
      annals.emit({ subject: { type: 'post', id: String(n) }, verb: 'post.viewed', actor, ...more }),
    connect: async (query = '', headers = {}) => {
      const reader = await openSse(`${server.url}/v1/activity/live${query}`, headers)
      if (reader.response.statusCode === 200) expect(await reader.next()).toMatchObject({ event: 'start' })
      return reader
    },
  }
}

const idsOf = (events: readonly { readonly subject: { readonly id: string } }[]): readonly number[] =>
  events.map(({ subject }) => Number(subject.id))
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n)

describe('GET /v1/activity/live', () => {
  it('begins at the present end and gives each event as it is stored', async () => {
    const { annals, emit, connect } = await served()
    await emit(0)
    const reader = await connect()
    expect(reader.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    await annals.recordState({ type: 'post', id: '1' }, { state: { title: 'a' }, actor })
    await annals.recordState({ type: 'post', id: '1' }, { state: { title: 'b' }, actor })
    const [created, updated] = await takeOfFeed(reader, 2)
    expect(created).toEqual(await annals.event(created?.id ?? ''))
    expect(updated).toEqual(await annals.event(updated?.id ?? ''))
    expect(updated?.changedPaths).toEqual(['/title'])
  })

  it('takes the filters of the feed, and is of one tenant', async () => {
    const { annals, emit, connect } = await served()
    const reader = await connect('?verb=post.*&channel!=bulk&subjectId=3&subjectId=4&tenant=acme')
    const acme = annals.inTenant('acme')
    for (const [id, channel, verb] of [
      ['3', 'bulk', 'post.viewed'],
      ['5', 'web', 'post.viewed'],
      ['3', 'web', 'user.viewed'],
      ['4', 'web', 'post.viewed'],
    ] as const)
      await acme.emit({ subject: { type: 'post', id }, verb, channel, actor })
    await emit(3)
    await acme.emit({ subject: { type: 'post', id: '3' }, verb: 'post.read', actor })
    expect((await takeOfFeed(reader, 2)).map(({ tenant, subject, verb }) => [tenant, subject.id, verb])).toEqual([
      ['acme', '4', 'post.viewed'],
      ['acme', '3', 'post.read'],
    ])
  })

  it('gives history and what follows without a gap or a duplicate, however much there is of it', async () => {
    const { annals, emit, connect } = await served()
    const many = (from: number) =>
      annals.emitMany(
        upTo(500).map((n) => ({ subject: { type: 'post', id: String(from + n) }, verb: 'post.viewed', actor })),
      )
    for (let from = 0; from < 3_000; from += 500) await many(from)
    await annals.waitFor('2999')
    const readers = [await connect('?after=-1'), await connect('?after=1499'), await connect('?after=2950')]
    const writing = (async () => {
      for (let n = 3_000; n < 3_200; n++) await emit(n)
    })()
    const [all = [], half = [], few = []] = await Promise.all(
      readers.map((reader, index) => takeOfFeed(reader, [3_200, 1_700, 249][index] ?? 0)),
    )
    await writing
    expect(idsOf(all)).toEqual(upTo(3_200))
    expect(idsOf(half)).toEqual(upTo(3_200).slice(1_500))
    expect(idsOf(few)).toEqual(upTo(3_200).slice(2_951))
  })

  it('goes on with Last-Event-ID wherever the connection was cut, while events are stored', async () => {
    const { emit, connect } = await served()
    const total = 400
    const writing = (async () => {
      for (let n = 0; n < total; n++) await emit(n)
    })()
    const seen: number[] = []
    let last: string | undefined
    for (let round = 0; seen.length < total; round++) {
      const asParameter = round % 2 === 1
      const reader = await (last === undefined
        ? connect('?after=-1')
        : connect(asParameter ? `?lastEventId=${last}` : '?after=-1', asParameter ? {} : { 'last-event-id': last }))
      for (let n = 0; n <= (round * 7) % 23 && seen.length < total; n++) {
        const next = await nextOfFeed(reader)
        if (next === undefined) break
        seen.push(Number(next.event.subject.id))
        last = next.id
      }
      reader.drop()
    }
    await writing
    expect(seen).toEqual(upTo(total))
  })

  it('tells a client that is too slow, cuts it, and lets it go on', async () => {
    const { emit, connect } = await served({ live: { unreadEvents: 20 } })
    const slow = await connect()
    const quick = await connect()
    const data = 'x'.repeat(60_000)
    const total = 250
    for (let n = 0; n < total; n++) {
      await emit(n, { data })
      expect(idsOf(await takeOfFeed(quick, 1))).toEqual([n])
    }
    const seen: number[] = []
    let last = ''
    let end: string | undefined
    for (let next = await slow.next(); next !== undefined; next = await slow.next()) {
      end = next.event
      if (next.id === undefined) continue
      last = next.id
      seen.push((JSON.parse(next.data) as { subject: { id: string } }).subject.id as unknown as number)
    }
    expect(end).toBe('slow')
    expect(seen.length).toBeLessThan(total)
    const resumed = await connect('', { 'last-event-id': last })
    expect([...seen.map(Number), ...idsOf(await takeOfFeed(resumed, total - seen.length))]).toEqual(upTo(total))
  })

  it('cuts a client off that takes nothing at all', async () => {
    const { emit, connect, server } = await served({ live: { unreadEvents: 5, stalledMs: 20 } })
    await connect()
    const data = 'x'.repeat(60_000)
    for (let n = 0; n < 250; n++) await emit(n, { data })
    const connections = () => promisify(server.getConnections.bind(server))()
    await vi.waitUntil(async () => (await connections()) === 0, { timeout: 20_000 })
  })

  it('serves two thousand idle clients by one follower', async () => {
    const { emit, connect } = await served()
    const readers: SseReader[] = []
    for (let n = 0; n < 2_000; n += 100)
      readers.push(...(await Promise.all(upTo(100).map((m) => connect(`?actorId=ada&subjectId=${(n + m) % 50}`)))))
    for (let n = 0; n < 50; n++) await emit(n)
    const got = await Promise.all(readers.map((reader) => takeOfFeed(reader, 1)))
    expect(got.map(idsOf)).toEqual(readers.map((_, n) => [n % 50]))
  })

  it('takes so many clients and no more, and another when one has gone', async () => {
    const { connect, get } = await served({ live: { clients: 2 } })
    const readers = [await connect(), await connect()]
    const refused = await get('/v1/activity/live')
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await bodyOf(refused)).toMatchObject({ type: 'urn:annals:problem:overloaded' })
    readers[0]?.drop()
    await vi.waitUntil(async () => (await connect()).response.statusCode === 200, { timeout: 10_000 })
  })

  it('sends comments to who is idle, which carry no id', async () => {
    const { connect } = await served({ live: { heartbeatMs: 5 } })
    const reader = await connect()
    expect(await reader.next()).toEqual({ id: undefined, event: ':', data: '' })
  })

  it('ends once the credential does not hold any more', async () => {
    let grant: Grant | null = { tenant: 'default', can: ['read'] }
    const { connect } = await served({ live: { heartbeatMs: 5 }, authorize: () => grant })
    const reader = await connect()
    grant = null
    let next = await reader.next()
    while (next !== undefined) next = await reader.next()
    expect(reader.response.complete).toBe(true)
  })

  it('says that it ends when the server or the store closes', async () => {
    const closing = new AbortController()
    const { annals, connect } = await served({ closing: closing.signal })
    const [first, second] = [await connect(), await connect('?subjectId=1')]
    closing.abort()
    expect((await first.next())?.event).toBe('closing')
    expect(await first.next()).toBeUndefined()
    expect((await second.next())?.event).toBe('closing')
    const other = await served()
    const third = await other.connect()
    await other.annals.close()
    expect((await third.next())?.event).toBe('closing')
    expect(await third.next()).toBeUndefined()
    expect(annals.projections()).not.toEqual([])
  })

  it('refuses what is not valid, naming it, before anything is streamed', async () => {
    const here = await served()
    const elsewhere = await served()
    const reader = await elsewhere.connect()
    await elsewhere.emit(0)
    const foreign = (await nextOfFeed(reader))?.id ?? ''
    const asked = (query: string, headers?: Record<string, string>) => here.get(`/v1/activity/live${query}`, headers)
    const wrong = await asked('?after=-2&sort=position&lastEventId=x&outcome=maybe', { 'last-event-id': foreign })
    expect(wrong.status).toBe(400)
    expect((await bodyOf(wrong)).errors).toEqual([
      { field: 'outcome', message: 'must be one of success, failure' },
      { field: 'after', message: expect.any(String) as string },
      { field: 'lastEventId', message: 'is not a Last-Event-ID' },
      { field: 'sort', message: 'is not a parameter of this route' },
      { field: 'Last-Event-ID', message: 'is a Last-Event-ID of another log' },
    ])
    expect(
      (
        await asked(
          `?${upTo(401)
            .map((n) => `verb=v${n}`)
            .join('&')}`,
        )
      ).status,
    ).toBe(400)
    expect((await fetch(`${here.url}/v1/activity/live`, { method: 'HEAD' })).headers.get('content-type')).toMatch(
      /event-stream/,
    )
  })

  it('needs the permission to read', async () => {
    const { get } = await served({ authorize: () => ({ tenant: 'default', can: ['write'] }) })
    expect((await get('/v1/activity/live')).status).toBe(403)
    const nobody = await served({ authorize: () => null })
    expect((await nobody.get('/v1/activity/live')).status).toBe(401)
  })
})
