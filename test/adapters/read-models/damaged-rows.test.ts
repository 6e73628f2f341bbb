import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { left, right } from '../../support/event-log-fixtures.js'
import { change, currentFile, feedLength, sketches } from '../../support/read-model-files.js'
import { statusOf, withReadModels } from '../../support/read-models.js'

describe('live rows that are damaged', () => {
  /** Makes the root page of a table unreadable. */
  const damage = (path: string, table: string): void => {
    change(path, (db) => {
      const root = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number
      const pageSize = db.pragma('page_size', { simple: true }) as number
      const bytes = readFileSync(path)
      bytes.fill(0xff, (root - 1) * pageSize, root * pageSize)
      writeFileSync(path, bytes)
    })
  }

  test.each(['all', 'subjects'])('a rebuild of %s takes their place without comparing them', async (name) => {
    await withReadModels(async ({ open, emit, dataDir }) => {
      const first = await open()
      await first.waitFor(await emit(sketches(9)), 10_000)
      await first.close()
      damage(join(dataDir, currentFile(dataDir)), 'subjects.subjects')
      const models = await open()
      expect(await left(models.subjects({ tenant: 'default', limit: 9 }))).toMatchObject({
        _tag: 'ReadModelUnavailable',
      })
      await right(models.rebuild(name))
      await vi.waitUntil(() => statusOf(models, 'subjects').lastRebuild !== undefined, { timeout: 10_000 })
      expect((await right(models.subjects({ tenant: 'default', limit: 9 }))).items).toHaveLength(5)
      expect(models.status().every(({ state, error }) => state === 'live' && error === undefined)).toBe(true)
    })
  })

  test('are built anew once, in place of a rebuild that was under way', async () => {
    await withReadModels(async ({ open, emit, dataDir, log, warnings }) => {
      const first = await open()
      await first.waitFor(await emit(sketches(9)), 10_000)
      await first.close()
      damage(join(dataDir, currentFile(dataDir)), 'subjects.subjects')
      let opened = 0
      const models = await open({
        openLogReader: () => {
          const reader = openEmbeddedReader({ dataDir, wake: (listener) => log.onAppended(listener) })
          opened++
          if (opened === 1) return reader
          return {
            ...reader,
            // The one under way gets nowhere; what takes its place is not ready before a second one would have begun.
            async *follow(options) {
              if (opened === 2) await new Promise((resolve) => options.signal.addEventListener('abort', resolve))
              else await sleep(500)
              yield* reader.follow(options)
            },
          }
        },
      })
      await right(models.rebuild('all'))
      const last = await emit([{ change: { kind: 'state', state: 1 } }])
      await vi.waitUntil(() => warnings.join().includes('are built anew'), { timeout: 10_000 })
      expect(await models.waitFor(last, 10_000)).toBe(true)
      expect(opened).toBe(3)
      expect(await feedLength(models)).toBe(10)
      await models.close()
      expect(readdirSync(dataDir).filter((name) => /^read-models.*db$/.test(name))).toEqual([currentFile(dataDir)])
    })
  })
})

describe('a file that cannot be gone on with', () => {
  test('is made again where it was deleted', async () => {
    await withReadModels(async ({ open, emit, dataDir }) => {
      const first = await open()
      const position = await emit(sketches(5))
      await first.waitFor(position, 10_000)
      await first.close()
      rmSync(join(dataDir, currentFile(dataDir)))
      const models = await open()
      expect(await models.waitFor(position, 10_000)).toBe(true)
      expect(await feedLength(models)).toBe(5)
    })
  })

  const damages: readonly (readonly [string, (path: string) => void])[] = [
    ['is no database', (path) => writeFileSync(path, 'x'.repeat(8_192))],
    ['is newer', (path) => change(path, (db) => db.pragma('user_version = 99'))],
    ['was made of another log', (path) => change(path, (db) => db.exec("UPDATE file SET logId = 'other'"))],
    [
      'has seen events that the log does not have',
      (path) => change(path, (db) => db.exec('UPDATE file SET anchorPosition = 999')),
    ],
  ]
  test.each(damages)('is kept aside where it %s, and made again', async (_, damage) => {
    await withReadModels(async ({ open, emit, dataDir, warnings }) => {
      const first = await open()
      const position = await emit(sketches(5))
      await first.waitFor(position, 10_000)
      await first.close()
      damage(join(dataDir, currentFile(dataDir)))
      const models = await open()
      expect(await models.waitFor(position, 10_000)).toBe(true)
      expect(await feedLength(models)).toBe(5)
      expect(warnings).toHaveLength(1)
      expect(readdirSync(dataDir)).toContain('read-models.unusable')
    })
  })

  test('is removed where a rebuild left it behind', async () => {
    await withReadModels(async ({ open, emit, dataDir }) => {
      const first = await open()
      await first.waitFor(await emit(sketches(5)), 10_000)
      await first.close()
      writeFileSync(join(dataDir, 'read-models-77.db'), 'half a file')
      writeFileSync(join(dataDir, 'read-models-77.db-wal'), 'half a file')
      const models = await open()
      expect(await feedLength(models)).toBe(5)
      expect(readdirSync(dataDir).filter((name) => name.includes('77'))).toEqual([])
    })
  })
})
