import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Receipt } from '../../src/domain/event.js'
import { left, openStore, right } from '../support/open-store.js'
import type { Store } from '../support/open-store.js'

const tenant = 'default'
const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7', name: 'Ada' }
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(async () => {
  await store.remove()
})

const created = (state: unknown, more: object = {}): unknown => ({
  subject,
  actor,
  change: { kind: 'state', state },
  ...more,
})
const patched = (delta: unknown, more: object = {}): unknown => ({
  subject,
  actor,
  change: { kind: 'patch', delta },
  ...more,
})
const emit = (input: unknown): Promise<Receipt> =>
  right(store.annals.operations.emit(tenant, input)) as Promise<Receipt>
const stateNow = async (): Promise<unknown> =>
  (await right(store.annals.operations.stateAt(tenant, subject, { _tag: 'Now' }))).state

describe('a change', () => {
  test('gets versions from 0 and a receipt that says where it is', async () => {
    const first = await emit(created({ title: 'Old' }))
    const second = await emit(patched({ title: ['Old', 'New'] }))
    expect([first.version, second.version]).toEqual([0, 1])
    expect(second).toMatchObject({ stream: 'post-default:42', revision: 1, duplicate: false })
    expect(Number(second.position)).toBeGreaterThan(Number(first.position))
    expect(await stateNow()).toEqual({ title: 'New' })
  })

  test('whose old values are not the present ones is refused with the paths, and nothing is stored', async () => {
    await emit(created({ title: 'Old', tags: ['a'] }))
    const error = await left(store.annals.operations.emit(tenant, patched({ title: ['Other', 'New'] })))
    expect(error).toMatchObject({ _tag: 'DeltaMismatch', version: 0, paths: ['/title'] })
    expect(await stateNow()).toEqual({ title: 'Old', tags: ['a'] })
  })

  test('that does not apply is kept as an activity where the emitter wishes', async () => {
    await emit(created({ title: 'Old' }))
    const kept = await emit(patched({ title: ['Other', 'New'] }, { onMismatch: 'keep', id: id(1) }))
    expect(kept).toMatchObject({ version: null, stream: 'activity:post-default:42' })
    const event = await right(store.annals.operations.eventById(tenant, id(1)))
    expect(event).toMatchObject({
      applied: false,
      kind: 'activity',
      change: { kind: 'patch', delta: { title: ['Other', 'New'] } },
    })
    expect(await stateNow()).toEqual({ title: 'Old' })
  })

  test('for which there is no state is a conflict, and goes through with the state before', async () => {
    const delta = { title: ['Old', 'New'] }
    expect(await left(store.annals.operations.emit(tenant, patched(delta)))).toMatchObject({ _tag: 'NoStateToPatch' })
    const receipt = await emit(patched(delta, { before: { title: 'Old' } }))
    expect(receipt.version).toBe(1)
    const { items } = await right(
      store.annals.operations.history(tenant, subject, { include: 'changes', order: 'asc', limit: 10 }),
    )
    expect(items.map(({ verb }) => verb)).toEqual(['post.observed', 'post.updated'])
  })

  test('sees what pending ones will leave', async () => {
    const receipts = await Promise.all([
      emit(created({ n: 0 })),
      ...Array.from({ length: 50 }, (_, n) => emit(patched({ n: [n, n + 1] }))),
    ])
    expect(receipts.map(({ version }) => version)).toEqual(receipts.map((_, index) => index))
    expect(await stateNow()).toEqual({ n: 50 })
  })

  test('with an expected version fails when somebody was faster', async () => {
    await emit(created({ n: 0 }))
    const results = await Promise.all(
      [1, 2, 3].map((n) => store.annals.operations.emit(tenant, created({ n }, { expectedVersion: 0 }))()),
    )
    expect(results.map(({ _tag }) => _tag).sort()).toEqual(['Left', 'Left', 'Right'])
  })
})

