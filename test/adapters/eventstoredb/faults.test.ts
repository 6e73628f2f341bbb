import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { StatusObject, UntypedHandleCall } from '@grpc/grpc-js'
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEventStoreDbLog } from '../../../src/adapters/eventstoredb/eventstoredb-log.js'
import type { EventStoreDbLogOptions } from '../../../src/adapters/eventstoredb/eventstoredb-log.js'
import type { EventLog } from '../../../src/ports/event-log.js'
import type { OwnedLog } from '../../../src/ports/owned-log.js'
import { builtSupport } from '../../support/built-program.js'
import { emitUnderKills, startEndpointProcess } from '../../support/emit-under-kills.js'
import { left, newEvent, readForwards, right } from '../../support/event-log-fixtures.js'
import { temporaryFolder } from '../../support/temporary-folder.js'
import { openEndpoint } from '../../support/wire.js'
import type { OpenEndpoint } from '../../support/wire.js'
import { startProxy } from '../../support/wire-proxy.js'
import type { WireProxy } from '../../support/wire-proxy.js'

const long = { timeout: 60_000, interval: 25 }
let server: OpenEndpoint
let proxy: WireProxy
let folder: ReturnType<typeof temporaryFolder>
const opened: OwnedLog[] = []

beforeEach(async () => {
  server = await openEndpoint()
  proxy = await startProxy(server.endpoint.port)
  folder = temporaryFolder()
})
afterEach(async () => {
  proxy.release()
  for (const log of opened.splice(0)) await log.close()
  await proxy.close()
  await server.close()
  folder.remove()
}, 60_000)

const open = async (options: Partial<EventStoreDbLogOptions> = {}): Promise<OwnedLog> => {
  const log = await openEventStoreDbLog({
    connectionString: `esdb://127.0.0.1:${proxy.port}?tls=false`,
    dataDir: join(folder.path, 'client'),
    ...options,
  })
  opened.push(log)
  return log
}

const one = (stream: string, id: string = randomUUID()) => [
  { stream, expected: 'any' as const, events: [newEvent({}, { id })] },
]

const ready = (log: OwnedLog) => vi.waitFor(() => expect(log.status().state).toBe('ready'), long)

describe('a rejected append is unknown, not failed', () => {
  it('whose answers are lost with the connection are stored once and acknowledged', async () => {
    const log = await open()
    await right(log.append(one('a')))
    proxy.holdAnswers()
    const appends = Array.from({ length: 60 }, (_, n) => ({ stream: `s-${n}`, id: randomUUID() }))
    const answers = Promise.all(appends.map(({ stream, id }) => log.append(one(stream, id))()))
    // All of them are in the log, and nobody has been told.
    await vi.waitFor(async () => expect(await right(server.log.head())).toBeGreaterThanOrEqual(61), long)
    proxy.cut()
    proxy.release()
    for (const answer of await answers)
      expect(answer).toMatchObject({ _tag: 'Right', right: { streams: [{ lastRevision: 0 }] } })
    for (const { stream, id } of appends)
      expect((await readForwards(server.log, stream)).map((event) => event.id)).toEqual([id])
  }, 120_000)

  it('that was given up, and lands or not: the same id later gets the first place, and nothing is appended before that is known', async () => {
    const log = await open({ appendDeadlineMs: 300, retryMs: 600 })
    await right(log.append(one('a')))
    const id = randomUUID()
    proxy.holdAnswers()
    const startedAt = performance.now()
    expect(await left(log.append(one('late', id)))).toMatchObject({ _tag: 'LogUnavailable' })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect(await left(log.append(one('b')))).toMatchObject({ _tag: 'LogUnavailable' })
    proxy.release()
    await ready(log)
    await right(log.append(one('late')))
    expect(await right(log.append(one('late', id)))).toMatchObject({ streams: [{ firstRevision: 0, lastRevision: 0 }] })
    expect(await readForwards(server.log, 'late')).toHaveLength(2)
  }, 120_000)

  it('and the same id with other bytes is refused, which the server would call stored', async () => {
    const log = await open()
    const id = randomUUID()
    await right(log.append([{ stream: 'a', expected: 'none', events: [newEvent({ n: 1 }, { id })] }]))
    const again = log.append([{ stream: 'a', expected: 'none', events: [newEvent({ n: 2 }, { id })] }])
    expect(await left(again)).toMatchObject({ _tag: 'InvalidAppend' })
  })
})

it('an event over the limit is refused by itself; those under way with it are stored', async () => {
  const log = await open()
  const large = newEvent('x'.repeat(1_500_000))
  const [refused, ...others] = await Promise.all([
    log.append([{ stream: 'large', expected: 'any', events: [large] }])(),
    ...Array.from({ length: 40 }, (_, n) => log.append(one(`small-${n % 4}`))()),
  ])
  expect(refused).toMatchObject({ _tag: 'Left', left: { _tag: 'TooLarge' } })
  expect(others.every(E.isRight)).toBe(true)
}, 60_000)

