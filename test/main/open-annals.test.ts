import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAnnals } from '../../src/main/open-annals.js'
import { openStore } from '../support/open-store.js'
import type { Store } from '../support/open-store.js'

const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7' }

describe.each(['in-thread', 'worker'] as const)('openAnnals, %s', (threads) => {
  let store: Store
  beforeEach(async () => {
    store = await openStore({ threads })
  })
  afterEach(async () => {
    await store.remove()
  })

  test('records, reads back, projects and travels in time', async () => {
    const { annals } = store
    await annals.recordState(subject, { state: { title: 'a' }, actor, channel: 'web' })
    const receipt = await annals.recordState(subject, { state: { title: 'b' }, actor, channel: 'web' })
    if (!('position' in receipt)) throw new Error('nothing was stored')
    await annals.waitFor(receipt.position)
    expect((await annals.activity()).items.map(({ verb }) => verb)).toEqual(['post.updated', 'post.created'])
    expect(await annals.stats({ groupBy: ['channel'] })).toEqual({ items: [{ channel: 'web', count: 2 }], total: 2 })
    expect((await annals.stateAt(subject, { version: 0 })).state).toEqual({ title: 'a' })
    expect((await annals.diff(subject, 0, 1)).changes).toEqual([{ path: '/title', op: 'replace', old: 'a', new: 'b' }])
    await annals.restore(subject, { version: 0, actor })
    expect((await annals.stateAt(subject)).state).toEqual({ title: 'a' })
  })

  test('keeps everything over a restart', async () => {
    const receipt = await store.annals.emit({ subject, actor, verb: 'post.viewed' })
    store = await store.reopen()
    expect(await store.annals.event(receipt.id)).toMatchObject({ verb: 'post.viewed' })
  })

  test('takes a copy: what the caller changes later changes nothing', async () => {
    const state = { tags: ['a'] }
    const recorded = store.annals.recordState(subject, { state, actor })
    state.tags.push('b')
    await recorded
    state.tags.push('c')
    expect((await store.annals.stateAt(subject)).state).toEqual({ tags: ['a'] })
  })

  test('answers copies: what the caller does to them changes nothing', async () => {
    await store.annals.recordState(subject, { state: { title: 'a', tags: [] }, actor })
    const spoil = ({ state }: { readonly state: unknown }): void => {
      Object.assign(state as object, { title: 'spoilt' })
    }
    spoil(await store.annals.stateAt(subject))
    await store.annals.recordState(subject, { state: { title: 'b', tags: [] }, actor })
    const restored = await store.annals.restore(subject, { version: 0, actor })
    if ('changes' in restored) for (const change of restored.changes) Object.assign(change, { new: 'spoilt' })
    spoil(await store.annals.stateAt(subject))
    store = await store.reopen()
    expect((await store.annals.stateAt(subject)).state).toEqual({ title: 'a', tags: [] })
  })

  test('closes once, whoever asks for it', async () => {
    const recorded = store.annals.recordState(subject, { state: 1, actor })
    await Promise.all([store.annals.close(), store.annals.close()])
    await Promise.allSettled([recorded])
    store = await store.reopen()
    expect((await store.annals.activity()).items.length).toBeLessThanOrEqual(1)
  })

  test('separates tenants', async () => {
    await store.annals.inTenant('acme').recordState(subject, { state: 1, actor })
    await expect(store.annals.stateAt(subject)).rejects.toMatchObject({ error: { _tag: 'SubjectNotFound' } })
    expect((await store.annals.inTenant('acme').stateAt(subject)).state).toBe(1)
    expect(() => store.annals.inTenant('x:y')).toThrow(/tenant/)
  })

  test('rejects bad input, naming every field', async () => {
    await expect(store.annals.emit({ subject, actor: { type: 'user', id: '' }, verb: 'a b' })).rejects.toMatchObject({
      name: 'AnnalsFailure',
      error: { _tag: 'InvalidInput', issues: [{ field: '/actor/id' }, { field: '/verb' }] },
    })
  })

  test('does not wait for a position that is none', async () => {
    for (const position of ['', 'abc', '-1', '1.5'])
      await expect(store.annals.waitFor(position)).rejects.toMatchObject({
        error: { _tag: 'InvalidInput', issues: [{ field: 'position' }] },
      })
  })

  test('has one owner: a second is told who it is, and may come when the first has gone', async () => {
    await expect(openAnnals({ dataDir: store.dataDir, threads })).rejects.toMatchObject({
      error: { _tag: 'DataFolderInUse', owner: expect.stringContaining(String(process.pid)) as string },
    })
    store = await store.reopen()
    expect((await store.annals.activity()).items).toEqual([])
  })

  test('answers what it has taken before it closes', async () => {
    const receipts = Array.from({ length: 200 }, (_, n) =>
      store.annals.recordState({ type: 'post', id: String(n) }, { state: n, actor }),
    )
    await new Promise((resolve) => setImmediate(resolve))
    const reopening = store.reopen()
    const settled = await Promise.allSettled(receipts)
    store = await reopening
    for (const [n, outcome] of settled.entries()) {
      if (outcome.status === 'fulfilled') {
        expect((await store.annals.stateAt({ type: 'post', id: String(n) })).state).toBe(n)
      }
    }
    expect(settled.some(({ status }) => status === 'fulfilled')).toBe(true)
  })
})

test('options that make no sense are refused by name', async () => {
  await expect(openStore({ redactionKey: 'short' })).rejects.toMatchObject({
    error: { issues: [{ field: 'redactionKey' }] },
  })
  await expect(openStore({ subjects: { post: { redact: ['secret'] } } })).rejects.toMatchObject({
    error: { _tag: 'InvalidInput', issues: [{ field: expect.stringContaining('/subjects/post/redact') as string }] },
  })
})
