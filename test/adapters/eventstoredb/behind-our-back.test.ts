import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { readServerFolderStatus } from '../../../src/adapters/eventstoredb/folder-status.js'
import type { RecordedEvent } from '../../../src/ports/event-log.js'
import type { OwnedLog } from '../../../src/ports/owned-log.js'
import { long, one, underFaults } from '../../support/adapter-under-faults.js'
import { left, newEvent, newEvents, readBehind, readForwards, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()

const append = (stream: string, count = 1) =>
  right(scene().server.log.append([{ stream, expected: 'any', events: newEvents(count) }]))

/** Follows from a position until the end, batch by batch. */
const followed = async (log: OwnedLog, after: number, maxBatchEvents: number, batches = Infinity) => {
  const controller = new AbortController()
  const events: RecordedEvent[] = []
  let position = after
  for await (const batch of log.follow({ after, maxBatchEvents, signal: controller.signal })) {
    events.push(...batch.events)
    position = batch.position
    // Handled slowly enough for more to come in meanwhile.
    if (batches < Infinity) for (let n = 0; n < 3; n += 1) await right(log.head())
    batches -= 1
    if (batch.caughtUp || batches === 0) controller.abort()
  }
  return { events, position }
}

describe('a stream that somebody else has deleted', () => {
  it('softly shows nothing, keeps its revision, and goes on behind it', async () => {
    const { server, open } = scene()
    const log = await open()
    for (let n = 0; n < 5; n += 1) await right(log.append(one('a')))
    await server.client.deleteStream('a')
    await vi.waitFor(
      async () => expect(await right(log.streamMetadata('a'))).toMatchObject({ tombstoned: false, revision: 0 }),
      long,
    )
    expect(await right(log.readStream('a', { direction: 'forwards', limit: 10 }))).toMatchObject({
      events: [],
      lastRevision: 4,
    })
    expect(await right(log.append(one('a')))).toMatchObject({ streams: [{ firstRevision: 5 }] })
    expect((await readForwards(log, 'a')).map(({ revision }) => revision)).toEqual([5])
  })

  it('for ever is refused by name, its end is in the log, and its ids are still known; nothing else suffers', async () => {
    const { server, open } = scene()
    const log = await open()
    const id = randomUUID()
    await right(log.append(one('a', id)))
    await server.client.tombstoneStream('a')
    const tombstoned = { _tag: 'StreamTombstoned', stream: 'a' }
    expect(await left(log.append(one('a')))).toEqual(tombstoned)
    expect(await left(log.readStream('a', { direction: 'forwards', limit: 1 }))).toEqual(tombstoned)
    const [end] = (await readBehind(log, -1)).slice(-1)
    expect(end).toMatchObject({ stream: 'a', type: '$streamDeleted', revision: Number.MAX_SAFE_INTEGER })
    expect((await followed(log, -1, 100)).events.at(-1)).toMatchObject({ type: '$streamDeleted' })
    expect((await right(log.findById(id))).map(({ stream }) => stream)).toEqual(['a'])
    await right(log.append(one('b')))
    expect(log.status().state).toBe('ready')
  })
})

describe('what is in the log beside our streams', () => {
  it("is left out where it is the server's own, and not followed where it is a link", async () => {
    const { server, open } = scene()
    await append('a')
    await append('$stats-127.0.0.1:2113')
    await append('$$$stats-127.0.0.1:2113')
    const link = newEvent({}, { type: '$>', data: Buffer.from('0@a'), isJson: false })
    await right(server.log.append([{ stream: '$ce-a', expected: 'any', events: [link] }]))
    const own = { ...link, id: randomUUID() }
    await right(server.log.append([{ stream: 'list', expected: 'any', events: [own] }]))
    await append('$stats-127.0.0.1:2113', 600)
    const log = await open()
    const expected = ['a', 'list', 'annals.log']
    const followedAll = await followed(log, -1, 100)
    expect(followedAll.events.map(({ stream }) => stream)).toEqual(expected)
    expect((await readBehind(log, -1)).map(({ stream }) => stream)).toEqual(expected)
    // A page may end behind what is not ours, but holds at least one.
    const [newest] = await right(log.readAll({ direction: 'backwards', limit: 3 }))
    const fromPosition = newest?.position ?? -1
    const backwards = await right(log.readAll({ direction: 'backwards', fromPosition, limit: 3 }))
    expect(backwards[0]).toEqual(newest)
    expect(expected.toReversed()).toEqual(expect.arrayContaining(backwards.map(({ stream }) => stream)))
    const linked = followedAll.events.find(({ stream }) => stream === 'list')
    expect(linked).toMatchObject({ id: own.id, type: '$>' })
    expect(Buffer.from(linked?.data ?? []).toString()).toBe('0@a')
    expect(await right(log.head())).toBe(followedAll.events.at(-1)?.position)
  })

  it('moves the checkpoint on, however long it is: nothing of it is looked at again', async () => {
    const { server, folder, open } = scene()
    const first = await open()
    await right(first.append(one('a')))
    const ours = await right(first.head())
    for (let n = 0; n < 3; n += 1) await append('$stats-127.0.0.1:2113', 2_000)
    const end = await right(server.log.head())
    // A window of the server's search may be missing.
    await vi.waitFor(() => expect(first.status().position).toBeGreaterThan(end - 600), long)
    expect(await right(first.head())).toBe(ours)
    await append('b')
    await vi.waitFor(async () => expect(first.status().position).toBe(await right(server.log.head())), long)
    await first.close()
    const address = { dataDir: join(folder, 'client'), connectionString: server.endpoint.connectionString }
    expect(await readServerFolderStatus(address)).toMatchObject({
      position: await right(server.log.head()),
      server: { lag: 0 },
    })
  }, 60_000)

  it('gives checkpoints that never run ahead of what was handed over', async () => {
    const { open } = scene()
    for (let n = 0; n < 10; n += 1) {
      await append('a', 20)
      await append('$stats-127.0.0.1:2113', 300)
    }
    const log = await open()
    const all = await readForwards(log, 'a')
    const seen: string[] = []
    // Begun anew after a batch or two, as after a crash, from where the last one ended.
    for (let position = -1; seen.length < all.length;) {
      const round = await followed(log, position, 7, 1 + (seen.length % 2))
      expect(round.position).toBeGreaterThan(position)
      position = round.position
      seen.push(...round.events.filter(({ stream }) => stream === 'a').map(({ id }) => id))
    }
    expect(seen).toEqual(all.map(({ id }) => id))
  }, 60_000)
})
