import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { checkFolder } from '../../src/main/check-folder.js'
import { newEvent, right as stored } from '../support/event-log-fixtures.js'
import { left, openStore, right } from '../support/open-store.js'
import type { Store } from '../support/open-store.js'

const tenant = 'default'
const subject = { type: 'post', id: '42' }
const stream = 'post-default:42'
const actor = { type: 'user', id: 'u-7' }

const stores = new Set<Store>()
const opened = (store: Store): Store => {
  stores.add(store)
  return store
}
afterEach(async () => {
  for (const store of stores) await store.remove()
  stores.clear()
})

const record = ({ annals }: Store, n: number) =>
  right(annals.operations.recordState(tenant, subject, { state: { n }, actor }))
const state = ({ annals }: Store, version?: number) =>
  annals.operations.stateAt(tenant, subject, version === undefined ? { _tag: 'Now' } : { _tag: 'Version', version })

/** Events that are not Annals', put into the subject's stream while the store is closed. */
const putForeign = async (store: Store, count: number): Promise<Store> => {
  await store.annals.close()
  const log = await openEmbeddedLog({ dataDir: store.dataDir, thread: 'in-thread' })
  const events = Array.from({ length: count }, (_, n) => newEvent({ n }, { metadata: Buffer.from('{"app":"other"}') }))
  await stored(log.append([{ stream, expected: 'any', events }]))
  await log.close()
  stores.delete(store)
  return opened(await store.reopen())
}

const breachesOf = async ({ dataDir, annals }: Store): Promise<readonly unknown[]> => {
  await annals.close()
  const breaches: unknown[] = []
  await checkFolder({ dataDir, onBreach: (breach) => breaches.push(breach), onProgress: () => undefined })
  return breaches
}

describe('foreign events among the changes of a subject', () => {
  test('take a version each and change nothing, wherever they are', async () => {
    const runs = fc.array(
      fc.record({ changes: fc.integer({ min: 1, max: 40 }), foreign: fc.integer({ min: 1, max: 35 }) }),
      { minLength: 1, maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(runs, async (given) => {
        let store = opened(await openStore())
        const expected: number[] = []
        let n = 0
        for (const { changes, foreign } of given) {
          for (let change = 0; change < changes; change += 1) {
            n += 1
            expect(await record(store, n)).toMatchObject({ version: expected.length })
            expected.push(n)
          }
          store = await putForeign(store, foreign)
          expected.push(...Array.from({ length: foreign }, () => n))
          expect(await right(state(store))).toMatchObject({ version: expected.length - 1, state: { n } })
        }
        const found = []
        for (const version of expected.keys()) found.push((await right(state(store, version))).state)
        expect(found).toEqual(expected.map((value) => ({ n: value })))
        expect(await breachesOf(store)).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  test('are no part of its history, and do not stand in the way of a comparison or a restore', async () => {
    let store = opened(await openStore())
    await record(store, 1)
    store = await putForeign(store, 2)
    await record(store, 2)
    const { operations } = store.annals
    const { items } = await right(operations.history(tenant, subject, { order: 'asc', limit: 10, include: 'changes' }))
    expect(items.map(({ version }) => version)).toEqual([0, 3])
    expect(await right(operations.diff(tenant, subject, { from: 2, to: 3 }))).toMatchObject({ delta: { n: [1, 2] } })
    expect(await right(operations.restore(tenant, subject, { version: 1, actor }))).toMatchObject({ version: 4 })
    expect(await right(state(store))).toMatchObject({ version: 4, state: { n: 1 } })
  })
})

describe('a stream with the name of a subject that begins with foreign events', () => {
  test('is of no subject, and takes no changes: whose it is may cut it off', async () => {
    const store = await putForeign(opened(await openStore()), 2)
    expect(await left(state(store))).toMatchObject({ _tag: 'SubjectNotFound' })
    expect(await left(state(store, 0))).toMatchObject({ _tag: 'VersionNotFound' })
    const refused = await left(store.annals.operations.recordState(tenant, subject, { state: { n: 1 }, actor }))
    expect(refused).toMatchObject({ _tag: 'Corrupt', stream, revision: 1 })
    expect(await breachesOf(store)).toEqual([])
  })
})
