import { randomUUID } from 'node:crypto'
import {
  ANY,
  EventStoreDBClient,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  jsonEvent,
  streamNameFilter,
} from '@eventstore/db-client'
import type { AppendExpectedRevision } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenEndpoint } from '../support/wire.js'
import { openEndpoint } from '../support/wire.js'

let open: OpenEndpoint
beforeAll(async () => {
  open = await openEndpoint()
})
afterAll(() => open.close())

const event = (n: number, id = randomUUID()) => jsonEvent({ id, type: 'thing-happened', data: { n } })
const append = (stream: string, expectedRevision: AppendExpectedRevision, events: ReturnType<typeof event>[]) =>
  open.client.appendToStream(stream, events, { expectedRevision })
const revisions = async (stream: string): Promise<readonly bigint[]> => {
  const seen: bigint[] = []
  for await (const { event: read } of open.client.readStream(stream)) if (read !== undefined) seen.push(read.revision)
  return seen
}

// What EventStoreDB 24.6.0 answered to the same requests.
describe('appending', () => {
  it('checks the expected revision', async () => {
    await expect(append('a', STREAM_EXISTS, [event(1)])).rejects.toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 'stream_exists',
      actualVersion: 'no_stream',
    })
    await expect(append('a', NO_STREAM, [event(2)])).resolves.toMatchObject({ nextExpectedRevision: 0n })
    await expect(append('a', 5n, [event(3)])).rejects.toMatchObject({ expectedVersion: 5n, actualVersion: 0n })
    await expect(append('a', ANY, [event(4)])).resolves.toMatchObject({ nextExpectedRevision: 1n })
    await expect(revisions('a')).resolves.toEqual([0n, 1n])
  })

  it('answers the same events as it did the first time, and refuses a part of them', async () => {
    const events = [event(0), event(1), event(2)]
    const first = await append('i', NO_STREAM, events)
    await expect(append('i', NO_STREAM, events)).resolves.toMatchObject({
      nextExpectedRevision: 2n,
      position: first.position,
    })
    await expect(append('i', NO_STREAM, events.slice(0, 2))).resolves.toMatchObject({ nextExpectedRevision: 1n })
    await expect(append('i', 0n, events.slice(1))).resolves.toMatchObject({ nextExpectedRevision: 2n })
    await expect(append('i', ANY, events.slice(1))).resolves.toMatchObject({ nextExpectedRevision: 2n })
    await expect(append('i', 1n, events.slice(1))).rejects.toMatchObject({ type: 'wrong-expected-version' })
    await expect(append('i', ANY, [...events.slice(2), event(3)])).rejects.toMatchObject({ expectedVersion: 'any' })
    await expect(revisions('i')).resolves.toEqual([0n, 1n, 2n])
  })

  it('stores one of several at once with the same id', async () => {
    const twin = event(1)
    await Promise.all([append('twins', ANY, [twin]), append('twins', ANY, [twin]), append('twins', ANY, [twin])])
    await expect(revisions('twins')).resolves.toEqual([0n])
  })

  it('lets one of many win a revision', async () => {
    await append('race', NO_STREAM, [event(0)])
    const all = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => append('race', 0n, [event(n)])))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('refuses more than 1 MiB of data', async () => {
    const big = jsonEvent({ type: 'big', data: { x: 'x'.repeat(600_000) } })
    await expect(open.client.appendToStream('big', [big, { ...big, id: randomUUID() }])).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    })
    await expect(open.client.appendToStream('big', [big])).resolves.toMatchObject({ success: true })
  })

  it('refuses more than 2,000 events, however small', async () => {
    const events = Array.from({ length: 20_000 }, () => jsonEvent({ type: 't', data: {} }))
    const credentials = { username: 'u', password: 'p' }
    await expect(open.client.appendToStream('many', events, { credentials })).rejects.toThrow('at most 2000 events')
    await expect(open.client.appendToStream('many', events)).rejects.toThrow('BadRequest')
    await expect(open.client.appendToStream('many', events.slice(0, 2_000))).resolves.toMatchObject({ success: true })
  })

  it('tells the same without the batch call', async () => {
    const credentials = { username: 'admin', password: 'changeit' }
    const once = (n: number) =>
      open.client.appendToStream('c', [event(n)], { expectedRevision: NO_STREAM, credentials })
    await expect(once(1)).resolves.toMatchObject({ nextExpectedRevision: 0n })
    await expect(once(2)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n })
  })
})

