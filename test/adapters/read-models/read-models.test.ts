import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { openReadModelsReader } from '../../../src/adapters/read-models/open-read-models-reader.js'
import type { ReadModels } from '../../../src/ports/read-models.js'
import { left, right } from '../../support/event-log-fixtures.js'
import { change, currentFile, feedLength, sketches } from '../../support/read-model-files.js'
import { allBuilt, statusOf, withReadModels } from '../../support/read-models.js'

const rowsOf = (models: ReadModels, projection: string) =>
  right(models.rows({ tenant: 'default', projection, where: {}, limit: 1_000 }))

/** The module of a projection that counts verbs. `version` and what `apply` does can be said. */
const writeProjection = (dataDir: string, name: string, given: { version?: number; apply?: string } = {}): string => {
  const file = join(dataDir, `${name}-${given.version ?? 1}-${Math.random()}.mjs`)
  const apply =
    given.apply ?? "(event) => [{ op: 'upsert', table: 'verbs', key: { verb: event.verb }, add: { count: 1 } }]"
  writeFileSync(
    file,
    `export default { name: '${name}', version: ${given.version ?? 1},
      tables: { verbs: { columns: { verb: 'text', count: 'integer' }, key: ['verb'] } }, apply: ${apply} }`,
  )
  return pathToFileURL(file).href
}

describe.each(['in-thread', 'worker'] as const)('read models kept up %s', (thread) => {
  test('follow the log, and go on where they were after a restart', async () => {
    await withReadModels(async ({ open, emit, breaches }) => {
      const models = await open({ thread })
      const position = await emit(sketches(40))
      expect(await models.waitFor(position, 10_000)).toBe(true)
      expect(await feedLength(models)).toBe(40)
      await models.close()
      const later = await emit(sketches(3))
      const again = await open({ thread })
      expect(await again.waitFor(later, 10_000)).toBe(true)
      expect(await feedLength(again)).toBe(43)
      expect(again.status().every(({ state, lag }) => state === 'live' && lag === 0)).toBe(true)
      expect(await breaches()).toEqual([])
    })
  })

  test('a rebuild finds the same rows and takes their place, while reads and writes go on', async () => {
    await withReadModels(async ({ open, emit, dataDir, breaches }) => {
      const models = await open({ thread })
      await models.waitFor(await emit(sketches(300)), 10_000)
      for (const [name, count] of [
        ['activity', 301],
        ['all', 302],
      ] as const) {
        const before = currentFile(dataDir)
        await right(models.rebuild(name))
        expect(await left(models.rebuild('subjects'))).toMatchObject({ _tag: 'RebuildRunning' })
        const during = await emit(sketches(1))
        await vi.waitUntil(
          async () => {
            expect(await feedLength(models)).toBeGreaterThanOrEqual(count - 1)
            return models.status().every(({ state }) => state === 'live')
          },
          { timeout: 25_000, interval: 5 },
        )
        expect(await models.waitFor(during, 10_000)).toBe(true)
        expect(await feedLength(models)).toBe(count)
        expect(currentFile(dataDir)).not.toBe(before)
        expect(existsSync(join(dataDir, before))).toBe(false)
        expect(statusOf(models, 'activity').lastRebuild).toMatchObject({ differences: 0 })
        expect(statusOf(models, 'activity').lastRebuild?.rows).toBeGreaterThan(600)
      }
      const after = await emit(sketches(1))
      expect(await models.waitFor(after, 10_000)).toBe(true)
      expect(await breaches()).toEqual([])
    })
  })

  test("a module's projection is built beside the others, and anew when its version changes", async () => {
    await withReadModels(async ({ open, emit, dataDir }) => {
      const first = await open({ thread })
      await first.waitFor(await emit(sketches(12)), 10_000)
      await first.close()
      const models = await open({ thread, userProjections: [writeProjection(dataDir, 'verbs')] })
      expect(await feedLength(models)).toBe(12)
      await allBuilt(models)
      const counts = async (of: ReadModels) => (await rowsOf(of, 'verbs')).items.map(({ verb, count }) => [verb, count])
      const once = [
        ['post.updated', 6],
        ['post.verb1', 2],
        ['post.verb3', 2],
        ['post.verb5', 2],
      ]
      expect(await counts(models)).toEqual(once)
      await models.close()
      const twice = writeProjection(dataDir, 'verbs', {
        version: 2,
        apply: "(event) => [{ op: 'upsert', table: 'verbs', key: { verb: event.verb }, add: { count: 2 } }]",
      })
      const changed = await open({ thread, userProjections: [twice] })
      await allBuilt(changed)
      expect(await counts(changed)).toEqual(once.map(([verb, count]) => [verb, 2 * Number(count)]))
      expect(statusOf(changed, 'verbs')).toMatchObject({ version: 2, state: 'live', lag: 0 })
    })
  })

  test('a projection that fails stops with its error; the others go on, and a mended one is built anew', async () => {
    await withReadModels(async ({ open, emit, dataDir, warnings }) => {
      const failing = writeProjection(dataDir, 'verbs', {
        apply: "(event) => { if (event.verb === 'odd') throw new Error('no odd verbs'); return [] }",
      })
      const models = await open({ thread, userProjections: [failing] })
      await models.waitFor(await emit(sketches(4)), 10_000)
      const odd = await emit([{ verb: 'odd' }])
      expect(await models.waitFor(await emit(sketches(4)), 10_000)).toBe(true)
      expect(await feedLength(models)).toBe(9)
      expect(statusOf(models, 'verbs')).toMatchObject({
        state: 'failed',
        position: String(odd - 1),
        error: `at position ${odd}: no odd verbs`,
      })
      expect(warnings.join()).toContain('no odd verbs')
      await models.close()
      const mended = await open({ thread, userProjections: [writeProjection(dataDir, 'verbs')] })
      await allBuilt(mended)
      expect(statusOf(mended, 'verbs')).toMatchObject({ state: 'live', lag: 0 })
      expect((await rowsOf(mended, 'verbs')).items).toHaveLength(4)
    })
  })

  test('all are built anew beside the old rows where all have another version', async () => {
    await withReadModels(async ({ open, emit, dataDir, warnings }) => {
      const first = await open({ thread })
      await first.waitFor(await emit(sketches(40)), 10_000)
      await first.close()
      change(join(dataDir, currentFile(dataDir)), (db) => db.exec('UPDATE projections SET version = 99'))
      const models = await open({ thread })
      await allBuilt(models)
      expect(await feedLength(models)).toBe(40)
      expect(warnings).toEqual([])
    })
  })
})

