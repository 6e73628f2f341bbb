import { closeSync, openSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { dataFiles } from '../../../src/adapters/embedded/data-folder.js'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { startBuilt } from '../../support/built-program.js'
import { freshFolder, withLog } from '../../support/embedded.js'
import { left, newEvents, positionsOf, readBehind, readForwards, right } from '../../support/event-log-fixtures.js'

const toA = (count: number) => [{ stream: 'a', expected: 'any' as const, events: newEvents(count) }]

describe('a reader of its own', () => {
  test('sees what the owner appends, as soon as it is acknowledged', async () => {
    await withLog({ thread: 'worker' }, async (log, dataDir) => {
      await right(log.append(toA(1)))
      const reader = openEmbeddedReader({ dataDir })
      expect(reader.logId).toBe(log.logId)
      for (let n = 2; n < 20; n += 1) {
        await right(log.append(toA(1)))
        expect(await readForwards(reader, 'a')).toHaveLength(n)
      }
      reader.close()
      expect(await left(reader.head())).toMatchObject({ _tag: 'LogUnavailable' })
    })
  })

  test('works without an owner, and the owner after it', async () => {
    const { dataDir, remove } = await freshFolder()
    const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
    await right(log.append(toA(3)))
    await log.close()
    const reader = openEmbeddedReader({ dataDir })
    expect(await readForwards(reader, 'a')).toHaveLength(3)
    const again = await openEmbeddedLog({ dataDir, thread: 'worker' })
    await right(again.append(toA(1)))
    expect(await readForwards(reader, 'a')).toHaveLength(4)
    await again.close()
    expect(await readForwards(reader, 'a')).toHaveLength(4)
    reader.close()
    await remove()
  })

  test('works beside an owner in another process, and when that has been killed', async () => {
    const { dataDir, remove } = await freshFolder()
    const owner = startBuilt('append-until-killed', [dataDir, '4'])
    await owner.written(20)
    const reader = openEmbeddedReader({ dataDir })
    const before = await right(reader.head())
    // A line for each event acknowledged, and its output may be far behind what the reader sees.
    await owner.written(before + 2)
    expect(await right(reader.head())).toBeGreaterThan(before)
    await owner.kill()
    const fresh = openEmbeddedReader({ dataDir })
    expect(positionsOf(await readBehind(fresh, -1))).toEqual(positionsOf(await readBehind(reader, -1)))
    fresh.close()
    reader.close()
    await remove()
  })

  test.each(['polling', 'wake'] as const)('follows what the owner appends (told by %s)', async (by) => {
    await withLog({ thread: 'worker' }, async (log, dataDir) => {
      await right(log.append(toA(2)))
      const reader = openEmbeddedReader({
        dataDir,
        ...(by === 'polling' ? { pollMs: 5 } : { pollMs: 60_000, wake: (listener) => log.onAppended(listener) }),
      })
      const ending = new AbortController()
      const seen: number[] = []
      for await (const { events, caughtUp } of reader.follow({ after: 0, maxBatchEvents: 2, signal: ending.signal })) {
        seen.push(...positionsOf(events))
        if (seen.length >= 7) ending.abort()
        else if (caughtUp) void log.append(toA(3))()
      }
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7])
      reader.close()
    })
  })

  test('closing it ends what follows it with an error that says so', async () => {
    await withLog({ thread: 'in-thread' }, async (log, dataDir) => {
      await right(log.append(toA(1)))
      const reader = openEmbeddedReader({ dataDir })
      const follow = async (): Promise<void> => {
        const { signal } = new AbortController()
        for await (const { caughtUp } of reader.follow({ after: -1, maxBatchEvents: 10, signal }))
          if (caughtUp)
            setImmediate(() => {
              reader.close()
            })
      }
      await expect(follow()).rejects.toMatchObject({ cause: { _tag: 'LogUnavailable' } })
    })
  })

  test('a file that is damaged under it ends what follows it with an error, though a timer notices it first', async () => {
    await withLog({ thread: 'in-thread' }, async (log, dataDir) => {
      await right(log.append(toA(1)))
      const file = dataFiles(dataDir).log
      const other = new Database(file)
      other.pragma('wal_checkpoint(TRUNCATE)')
      // Closed last: that drops the locks which this process has on the file.
      const descriptor = openSync(file, 'r+')
      const reader = openEmbeddedReader({ dataDir, pollMs: 5 })
      const follow = async (): Promise<void> => {
        const { signal } = new AbortController()
        for await (const { caughtUp } of reader.follow({ after: -1, maxBatchEvents: 10, signal })) {
          if (!caughtUp) continue
          other.exec(`BEGIN IMMEDIATE; INSERT INTO meta VALUES ('some', 'news')`)
          writeSync(descriptor, 'no database any more')
          other.exec('COMMIT')
        }
      }
      await expect(follow()).rejects.toMatchObject({ cause: { _tag: 'LogUnavailable' } })
      reader.close()
      other.close()
      await log.close()
      closeSync(descriptor)
    })
  })

  test('limits out of their range are a mistake of the caller', async () => {
    await withLog({ thread: 'in-thread' }, (log) => {
      for (const limit of [0, -1, 1.5, 4_097])
        expect(() => log.readAll({ direction: 'forwards', limit })).toThrow(RangeError)
      expect(() => log.readPositions(Array.from({ length: 1_001 }, () => 0))).toThrow(RangeError)
      return Promise.resolve()
    })
  })
})

describe('a row that was changed', () => {
  const damages = {
    data: `UPDATE events SET data = CAST(replace(data, 'n', 'm') AS BLOB) WHERE position = 1`,
    'one byte of the metadata': `UPDATE events SET metadata = x'7b' WHERE position = 1`,
    type: `UPDATE events SET type = 'thing.happenee' WHERE position = 1`,
    id: `UPDATE events SET id = zeroblob(16) WHERE position = 1`,
    created: 'UPDATE events SET created = created + 1 WHERE position = 1',
    isJson: 'UPDATE events SET is_json = 0 WHERE position = 1',
    digest: `UPDATE events SET digest = x'00' WHERE position = 1`,
    'the stream it is in': `INSERT INTO streams VALUES (9, 'b', 0, 0, NULL, NULL); UPDATE events SET stream_id = 9 WHERE position = 1`,
  }

  test.each(Object.entries(damages))('%s: every read that meets it says so', async (what, sql) => {
    await withLog({ thread: 'in-thread' }, async (log, dataDir) => {
      await right(log.append(toA(3)))
      const [, second] = await readForwards(log, 'a')
      const db = new Database(dataFiles(dataDir).log)
      db.exec(sql)
      db.close()
      const corrupt = { _tag: 'CorruptRow', revision: 1, position: 1 }
      expect(await left(log.readAll({ direction: 'forwards', limit: 10 }))).toMatchObject(corrupt)
      expect(await left(log.readPositions([0, 1]))).toMatchObject(corrupt)
      const stream = what === 'the stream it is in' ? 'b' : 'a'
      expect(await left(log.readStream(stream, { direction: 'backwards', limit: 10 }))).toMatchObject(corrupt)
      if (what !== 'id') expect(await left(log.findById(second?.id ?? ''))).toMatchObject(corrupt)
      expect(await right(log.readPositions([0, 2]))).toHaveLength(2)
      const follow = log.follow({ after: -1, maxBatchEvents: 10, signal: new AbortController().signal })
      await expect(follow[Symbol.asyncIterator]().next()).rejects.toMatchObject({ cause: corrupt })
    })
  })
})