describe('deleting', () => {
  it('hides the events softly, and goes on at the old revision', async () => {
    await append('d', NO_STREAM, [event(0), event(1)])
    await expect(open.client.deleteStream('d', { expectedRevision: 0n })).rejects.toMatchObject({ actualVersion: 1n })
    await open.client.deleteStream('d')
    await expect(revisions('d')).rejects.toMatchObject({ type: 'stream-not-found' })
    await expect(append('d', STREAM_EXISTS, [event(2)])).rejects.toMatchObject({ type: 'stream-deleted' })
    await expect(append('d', NO_STREAM, [event(3)])).resolves.toMatchObject({ nextExpectedRevision: 2n })
    await expect(revisions('d')).resolves.toEqual([2n])
  })

  it('refuses a stream that is not there', async () => {
    await expect(open.client.deleteStream('d-none')).rejects.toMatchObject({ expectedVersion: -2n, actualVersion: -1n })
  })

  it('ends a stream for ever, and tells who follows it', async () => {
    await append('t', NO_STREAM, [event(0)])
    const subscription = open.client.subscribeToStream('t', { fromRevision: START })
    const seen: string[] = []
    const followed = (async () => {
      for await (const { event: read } of subscription) {
        seen.push(read?.type ?? '')
        if (seen.length === 1) await open.client.tombstoneStream('t')
      }
    })()
    await expect(followed).rejects.toMatchObject({ type: 'stream-deleted', streamName: 't' })
    await expect(append('t', ANY, [event(1)])).rejects.toMatchObject({ type: 'stream-deleted' })
    await expect(revisions('t')).rejects.toMatchObject({ type: 'stream-deleted' })
  })
})

describe('subscribing', () => {
  it('gives history and then what comes, of the streams it is filtered by', async () => {
    await append('in-1', ANY, [event(0)])
    await append('out-1', ANY, [event(1)])
    const subscription = open.client.subscribeToAll({
      fromPosition: START,
      filter: streamNameFilter({ prefixes: ['in-'] }),
    })
    const seen: (string | undefined)[] = []
    for await (const { event: read } of subscription) {
      seen.push(read?.streamId)
      if (seen.length === 1) {
        await append('out-1', ANY, [event(2)])
        await append('in-2', ANY, [event(3)])
      } else break
    }
    expect(seen).toEqual(['in-1', 'in-2'])
  })

  it('waits for a client that reads slowly, without losing an event', async () => {
    const total = 1_500
    for (let from = 0; from < total; from += 500)
      await append(
        'long',
        ANY,
        Array.from({ length: 500 }, (_, n) => event(from + n)),
      )
    const seen: bigint[] = []
    for await (const { event: read } of open.client.subscribeToStream('long', { fromRevision: START })) {
      seen.push(read?.revision ?? -1n)
      if (seen.length % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
      if (seen.length === total) break
    }
    expect(seen).toEqual(Array.from({ length: total }, (_, n) => BigInt(n)))
  })
})

describe('the node', () => {
  it('says clearly what it does not serve', async () => {
    await expect(open.client.listProjections()).rejects.toMatchObject({
      message: expect.stringContaining('Annals does not serve projections') as string,
    })
  })

  it('is found by discovery', async () => {
    const client = EventStoreDBClient.connectionString(
      `esdb+discover://127.0.0.1:${String(open.endpoint.port)}?tls=false`,
    )
    await expect(client.appendToStream('found', [event(1)], { expectedRevision: NO_STREAM })).resolves.toMatchObject({
      success: true,
    })
    await client.dispose()
  })

  it('tells followers that it closes', async () => {
    const other = await openEndpoint()
    const subscription = other.client.subscribeToAll()
    const followed = (async () => {
      for await (const _ of subscription) continue
    })()
    subscription.once('confirmation', () => void other.endpoint.close())
    await expect(followed).rejects.toMatchObject({ type: 'unavailable' })
    await other.close()
  })
})