describe('a rebuild that comes to nothing', () => {
  test('leaves the live rows as they are where it cannot be switched in', async () => {
    await withReadModels(async ({ open, emit, dataDir, warnings }) => {
      const models = await open()
      await models.waitFor(await emit(sketches(5)), 10_000)
      const before = currentFile(dataDir)
      mkdirSync(join(dataDir, 'read-models.json.new'))
      await right(models.rebuild('all'))
      await vi.waitUntil(() => warnings.join().includes('could not be switched in'), { timeout: 10_000 })
      expect(await models.waitFor(await emit(sketches(1)), 10_000)).toBe(true)
      expect(await feedLength(models)).toBe(6)
      await models.close()
      rmdirSync(join(dataDir, 'read-models.json.new'))
      expect(currentFile(dataDir)).toBe(before)
      expect(readdirSync(dataDir).filter((name) => /^read-models.*db$/.test(name))).toEqual([before])
    })
  })

  test('says why rows are missing, and leaves its error with rows that are not', async () => {
    await withReadModels(async ({ open, emit, dataDir }) => {
      const first = await open()
      await first.waitFor(await emit(sketches(2)), 10_000)
      await first.close()
      const failing = writeProjection(dataDir, 'verbs', { apply: "() => { throw new Error('cannot') }" })
      const models = await open({ userProjections: [failing] })
      await allBuilt(models)
      expect(await left(models.rows({ tenant: 'default', projection: 'verbs', where: {}, limit: 1 }))).toEqual({
        _tag: 'ReadModelUnavailable',
        reason: expect.stringMatching(/^the rows of verbs could not be built: at position \d+: cannot$/) as string,
      })
    })
    await withReadModels(async ({ open, emit, dataDir, log }) => {
      let opened = 0
      const models = await open({
        openLogReader: () => {
          const reader = openEmbeddedReader({ dataDir, wake: (listener) => log.onAppended(listener) })
          opened++
          return opened === 1 ? reader : { ...reader, follow: failing(new Error('no room')) }
        },
      })
      await models.waitFor(await emit(sketches(2)), 10_000)
      await right(models.rebuild('subjects'))
      await allBuilt(models)
      expect(statusOf(models, 'subjects')).toMatchObject({ state: 'live', error: 'no room' })
    })
  })

  const failing = (error: Error) => (): never => {
    throw error
  }

  test('waits for the log only until it can be read again, also where the projector was started again', async () => {
    await withReadModels(async ({ open, emit, dataDir, log, warnings }) => {
      const errors = [
        new Error('the log is away', { cause: { _tag: 'LogUnavailable', reason: 'away' } }),
        new Error('and so is the projector'),
      ]
      const models = await open({
        openLogReader: () => {
          const reader = openEmbeddedReader({ dataDir, wake: (listener) => log.onAppended(listener) })
          return {
            ...reader,
            follow: (options) => {
              const error = errors.shift()
              if (error !== undefined) throw error
              return reader.follow(options)
            },
          }
        },
      })
      expect(await models.waitFor(await emit(sketches(2)), 10_000)).toBe(true)
      expect(warnings).toEqual([
        'The projections wait: the log is away',
        'The projector has ended and is started again: and so is the projector',
      ])
      expect(statusOf(models, 'activity')).not.toHaveProperty('error')
    })
  })
})

