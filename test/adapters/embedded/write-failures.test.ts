import { copyFileSync, existsSync, rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { backupLog } from '../../../src/adapters/embedded/backup.js'
import { dataFiles } from '../../../src/adapters/embedded/data-folder.js'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { openLogCore } from '../../../src/adapters/embedded/log-core.js'
import { packRequests, unpackRequests } from '../../../src/adapters/embedded/write-request.js'
import type { NewEvent } from '../../../src/ports/event-log.js'
import type { CommitSample } from '../../../src/ports/metrics.js'
import { builtSupport } from '../../support/built-program.js'
import { freshFolder, withLog } from '../../support/embedded.js'
import { left, newEvent, newEvents, readBehind, readForwards, right } from '../../support/event-log-fixtures.js'

const to = (stream: string, events: readonly NewEvent[]) => [{ stream, expected: 'any' as const, events }]
const removeLog = (dataDir: string): string => {
  const { log: file } = dataFiles(dataDir)
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  return file
}
const big = (): NewEvent => newEvent({}, { data: Buffer.alloc(200_000, 1), isJson: false })

describe('a write that fails', () => {
  test('a full disk: nothing of the batch is acknowledged or stored, and appends work again once there is room', async () => {
    let handles = 0
    const onOpen = (db: Database.Database): void => {
      handles += 1
      // The first handle may not grow the file beyond what it is now.
      if (handles === 1) db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 30}`)
    }
    const commits: CommitSample[] = []
    const metrics = { committed: (commit: CommitSample) => void commits.push(commit) }
    await withLog({ thread: 'in-thread', onOpen, metrics }, async (log, dataDir) => {
      const kept = await right(log.append(to('a', newEvents(2))))
      const results = await Promise.all([
        log.append(to('a', newEvents(1)))(),
        log.append(to('b', [big()]))(),
        log.append(to('a', newEvents(1)))(),
      ])
      for (const result of results) expect(result).toMatchObject(E.left({ _tag: 'LogUnavailable' }))
      expect(commits).toMatchObject([
        { appends: 1, events: 2, failed: false },
        { appends: 0, events: 0, failed: true },
      ])
      expect(log.status()).toMatchObject({ state: 'unavailable', position: kept.position, queuedEvents: 0 })
      expect(log.status().reason).toMatch(/full/)
      expect(await readForwards(log, 'a')).toHaveLength(2)
      expect(await readForwards(log, 'b')).toEqual([])
      expect(log.appendTrouble()).toMatch(/full/)
      expect(log.appendTrouble()).toBeUndefined()

      const again = await right(log.append(to('a', newEvents(1))))
      expect(again).toEqual({
        streams: [{ stream: 'a', firstRevision: 2, lastRevision: 2 }],
        position: kept.position + 1,
      })
      expect(handles).toBe(2)
      expect(log.status()).toMatchObject({ state: 'ready', position: again.position })
      await right(log.append(to('b', [big()])))
      expect(dataFiles(dataDir).log).toBeTruthy()
    })
  })

  test('a handle that is gone: the next append reopens the log', async () => {
    const handles: Database.Database[] = []
    await withLog({ thread: 'in-thread', onOpen: (db) => handles.push(db) }, async (log) => {
      await right(log.append(to('a', newEvents(1))))
      handles[0]?.close()
      expect(await left(log.append(to('a', newEvents(1))))).toMatchObject({ _tag: 'LogUnavailable' })
      expect((await right(log.append(to('a', newEvents(1))))).streams[0]?.firstRevision).toBe(1)
      expect(handles).toHaveLength(2)
    })
  })

  test('a log that goes on failing is not tried with every append, and is not acknowledged from', async () => {
    let handles = 0
    const onOpen = (db: Database.Database): void => {
      handles += 1
      if (handles > 1) db.close()
    }
    const { dataDir, remove } = await freshFolder()
    await withLog({ thread: 'in-thread' }, () => Promise.resolve())
    const core = openLogCore({ file: `${dataDir}.db`, now: Date.now, onOpen })
    const batch = (): ReturnType<typeof core.commit> =>
      core.commit([...unpackRequests(packRequests([{ kind: 'append', appends: to('a', newEvents(1)) }]))])
    expect(batch()).toMatchObject([{ _tag: 'Stored' }])
    core.close()
    for (let attempt = 0; attempt < 100; attempt += 1) expect(batch()).toMatchObject([{ _tag: 'LogUnavailable' }])
    expect(handles).toBeLessThan(10)
    await remove()
  })

  test('a damaged last row keeps the log from being written again after a failure', async () => {
    const handles: Database.Database[] = []
    await withLog({ thread: 'in-thread', onOpen: (db) => handles.push(db) }, async (log) => {
      await right(log.append(to('a', newEvents(3))))
      handles[0]?.exec(`UPDATE events SET data = x'00' WHERE position = 1`)
      handles[0]?.close()
      await left(log.append(to('a', newEvents(1))))
      expect(await left(log.append(to('a', newEvents(1))))).toMatchObject({
        reason: expect.stringMatching(/position 1 is damaged/) as string,
      })
    })
  })
})

describe('a log that is not what it was when it comes to be reopened', () => {
  test('taken away: no new one is made in its place', async () => {
    const handles: Database.Database[] = []
    await withLog({ thread: 'in-thread', onOpen: (db) => handles.push(db) }, async (log, dataDir) => {
      await right(log.append(to('a', newEvents(2))))
      handles[0]?.close()
      await left(log.append(to('a', newEvents(1))))
      const file = removeLog(dataDir)
      expect(await left(log.append(to('a', newEvents(1))))).toMatchObject({
        _tag: 'LogUnavailable',
        reason: expect.stringContaining('is gone') as string,
      })
      expect(existsSync(file)).toBe(false)
    })
  })

  test.each(['an older copy', 'another log'])('%s: nothing is written to it', async (what) => {
    const handles: Database.Database[] = []
    await withLog({ thread: 'in-thread', onOpen: (db) => handles.push(db) }, async (log, dataDir) => {
      const [copy, other] = [`${dataDir}.copy.db`, `${dataDir}.other`]
      await right(log.append(to('a', newEvents(2))))
      await right(backupLog({ dataDir, file: copy }))
      await right(log.append(to('a', newEvents(1))))
      const another = await openEmbeddedLog({ dataDir: other, thread: 'in-thread' })
      await right(another.append(to('a', newEvents(3))))
      await another.close()
      handles[0]?.close()
      await left(log.append(to('a', newEvents(1))))
      copyFileSync(what === 'an older copy' ? copy : dataFiles(other).log, removeLog(dataDir))
      expect(await left(log.append(to('a', newEvents(1))))).toMatchObject({
        _tag: 'LogUnavailable',
        reason: expect.stringMatching(
          what === 'an older copy' ? /lost events that were acknowledged, up to position 2/ : /is another log now/,
        ) as string,
      })
    })
  })

  test('nor does a writer thread that takes the place of a dead one', async () => {
    await withLog({ thread: 'worker', writerModule: builtSupport('dying-writer') }, async (log, dataDir) => {
      await right(log.append(to('a', newEvents(2))))
      await left(log.append(to('a', [newEvent({}, { type: 'die.now' })])))
      const file = removeLog(dataDir)
      expect(await left(log.append(to('a', newEvents(1))))).toMatchObject({
        _tag: 'LogUnavailable',
        reason: expect.stringContaining('is gone') as string,
      })
      expect(existsSync(file)).toBe(false)
    })
  })
})

test('a log whose reading half cannot be opened leaves no writer behind', async () => {
  const handles: Database.Database[] = []
  const { dataDir, remove } = await freshFolder()
  const onOpen = (db: Database.Database): void => {
    handles.push(db)
    db.exec('DROP TABLE unchanged_ids')
  }
  await expect(openEmbeddedLog({ dataDir, thread: 'in-thread', onOpen })).rejects.toThrow('unchanged_ids')
  expect(handles.map(({ open }) => open)).toEqual([false])
  await remove()
})

describe('a writer thread that dies', () => {
  test('fails what it had been given, and a new one takes what comes after', async () => {
    await withLog({ thread: 'worker', writerModule: builtSupport('dying-writer') }, async (log) => {
      const { position } = await right(log.append(to('a', newEvents(2))))
      const results = await Promise.all([
        log.append(to('a', newEvents(1)))(),
        log.append(to('a', [newEvent({}, { type: 'die.now' })]))(),
        log.append(to('b', newEvents(1)))(),
      ])
      for (const result of results) expect(result).toMatchObject(E.left({ _tag: 'LogUnavailable' }))
      expect(log.status()).toMatchObject({ state: 'unavailable', queuedEvents: 0, queuedBytes: 0 })
      expect((await right(log.append(to('a', newEvents(1))))).position).toBe(position + 1)
      expect(log.status().state).toBe('ready')
      expect(await readBehind(log, -1)).toHaveLength(3)
    })
  })

  test('again and again: appends are refused for a while rather than threads started without end', async () => {
    await withLog({ thread: 'worker', writerModule: builtSupport('dying-writer') }, async (log) => {
      const die = () => log.append(to('a', [newEvent({}, { type: 'die.now' })]))
      // On a busy machine a restart can be over before the next append is there: then that is the next death.
      await expect
        .poll(async () => JSON.stringify(await left(die())), { timeout: 60_000, interval: 1 })
        .toMatch(/being restarted/)
    })
  })
})

describe('the queue', () => {
  test('is bounded in events and in bytes; what is refused is not taken, and there is room again afterwards', async () => {
    await withLog({ thread: 'worker', maxQueuedEvents: 10, maxQueuedBytes: 500_000 }, async (log) => {
      const six = [log.append(to('a', newEvents(6)))(), log.append(to('a', newEvents(4)))()]
      expect(await left(log.append(to('a', newEvents(1))))).toEqual({ _tag: 'QueueFull', limit: 10 })
      expect((await Promise.all(six)).every(E.isRight)).toBe(true)
      const two = [log.append(to('b', [big()]))(), log.append(to('b', [big()]))()]
      expect(await left(log.append(to('b', [big()])))).toEqual({ _tag: 'QueueFull', limit: 500_000 })
      expect((await Promise.all(two)).every(E.isRight)).toBe(true)
      expect(await readForwards(log, 'a')).toHaveLength(10)
      expect(await readForwards(log, 'b')).toHaveLength(2)
      expect(log.status()).toMatchObject({ queuedEvents: 0, queuedBytes: 0 })
    })
  })

  test('an append of 8 MiB goes through and one byte more does not', async () => {
    await withLog({ thread: 'worker' }, async (log) => {
      const event = newEvent({}, { data: Buffer.alloc(8 * 1024 * 1024), metadata: Buffer.alloc(0), isJson: false })
      await right(log.append(to('a', [event])))
      const over = newEvent({}, { data: event.data, metadata: Buffer.alloc(1), isJson: false })
      expect(await left(log.append(to('a', [over])))).toEqual({
        _tag: 'TooLarge',
        what: 'bytes',
        limit: 8 * 1024 * 1024,
      })
    })
  })

  test.each(['in-thread', 'worker'] as const)(
    'closing (%s) stores all that was taken and takes nothing more',
    async (thread) => {
      const { dataDir, remove } = await freshFolder()
      const log = await openEmbeddedLog({ dataDir, thread })
      const taken = Array.from({ length: 50 }, (_, n) => log.append(to(`s-${n}`, newEvents(1)))())
      const closing = log.close()
      expect(await left(log.append(to('late', newEvents(1))))).toMatchObject({ _tag: 'LogUnavailable' })
      expect((await Promise.all(taken)).every(E.isRight)).toBe(true)
      await closing
      expect(log.status().state).toBe('closed')
      expect(await left(log.head())).toMatchObject({ _tag: 'LogUnavailable' })
      const again = await openEmbeddedLog({ dataDir, thread })
      expect(await readBehind(again, -1)).toHaveLength(50)
      await again.close()
      await remove()
    },
  )
})