it('a follower whose subscription falls silent is told, and goes on from what it has handled', async () => {
  const log = await open({ silenceMs: 200 })
  await right(log.append(one('a')))
  const controller = new AbortController()
  const seen: string[] = []
  const follow = async (after: number): Promise<number> => {
    let position = after
    for await (const batch of log.follow({ after, maxBatchEvents: 100, signal: controller.signal })) {
      position = batch.position
      seen.push(...batch.events.filter(({ stream }) => stream === 'a').map(({ id }) => id))
      if (seen.length >= 2) controller.abort()
      if (seen.length === 1) proxy.holdAnswers()
    }
    return position
  }
  await expect(follow(-1)).rejects.toMatchObject({ cause: { _tag: 'LogUnavailable' } })
  proxy.release()
  await right(server.log.append(one('a')))
  await vi.waitFor(() => follow(0), long)
  expect(new Set(seen).size).toBe(2)
}, 60_000)

describe('a server that refuses', () => {
  it('is asked again while it is not ready', async () => {
    let refusals = 3
    const slow: EventLog = {
      ...server.log,
      append: (appends) => {
        if (refusals === 0) return server.log.append(appends)
        refusals -= 1
        return () => Promise.resolve(E.left({ _tag: 'LogUnavailable', reason: 'not ready' }))
      },
    }
    const starting = await openEndpoint({ eventLog: slow })
    try {
      const log = await open({ connectionString: starting.endpoint.connectionString })
      await right(log.append(one('a')))
      expect(refusals).toBe(0)
    } finally {
      await opened.pop()?.close()
      await starting.close()
    }
  }, 60_000)

  it('for want of rights ends the opening at once, with the reason', async () => {
    const fake = await refusing({ code: status.UNAUTHENTICATED, details: 'Not Authenticated' })
    const startedAt = performance.now()
    await expect(open({ connectionString: fake.connectionString })).rejects.toThrow(/UNAUTHENTICATED/)
    expect(performance.now() - startedAt).toBeLessThan(8_000)
    fake.close()
  }, 60_000)

  it('because it is not the leader sends us to the one that is', async () => {
    const metadata = new Metadata()
    metadata.set('exception', 'not-leader')
    metadata.set('leader-endpoint-host', '127.0.0.1')
    metadata.set('leader-endpoint-port', String(server.endpoint.port))
    const fake = await refusing({ code: status.NOT_FOUND, details: 'Leader info available', metadata })
    const log = await open({ connectionString: fake.connectionString })
    await right(log.append(one('a')))
    expect(await readForwards(server.log, 'a')).toHaveLength(1)
    fake.close()
  }, 60_000)
})

describe('the endpoint in another process', () => {
  it('paused with SIGSTOP: appends are refused in time, and stored once when it goes on', async () => {
    const other = await startEndpointProcess(builtSupport('wire-endpoint'), join(folder.path, 'server'))
    const log = await open({
      connectionString: `esdb://127.0.0.1:${other.port}?tls=false`,
      appendDeadlineMs: 500,
      retryMs: 1_000,
    })
    const id = randomUUID()
    await right(log.append(one('a')))
    other.signal('SIGSTOP')
    expect(await left(log.append(one('a', id)))).toMatchObject({ _tag: 'LogUnavailable' })
    expect(log.status().state).toBe('unavailable')
    other.signal('SIGCONT')
    await ready(log)
    await right(log.append(one('a', id)))
    expect((await readForwards(log, 'a')).filter((event) => event.id === id)).toHaveLength(1)
    await opened.pop()?.close()
    await other.kill()
  }, 120_000)

  it('killed under load: every acknowledged event is there once, and every emitter goes on by itself', async () => {
    const report = await emitUnderKills({
      program: builtSupport('wire-endpoint'),
      folder: folder.path,
      kills: 3,
      emitters: 16,
      servesMs: 700,
    })
    expect(report).toMatchObject({ missing: 0, twice: 0, stuck: 0 })
    expect(report.acknowledged).toBeGreaterThan(100)
  }, 300_000)
})

/** A server that answers every call about streams with this error. */
const refusing = async (error: {
  readonly code: status
  readonly details: string
  readonly metadata?: Metadata
}): Promise<{ readonly connectionString: string; readonly close: () => void }> => {
  const fake = new Server()
  const unary: UntypedHandleCall = (_call: unknown, callback: (error: Partial<StatusObject>) => void) => callback(error)
  fake.addService(streamsServices.StreamsService, {
    read: (call: { readonly emit: (event: 'error', error: unknown) => void }) => call.emit('error', error),
    append: unary,
    batchAppend: (call: { readonly emit: (event: 'error', error: unknown) => void }) => call.emit('error', error),
    delete: unary,
    tombstone: unary,
  })
  const port = await new Promise<number>((resolve, reject) => {
    fake.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (failed, bound) =>
      failed === null ? resolve(bound) : reject(failed),
    )
  })
  return { connectionString: `esdb://127.0.0.1:${port}?tls=false`, close: () => fake.forceShutdown() }
}
