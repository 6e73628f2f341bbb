import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { left, openStore, right } from '../support/open-store.js'
import type { Store } from '../support/open-store.js'

const tenant = 'default'
const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7' }
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`

let now = Date.parse('2026-02-01T00:00:00Z')
let store: Store
beforeEach(async () => {
  now = Date.parse('2026-02-01T00:00:00Z')
  store = await openStore({ clock: { now: () => (now += 1000) } })
})
afterEach(async () => {
  await store.remove()
})

const record = (state: unknown, more: object = {}) =>
  right(store.annals.operations.recordState(tenant, subject, { state, actor, ...more }))
const at = async (time: string, by: 'occurred' | 'recorded' = 'occurred') =>
  right(store.annals.operations.stateAt(tenant, subject, { _tag: 'At', at: Date.parse(time), by }))
const atVersion = (version: number) =>
  right(store.annals.operations.stateAt(tenant, subject, { _tag: 'Version', version }))
const restore = (input: object) => right(store.annals.operations.restore(tenant, subject, { actor, ...input }))

describe('the state at a time', () => {
  test('is the last version in effect; a late event does not turn the past upside down', async () => {
    await record({ n: 0 }, { occurredAt: day(1) })
    await record({ n: 1 }, { occurredAt: day(10) })
    await record({ n: 2 }, { occurredAt: day(5) })
    await record({ n: 3 }, { occurredAt: day(20) })
    expect((await at(day(1))).version).toBe(0)
    expect((await at(day(7))).version).toBe(0)
    expect((await at(day(10))).version).toBe(2)
    expect((await at(day(19))).state).toEqual({ n: 2 })
    expect((await at(day(31))).version).toBe(3)
    expect(
      await left(
        store.annals.operations.stateAt(tenant, subject, { _tag: 'At', at: Date.parse(day(1)) - 1, by: 'occurred' }),
      ),
    ).toMatchObject({
      _tag: 'NoVersionAt',
    })
  })

  test('as it was recorded goes by the time of recording', async () => {
    await record({ n: 0 }, { occurredAt: day(1) })
    const between = new Date(now + 1).toISOString()
    await record({ n: 1 }, { occurredAt: day(2) })
    expect((await at(between, 'recorded')).version).toBe(0)
    expect((await at(between)).version).toBe(1)
  })
})

describe('a long stream', () => {
  test('reads every version and time alike, with and without snapshots', async () => {
    const count = 150
    for (let n = 0; n < count; n += 1) {
      await record({ n, list: [n, n + 1] }, { occurredAt: new Date(Date.parse(day(1)) + n * 60_000).toISOString() })
    }
    const check = async (): Promise<void> => {
      for (let n = 0; n < count; n += 7) {
        expect((await atVersion(n)).state).toEqual({ n, list: [n, n + 1] })
        expect((await at(new Date(Date.parse(day(1)) + n * 60_000 + 59_999).toISOString())).version).toBe(n)
      }
    }
    await check()
    store = await store.reopen()
    await check()
  })
})

describe('restore', () => {
  beforeEach(async () => {
    await record({ title: 'a', tags: ['x'] })
    await record({ title: 'b', tags: ['x', 'y'] })
    await record(null)
  })

  test('brings a deleted record back, says where from, and what changed', async () => {
    const restored = await restore({ version: 1, reason: 'by mistake' })
    expect(restored).toMatchObject({ version: 3, duplicate: false, restoredFrom: { version: 1 }, skippedPaths: [] })
    const state = await right(store.annals.operations.stateAt(tenant, subject, { _tag: 'Now' }))
    expect(state).toMatchObject({ state: { title: 'b', tags: ['x', 'y'] }, deleted: false })
  })

  test('to a deleted version deletes; to what is there already appends nothing', async () => {
    await restore({ version: 0 })
    expect(await restore({ version: 2 })).toMatchObject({ version: 4 })
    expect((await right(store.annals.operations.stateAt(tenant, subject, { _tag: 'Now' }))).deleted).toBe(true)
    expect(await restore({ version: 2 })).toEqual({ changed: false, version: 4 })
  })

  test('previews exactly what it will change, and appends nothing', async () => {
    await restore({ version: 0 })
    const preview = await restore({ version: 1, dryRun: true })
    expect(preview).toMatchObject({ dryRun: true, version: 3 })
    const done = await restore({ version: 1 })
    expect('changes' in preview && 'changes' in done && done.changes).toEqual('changes' in preview && preview.changes)
    expect(done).toMatchObject({ version: 4 })
  })

  test('with an id is done once, and its retry gets the whole first answer', async () => {
    const input = { version: 0, id: '00000000-0000-4000-8000-000000000001' }
    const first = await restore(input)
    await record({ title: 'later' })
    expect(await restore(input)).toEqual({ ...first, duplicate: true })
  })

  test('fails when somebody was faster', async () => {
    expect(
      await left(store.annals.operations.restore(tenant, subject, { actor, version: 0, expectedVersion: 1 })),
    ).toMatchObject({
      _tag: 'VersionConflict',
      expected: 1,
      actual: 2,
    })
    expect(await left(store.annals.operations.restore(tenant, subject, { actor, version: 9 }))).toMatchObject({
      _tag: 'VersionNotFound',
    })
    expect(await left(store.annals.operations.restore(tenant, subject, { actor }))).toMatchObject({
      _tag: 'InvalidInput',
    })
  })

  test('leaves redacted values alone and names them', async () => {
    await store.remove()
    store = await openStore({ subjects: { post: { redact: ['/secret'] } } })
    await record({ title: 'a', secret: 'one' })
    await record({ title: 'b', secret: 'two' })
    const restored = await restore({ version: 0 })
    expect(restored).toMatchObject({ version: 2, skippedPaths: ['/secret'] })
    const [before, after] = [await atVersion(1), await atVersion(2)]
    expect(after.state).toEqual({ title: 'a', secret: (before.state as { secret: unknown }).secret })
  })
})

test('the difference of two versions goes both ways', async () => {
  await record({ title: 'a', items: [{ id: 1 }, { id: 2 }] })
  await record({ title: 'b', items: [{ id: 2 }, { id: 1 }] })
  await record(null)
  const there = await right(store.annals.operations.diff(tenant, subject, { from: 0, to: 1 }))
  expect(there.changes).toContainEqual({ path: '/title', op: 'replace', old: 'a', new: 'b' })
  expect(there.changes.some(({ op }) => op === 'move')).toBe(true)
  const back = await right(store.annals.operations.diff(tenant, subject, { from: 1, to: 0 }))
  expect(back.changes).toContainEqual({ path: '/title', op: 'replace', old: 'b', new: 'a' })
  const gone = await right(store.annals.operations.diff(tenant, subject, { from: 1, to: 2 }))
  expect(gone).toMatchObject({ delta: null, changes: [{ path: '', op: 'remove' }] })
})

test('the history pages through changes and activities in the order of the log, in both orders', async () => {
  for (let n = 0; n < 5; n += 1) {
    await record({ n })
    await right(store.annals.operations.emit(tenant, { subject, actor, verb: `post.viewed.${n}` }))
    await right(store.annals.operations.emit(tenant, { subject, actor, verb: `post.shared.${n}` }))
  }
  for (const order of ['asc', 'desc'] as const) {
    for (const limit of [1, 2, 4, 50]) {
      const verbs: string[] = []
      let from: string | undefined
      do {
        const page = await right(
          store.annals.operations.history(tenant, subject, {
            include: 'all',
            order,
            limit,
            ...(from === undefined ? {} : { from }),
          }),
        )
        verbs.push(...page.items.map(({ verb }) => verb))
        from = page.next
      } while (from !== undefined)
      const expected = [0, 1, 2, 3, 4].flatMap((n) => [
        n === 0 ? 'post.created' : 'post.updated',
        `post.viewed.${n}`,
        `post.shared.${n}`,
      ])
      expect(verbs).toEqual(order === 'asc' ? expected : expected.reverse())
    }
  }
})

test('a history that is read while it grows misses nothing', async () => {
  const view = (n: number) => right(store.annals.operations.emit(tenant, { subject, actor, verb: `post.viewed.${n}` }))
  const page = (from?: string) =>
    right(
      store.annals.operations.history(tenant, subject, {
        include: 'all',
        order: 'asc',
        limit: 2,
        ...(from === undefined ? {} : { from }),
      }),
    )
  await record({ n: 0 })
  for (let n = 0; n < 3; n += 1) await view(n)
  const first = await page()
  await record({ n: 1 })
  const second = await page(first.next)
  const third = await page(second.next)
  expect([...first.items, ...second.items, ...third.items].map(({ verb }) => verb)).toEqual([
    'post.created',
    'post.viewed.0',
    'post.viewed.1',
    'post.viewed.2',
    'post.updated',
  ])
})

test('versions, times and pages that make no sense are refused by name', async () => {
  await record({ n: 0 })
  const at = (when: Parameters<typeof store.annals.operations.stateAt>[2]) =>
    left(store.annals.operations.stateAt(tenant, subject, when))
  for (const version of [-1, 1.5, Number.NaN]) {
    expect(await at({ _tag: 'Version', version })).toMatchObject({ issues: [{ field: 'version' }] })
  }
  expect(await at({ _tag: 'At', at: Number.NaN, by: 'occurred' })).toMatchObject({ issues: [{ field: 'at' }] })
  const difference = store.annals.operations.diff(tenant, subject, { from: -2, to: 0.5 })
  expect(await left(difference)).toMatchObject({ issues: [{ field: 'from' }, { field: 'to' }] })
  for (const limit of [0, 5_000]) {
    const history = store.annals.operations.history(tenant, subject, { include: 'all', order: 'asc', limit })
    expect(await left(history)).toMatchObject({ issues: [{ field: 'limit' }] })
  }
  const stranger = store.annals.operations.stateAt(tenant, { type: 'post-b:y', id: '1' }, { _tag: 'Now' })
  expect(await left(stranger)).toMatchObject({ issues: [{ field: '/subject/type' }] })
})
