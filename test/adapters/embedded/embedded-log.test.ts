import { Buffer } from 'node:buffer'
import { createHash, randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { dataFiles } from '../../../src/adapters/embedded/data-folder.js'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { withLog } from '../../support/embedded.js'
import { newEvent, newEvents, readForwards, revisionsOf, right } from '../../support/event-log-fixtures.js'

const toA = (count: number) => [{ stream: 'a', expected: 'any' as const, events: newEvents(count) }]
const dayMs = 24 * 60 * 60 * 1_000

test('the digest of a row is SHA-256 over the documented bytes', async () => {
  await withLog({ thread: 'in-thread', now: () => 1_763_867_640_123 }, async (log, dataDir) => {
    const event = newEvent({ ž: 1 }, { type: 'post.ž', metadata: Buffer.from([0, 255]) })
    await right(log.append([{ stream: 'post-ž:1', expected: 'none', events: [newEvent(), event] }]))
    const number = (value: bigint): Buffer => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64BE(value)
      return bytes
    }
    const parts = [
      Buffer.from('post-ž:1'),
      Buffer.from(event.type),
      Buffer.from(event.data),
      Buffer.from(event.metadata),
    ]
    const lengths = parts.map((part) => number(BigInt(part.byteLength)).subarray(4))
    const id = Buffer.from(event.id.replaceAll('-', ''), 'hex')
    const bytes = Buffer.concat([
      Buffer.from([1, 1]),
      number(1n),
      number(1n),
      number(1_763_867_640_123n),
      id,
      ...lengths,
      ...parts,
    ])
    const db = new Database(dataFiles(dataDir).log, { readonly: true })
    expect(db.prepare('SELECT digest FROM events WHERE position = 1').pluck().get()).toEqual(
      createHash('sha256').update(bytes).digest(),
    )
    db.close()
  })
})

test('a clock that is set back does not take created back with it, also not over a restart', async () => {
  let now = 5_000
  await withLog({ thread: 'in-thread', now: () => now }, async (log, dataDir) => {
    await right(log.append(toA(1)))
    now = 1_000
    await right(log.append(toA(1)))
    await log.close()
    const again = await openEmbeddedLog({ dataDir, thread: 'in-thread', now: () => now })
    await right(again.append(toA(1)))
    now = 6_000
    await right(again.append(toA(1)))
    expect((await readForwards(again, 'a')).map(({ created }) => created)).toEqual([5_000, 5_000, 5_000, 6_000])
    await again.close()
  })
})

test('maxAge counts in seconds from when an event was stored', async () => {
  let now = 0
  await withLog({ thread: 'in-thread', now: () => now }, async (log) => {
    for (now of [1_000, 2_000, 2_000, 3_000]) await right(log.append(toA(1)))
    await right(log.setStreamMetadata('a', 'none', { $maxAge: 10, $maxCount: 3 }))
    const shown: (readonly number[])[] = []
    for (now of [11_000, 12_000, 12_001, 13_000, 13_001]) shown.push(revisionsOf(await readForwards(log, 'a')))
    expect(shown).toEqual([[1, 2, 3], [1, 2, 3], [3], [3], []])
  })
})

test('listeners hear of each commit once it is durable, with the position of its last event', async () => {
  await withLog({ thread: 'worker' }, async (log) => {
    const heard: number[] = []
    const end = log.onAppended((position) => heard.push(position))
    const { position } = await right(log.append(toA(3)))
    expect(heard).toEqual([position])
    end()
    await right(log.append(toA(1)))
    expect(heard).toEqual([position])
  })
})

test('appends made at the same time share commits, and each commit is bounded', async () => {
  await withLog({ thread: 'worker' }, async (log) => {
    const heard: number[] = [-1]
    log.onAppended((position) => heard.push(position))
    await Promise.all(Array.from({ length: 2_000 }, () => right(log.append(toA(1)))))
    expect(heard.at(-1)).toBe(1_999)
    expect(heard.length).toBeLessThan(100)
    for (const [index, position] of heard.slice(1).entries())
      expect(position - (heard[index] ?? 0)).toBeLessThanOrEqual(512)
  })
})

describe.each(['in-thread', 'worker'] as const)('the ids of requests that changed nothing (%s)', (thread) => {
  const entry = (given: { readonly tenant?: string; readonly digest?: string } = {}, rememberedAt = Date.now()) => ({
    tenant: 'acme',
    id: randomUUID(),
    digest: 'ab'.repeat(32),
    version: 7,
    rememberedAt,
    ...given,
  })

  test('are remembered within their tenant, also after a restart; the first answer stays', async () => {
    await withLog({ thread }, async (log, dataDir) => {
      const known = entry()
      await right(log.unchangedMemory.remember(known))
      await right(log.unchangedMemory.remember({ ...known, digest: 'cd'.repeat(32), version: 8 }))
      expect(await right(log.unchangedMemory.find('acme', known.id))).toEqual(known)
      expect(await right(log.unchangedMemory.find('other', known.id))).toBeUndefined()
      expect(await right(log.unchangedMemory.find('acme', randomUUID()))).toBeUndefined()
      expect(await right(log.head())).toBe(-1)
      await log.close()
      const again = await openEmbeddedLog({ dataDir, thread })
      expect(await right(again.unchangedMemory.find('acme', known.id))).toEqual(known)
      await again.close()
    })
  })

  test('are forgotten after 24 hours, and the file with them', async () => {
    const now = Date.now()
    await withLog({ thread, now: () => now }, async (log, dataDir) => {
      const [old, recent] = [entry({}, now - dayMs - 60_000), entry({}, now - dayMs + 60_000)]
      for (const each of [old, recent]) await right(log.unchangedMemory.remember(each))
      expect(await right(log.unchangedMemory.find('acme', old.id))).toBeUndefined()
      expect(await right(log.unchangedMemory.find('acme', recent.id))).toEqual(recent)
      const db = new Database(dataFiles(dataDir).log, { readonly: true })
      expect(db.prepare('SELECT count(*) FROM unchanged_ids').pluck().get()).toBe(1)
      db.close()
    })
  })
})
