import { closeSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eachSnapshot } from '../../../src/adapters/embedded/check-snapshots.js'
import { dataFiles, makeDataFolder } from '../../../src/adapters/embedded/data-folder.js'
import { openSnapshotStore } from '../../../src/adapters/embedded/snapshot-store.js'
import type { OpenSnapshotStore } from '../../../src/adapters/embedded/snapshot-store.js'
import type { Snapshot } from '../../../src/ports/snapshot-store.js'
import { freshFolder } from '../../support/embedded.js'
import { right } from '../../support/event-log-fixtures.js'

let dataDir = ''
let remove = (): Promise<void> => Promise.resolve()
beforeEach(async () => {
  ;({ dataDir, remove } = await freshFolder())
})
afterEach(() => remove())

const open = (thread: 'worker' | 'in-thread' = 'in-thread', logId = 'log-1') =>
  openSnapshotStore({ dataDir, logId, thread })
const snapshot = (version: number, state = `{"v":${version}}`, stream = 'post-default:42'): Snapshot => ({
  stream,
  version,
  state,
  effectiveAt: 1_700_000_000_000 + version,
  occurredAt: -5,
  recordedAt: 1_700_000_000_001,
})
const nearest = (store: OpenSnapshotStore, version: number, stream = 'post-default:42') =>
  right(store.nearest(stream, version))

describe.each(['in-thread', 'worker'] as const)('snapshots (%s)', (thread) => {
  test('the nearest at or below a version, of that stream, also after a restart', async () => {
    const store = open(thread)
    expect(await nearest(store, 100)).toBeUndefined()
    for (const version of [0, 50, 100]) store.save(snapshot(version))
    store.save(snapshot(70, 'null', 'post-default:43'))
    await store.settled()
    const see = async (from: OpenSnapshotStore): Promise<void> => {
      expect(await nearest(from, 49)).toEqual(snapshot(0))
      expect(await nearest(from, 99)).toEqual(snapshot(50))
      expect(await nearest(from, Number.MAX_SAFE_INTEGER)).toEqual(snapshot(100))
      expect(await nearest(from, 1_000, 'post-default:43')).toEqual(snapshot(70, 'null', 'post-default:43'))
    }
    await see(store)
    await store.close()
    const again = open(thread)
    await see(again)
    await again.close()
  })

  test('closing writes all that was taken; too much at once is dropped, not waited for', async () => {
    const store = open(thread)
    const large = 'x'.repeat(1024 * 1024)
    for (let version = 0; version < 40; version += 1) store.save(snapshot(version, JSON.stringify(large)))
    await store.close()
    const kept = [...eachSnapshot({ dataDir })]
    expect(kept.length).toBeGreaterThanOrEqual(15)
    expect(kept.every(({ intact }) => intact)).toBe(true)
    if (thread === 'worker') expect(kept.length).toBeLessThan(40)
  })
})

describe('snapshots that cannot be trusted', () => {
  const save = async (...versions: readonly number[]): Promise<void> => {
    const store = open()
    for (const version of versions) store.save(snapshot(version))
    await store.close()
  }
  const file = (): string => dataFiles(dataDir).snapshots

  test('a row that was changed is passed over for an older one, and named by the check', async () => {
    await save(1, 2, 3)
    const db = new Database(file())
    db.exec(`UPDATE snapshots SET state = '{"v":7}' WHERE version > 1`)
    db.close()
    const store = open()
    expect(await nearest(store, 3)).toEqual(snapshot(1))
    await store.close()
    expect([...eachSnapshot({ dataDir })].map((row) => [row.snapshot.version, row.intact])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ])
  })

  test('those of another log are thrown away', async () => {
    await save(1)
    const store = open('in-thread', 'log-2')
    expect(await nearest(store, 9)).toBeUndefined()
    await store.close()
  })

  test.each([
    ['is not a database', () => writeFileSync(file(), 'x'.repeat(10_000))],
    [
      'is of a newer layout',
      () => {
        const db = new Database(file())
        db.pragma('user_version = 99')
        db.close()
      },
    ],
  ])('a file that %s is made anew', async (_, damage) => {
    await save(1)
    damage()
    const store = open()
    expect(await nearest(store, 9)).toBeUndefined()
    store.save(snapshot(2))
    expect(await nearest(store, 9)).toEqual(snapshot(2))
    await store.close()
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  test('a file that turns out to be damaged while it is used is made anew, and fails nobody', async () => {
    await save(...Array.from({ length: 2_000 }, (_, version) => version))
    const pages = statSync(file()).size / 4_096
    const descriptor = openSync(file(), 'r+')
    for (let page = 3; page < pages; page += 1) writeSync(descriptor, Buffer.alloc(4_096, 0xff), 0, 4_096, page * 4_096)
    closeSync(descriptor)
    const store = open()
    expect(await nearest(store, 1_500)).toBeUndefined()
    await expect
      .poll(async () => {
        store.save(snapshot(5))
        return nearest(store, 9)
      })
      .toEqual(snapshot(5))
    await store.close()
  })

  test('no file: the check has nothing to walk', () => {
    makeDataFolder(dataDir)
    expect([...eachSnapshot({ dataDir })]).toEqual([])
  })
})