describe('a state', () => {
  const record = (state: unknown, more: object = {}) =>
    right(store.annals.operations.recordState(tenant, subject, { state, actor, ...more }))

  test('is stored as the difference', async () => {
    await record({ title: 'Old', body: 'same' })
    await record({ title: 'New', body: 'same' }, { id: id(2) })
    const event = await right(store.annals.operations.eventById(tenant, id(2)))
    expect(event).toMatchObject({
      verb: 'post.updated',
      change: { kind: 'patch', delta: { title: ['Old', 'New'] } },
      changedPaths: ['/title'],
    })
  })

  test('that changes nothing stores nothing, and its id is remembered over a restart', async () => {
    await record({ title: 'Old' })
    expect(await record({ title: 'Old' }, { id: id(3) })).toEqual({ id: id(3), changed: false, version: 0 })
    await record({ title: 'New' })
    store = await store.reopen()
    expect(await record({ title: 'Old' }, { id: id(3) })).toEqual({ id: id(3), changed: false, version: 0 })
    expect(await stateNow()).toEqual({ title: 'New' })
  })

  test('of null deletes; a later one brings it back', async () => {
    await record({ title: 'Old' })
    await record(null)
    expect(await right(store.annals.operations.stateAt(tenant, subject, { _tag: 'Now' }))).toMatchObject({
      deleted: true,
      state: null,
      version: 1,
    })
    expect(await record(null)).toMatchObject({ changed: false, version: 1 })
    expect(await record({ title: 'Back' })).toMatchObject({ version: 2 })
    expect(await stateNow()).toEqual({ title: 'Back' })
  })

  test('fails as a precondition when If-Match names another version', async () => {
    await record({ n: 1 })
    const attempt = store.annals.operations.recordState(
      tenant,
      subject,
      { state: { n: 2 }, actor },
      { _tag: 'IfMatch', version: 3 },
    )
    expect(await left(attempt)).toMatchObject({ _tag: 'PreconditionFailed', actual: 0 })
    const create = store.annals.operations.recordState(
      tenant,
      subject,
      { state: { n: 2 }, actor },
      { _tag: 'IfNoneMatch' },
    )
    expect(await left(create)).toMatchObject({ _tag: 'PreconditionFailed' })
  })
})

describe('an id', () => {
  test('sent twice is stored once and answers the first receipt', async () => {
    const first = await emit(created({ n: 1 }, { id: id(4) }))
    expect(await emit(created({ n: 1 }, { id: id(4).toUpperCase() }))).toEqual({ ...first, duplicate: true })
    await emit(created({ n: 2 }))
    store = await store.reopen()
    expect(await emit(created({ n: 1 }, { id: id(4) }))).toEqual({ ...first, duplicate: true })
    expect(await stateNow()).toEqual({ n: 2 })
  })

  test('sent twenty times at once is stored once', async () => {
    const receipts = await Promise.all(Array.from({ length: 20 }, () => emit(created({ n: 1 }, { id: id(5) }))))
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    expect(new Set(receipts.map(({ position }) => position)).size).toBe(1)
  })

  test('sent with another content is a conflict', async () => {
    await emit(created({ n: 1 }, { id: id(6) }))
    expect(await left(store.annals.operations.emit(tenant, created({ n: 2 }, { id: id(6) })))).toEqual({
      _tag: 'IdConflict',
      id: id(6),
    })
  })

  test('belongs to its tenant', async () => {
    await emit(created({ n: 1 }, { id: id(7) }))
    const other = await right(store.annals.operations.emit('acme', created({ n: 2 }, { id: id(7) })))
    expect(other).toMatchObject({ duplicate: false, stream: 'post-acme:42' })
    expect(await left(store.annals.operations.eventById('umbrella', id(7)))).toMatchObject({ _tag: 'NotFound' })
  })
})