describe('beside', () => {
  test('a reader sees what the owner has made, and follows it through a rebuild', async () => {
    await withReadModels(async ({ open, emit, dataDir }) => {
      const reader = openReadModelsReader({ dataDir, indexMaxBytes: 1_000_000 })
      expect(await left(reader.subjects({ tenant: 'default', limit: 1 }))).toMatchObject({
        _tag: 'ReadModelUnavailable',
      })
      const models = await open()
      const position = await emit(sketches(9))
      expect(await reader.waitFor(position, 10_000)).toBe(true)
      expect(await feedLength(reader)).toBe(9)
      await right(models.rebuild('all'))
      await allBuilt(models)
      await models.close()
      expect(await feedLength(reader)).toBe(9)
      expect(reader.status().map(({ state }) => state)).toEqual(Array(5).fill('live'))
      expect(await left(reader.rebuild('all'))).toMatchObject({ _tag: 'ReadModelUnavailable' })
      await reader.close()
    })
  })

  test('a comparison names every row that a rebuild would make otherwise', async () => {
    await withReadModels(async ({ open, emit, dataDir, breaches }) => {
      const models = await open()
      await models.waitFor(await emit(sketches(6)), 10_000)
      await models.close()
      const db = new Database(join(dataDir, currentFile(dataDir)))
      db.exec(`UPDATE "subjects.subjects" SET version = 7 WHERE subjectId = '2';
        DELETE FROM "activity.events" WHERE position = 3;
        UPDATE feed_tail SET subjectId = '9' WHERE position = 4;
        DELETE FROM feed_tail WHERE position = 5;
        INSERT INTO "transactions.transactions" (tenant, transactionId) VALUES ('default', 'zz')`)
      db.close()
      expect(await breaches()).toEqual([
        { projection: 'activity', table: 'events', key: '["default",3]', detail: 'is missing from the live rows' },
        { projection: 'activity', table: 'index', key: '4', detail: 'has other values in the live index' },
        { projection: 'activity', table: 'index', key: '5', detail: 'is missing from the live index' },
        {
          projection: 'subjects',
          table: 'subjects',
          key: '["default","post","2"]',
          detail: "column version differs from the rebuilt row's",
        },
        {
          projection: 'transactions',
          table: 'transactions',
          key: '["default","zz"]',
          detail: 'is in the live rows only',
        },
      ])
    })
  })
})

describe('what is asked of them', () => {
  test('an unknown projection, one without a module, and anything once they are closed', async () => {
    await withReadModels(async ({ open }) => {
      const models = await open()
      const unknown = { _tag: 'UnknownProjection', projection: 'nobody' }
      expect(await left(models.rebuild('nobody'))).toEqual(unknown)
      const [started, besides] = [models.rebuild('all')(), left(models.rebuild('nobody'))]
      expect(await started).toMatchObject({ _tag: 'Right' })
      expect(await besides).toEqual(unknown)
      expect(await models.waitFor(1_000, 1)).toBe(false)
      await models.close()
      expect(await left(models.subjects({ tenant: 'default', limit: 1 }))).toMatchObject({
        _tag: 'ReadModelUnavailable',
      })
      expect(await left(models.rebuild('activity'))).toMatchObject({ _tag: 'ReadModelUnavailable' })
      await expect(open({ userProjections: ['file:///nowhere.mjs'] })).rejects.toThrow('cannot be loaded')
    })
  })

  test("one tenant's rows are not another's", async () => {
    await withReadModels(async ({ open, emit }) => {
      const models = await open()
      await models.waitFor(await emit([{ tenant: 'north' }, { tenant: 'south' }, { tenant: 'south' }]), 10_000)
      const counts = async (tenant: string) =>
        (await right(models.rows({ tenant, projection: 'activity', where: {}, limit: 9 }))).items.length
      expect(await counts('north')).toBe(1)
      expect(await counts('south')).toBe(2)
      expect(await counts('default')).toBe(0)
    })
  })
})
