import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkFolder } from '../../src/main/check-folder.js'
import type { Breach, CheckReport } from '../../src/main/check-folder.js'
import { byVerbModule } from '../support/by-verb-module.js'
import { openStore, right } from '../support/open-store.js'
import type { Store } from '../support/open-store.js'

const actor = { type: 'user', id: 'u-7' }
const versions = 70

let store: Store
beforeEach(async () => {
  store = await openStore()
  for (let n = 0; n < versions; n += 1) {
    await right(store.annals.operations.recordState('default', { type: 'post', id: '42' }, { state: { n }, actor }))
  }
  await right(store.annals.operations.waitFor(versions - 1))
  await store.annals.close()
})
afterEach(async () => {
  await store.remove()
})

const check = async (
  projections: readonly string[] = [],
): Promise<{ readonly breaches: readonly Breach[]; readonly report: CheckReport }> => {
  const breaches: Breach[] = []
  const report = await checkFolder({
    dataDir: store.dataDir,
    projections,
    onBreach: (breach) => breaches.push(breach),
    onProgress: () => undefined,
  })
  return { breaches, report }
}

const alter = (file: string, sql: string): void => {
  const db = new Database(join(store.dataDir, file))
  const { changes } = db.prepare(sql).run()
  db.close()
  expect(changes).toBeGreaterThan(0)
}

const readModels = (): string =>
  (JSON.parse(readFileSync(join(store.dataDir, 'read-models.json'), 'utf8')) as { readonly file: string }).file

test('a sound folder has no breach', async () => {
  expect(await check()).toEqual({ breaches: [], report: { events: versions, streams: 1, breaches: 0 } })
})

test('an altered event is named', async () => {
  alter('log.db', `UPDATE events SET data = CAST(replace(CAST(data AS TEXT), 'u-7', 'u-8') AS BLOB) WHERE position = 5`)
  const { breaches } = await check()
  expect(breaches).toContainEqual(
    expect.objectContaining({ kind: 'digest', stream: 'post-default:42', revision: 5, position: 5 }),
  )
})

test('a missing event is named', async () => {
  alter('log.db', `DELETE FROM events WHERE position = 5`)
  const { breaches } = await check()
  expect(breaches).toContainEqual(expect.objectContaining({ kind: 'revision', stream: 'post-default:42' }))
})

test('an altered snapshot is named', async () => {
  alter('snapshots.db', `UPDATE snapshots SET state = '{"n":-1}' WHERE version = 32`)
  const { breaches } = await check()
  expect(breaches).toEqual([expect.objectContaining({ kind: 'snapshot', stream: 'post-default:42', revision: 32 })])
})

test('a snapshot file that cannot be read is named, and the rest is checked all the same', async () => {
  writeFileSync(join(store.dataDir, 'snapshots.db'), 'no database'.repeat(1_000))
  alter(readModels(), `UPDATE "subjects.subjects" SET version = 7`)
  const { breaches, report } = await check()
  expect(breaches.map(({ kind }) => kind)).toEqual(['snapshot', 'projection'])
  expect(report.events).toBe(versions)
})

test('a log with a page that is lost is told of as far as it can be read', async () => {
  const file = join(store.dataDir, 'log.db')
  const db = new Database(file, { readonly: true })
  const page = db
    .prepare<[], number>(
      `SELECT pageno FROM dbstat WHERE name = 'events' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET 1`,
    )
    .pluck()
    .get()
  const pageBytes = Number(db.pragma('page_size', { simple: true }))
  db.close()
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(pageBytes, 255), 0, pageBytes, ((page ?? 0) - 1) * pageBytes)
  closeSync(descriptor)
  const { breaches, report } = await check()
  expect(breaches.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['file', 'projection']))
  expect(breaches.at(-2)?.detail).toContain('up to here only')
  expect(report.breaches).toBe(breaches.length)
})

test('an altered row of a projection is named', async () => {
  alter(readModels(), `UPDATE "subjects.subjects" SET version = 7`)
  const { breaches } = await check()
  expect(breaches).toEqual([
    expect.objectContaining({ kind: 'projection', detail: expect.stringContaining('subjects') as string }),
  ])
})

test('an altered row of a projection of one’s own is named, where its module is given', async () => {
  const module = join(store.dataDir, 'by-verb.mjs')
  writeFileSync(module, byVerbModule)
  store = await store.reopen({ projections: [module] })
  await right(store.annals.operations.waitFor(versions - 1))
  await vi.waitFor(() =>
    expect(store.annals.projections().find(({ name }) => name === 'by_verb')).toMatchObject({ state: 'live', lag: 0 }),
  )
  await store.annals.close()
  expect(await check([module])).toMatchObject({ breaches: [] })
  alter(readModels(), `UPDATE "by_verb.counts" SET count = count + 1 WHERE verb = 'post.updated'`)
  expect((await check([module])).breaches).toEqual([
    expect.objectContaining({ kind: 'projection', detail: expect.stringContaining('by_verb.counts') as string }),
  ])
  await expect(check([join(store.dataDir, 'none.mjs')])).rejects.toThrow(/none\.mjs cannot be loaded/)
})