describe('an array', () => {
  test('is stored whole, its events seeing each other', async () => {
    const items = [
      created({ n: 1 }, { id: id(10) }),
      { subject, actor, verb: 'post.viewed', id: id(11) },
      patched({ n: [1, 2] }, { id: id(12) }),
      created({ m: 1 }, { subject: { type: 'post', id: '43' }, id: id(13) }),
    ]
    const first = await right(store.annals.operations.emitMany(tenant, items))
    expect(first.map((written) => ('version' in written ? written.version : undefined))).toEqual([0, null, 1, 0])
    expect(await stateNow()).toEqual({ n: 2 })
    const again = await right(store.annals.operations.emitMany(tenant, items))
    expect(again).toEqual(first.map((written) => ({ ...written, duplicate: true })))
  })

  test('has 8 MiB at most, as its JSON in UTF-8', async () => {
    // A state of 200,004 bytes, most of them in characters of three.
    const large = (n: number): unknown =>
      created('€'.repeat(66_667) + 'x', { subject: { type: 'post', id: String(n) } })
    const items = Array.from({ length: 42 }, (_, n) => large(n))
    const bytes = Buffer.byteLength(JSON.stringify(items))
    expect(bytes).toBeGreaterThan(8_388_608)
    expect(await left(store.annals.operations.emitMany(tenant, items))).toEqual({
      _tag: 'PayloadTooLarge',
      field: '',
      limitBytes: 8_388_608,
    })
    await expect(store.annals.emitMany(items as never)).rejects.toThrow(/8388608/)
    expect(
      await left(store.annals.operations.stateAt(tenant, { type: 'post', id: '0' }, { _tag: 'Now' })),
    ).toMatchObject({ _tag: 'SubjectNotFound' })
    expect(await right(store.annals.operations.emitMany(tenant, items.slice(1)))).toHaveLength(41)
  })

  test('is refused whole, naming the item', async () => {
    const invalid = [created({ n: 1 }), { subject, actor, verb: 'post.viewed', colour: 'red' }]
    expect(await left(store.annals.operations.emitMany(tenant, invalid))).toMatchObject({
      _tag: 'InvalidInput',
      issues: [{ field: '/1/colour' }],
    })
    const misfit = [created({ n: 1 }), patched({ n: [5, 6] })]
    expect(await left(store.annals.operations.emitMany(tenant, misfit))).toMatchObject({
      _tag: 'DeltaMismatch',
      item: 1,
    })
    expect(await left(store.annals.operations.stateAt(tenant, subject, { _tag: 'Now' }))).toMatchObject({
      _tag: 'SubjectNotFound',
    })
  })

  test('may hold the same event twice', async () => {
    const twice = await right(
      store.annals.operations.emitMany(tenant, [created({ n: 1 }, { id: id(20) }), created({ n: 1 }, { id: id(20) })]),
    )
    expect(twice).toEqual([expect.objectContaining({ duplicate: false }), expect.objectContaining({ duplicate: true })])
  })
})

test('a body that names another tenant is forbidden', async () => {
  expect(await left(store.annals.operations.emit(tenant, created({ n: 1 }, { tenant: 'acme' })))).toMatchObject({
    _tag: 'Forbidden',
  })
})

test('redacted values are never stored, and ignored ones neither', async () => {
  await store.remove()
  store = await openStore({ subjects: { post: { redact: ['/secret'], ignore: ['/etag'] } } })
  await emit(created({ secret: 's3cret', etag: 1, title: 'x' }))
  await emit(patched({ secret: ['s3cret', 'n3w'], etag: [1, 2] }))
  const text = JSON.stringify(
    await right(store.annals.operations.history(tenant, subject, { include: 'all', order: 'asc', limit: 10 })),
  )
  expect(text).not.toContain('s3cret')
  expect(text).not.toContain('n3w')
  expect(await stateNow()).toEqual({
    title: 'x',
    secret: { $redacted: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
  })
})

test('whatever is recorded concurrently, the log folds to the last acknowledged state of each subject', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ subject: fc.integer({ min: 0, max: 3 }), value: fc.integer({ min: 0, max: 5 }) }), {
        maxLength: 40,
      }),
      fc.uuid(),
      async (writes, run) => {
        const last = new Map<number, number>()
        await Promise.all(
          writes.map(({ subject: n, value }) => {
            last.set(n, value)
            return right(
              store.annals.operations.recordState(
                tenant,
                { type: 'doc', id: `${run}-${n}` },
                { state: { value }, actor },
              ),
            )
          }),
        )
        for (const [n, value] of last) {
          const { state } = await right(
            store.annals.operations.stateAt(tenant, { type: 'doc', id: `${run}-${n}` }, { _tag: 'Now' }),
          )
          expect(state).toEqual({ value })
        }
      },
    ),
    { numRuns: 25 },
  )
})
