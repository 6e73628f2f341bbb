import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AnnalsClient, EmitInput, Recorded } from '../../src/client/index.js'
import { withActor, withContext, withTransaction } from '../../src/client/index.js'
import type { StoredEvent } from '../../src/domain/event.js'

export interface ClientUnderTest {
  readonly client: AnnalsClient
  readonly remove: () => Promise<void>
}

const actor = { type: 'user', id: 'ada' }
const subject = { type: 'post', id: 'a/42' }

const positionOf = (recorded: Recorded): string => {
  if ('position' in recorded) return recorded.position
  throw new Error('nothing was stored')
}

export const take = async <A>(items: AsyncIterable<A>, count = Infinity): Promise<A[]> => {
  const taken: A[] = []
  for await (const item of items) {
    taken.push(item)
    if (taken.length >= count) break
  }
  return taken
}

const idsOf = (events: readonly StoredEvent[]): string[] => events.map(({ id }) => id)

/** What every client does alike, over HTTP and in process. */
export const describeClient = (name: string, open: () => Promise<ClientUnderTest>): void => {
  describe(`a client ${name}`, () => {
    let client: AnnalsClient
    let remove: () => Promise<void>
    beforeEach(async () => {
      ;({ client, remove } = await open())
    })
    afterEach(async () => {
      await client.close()
      await remove()
    })

    test('emits an event with an id and a time of its own, and the context around it', async () => {
      const recorded = await withContext(
        { actor, channel: 'web', context: { ip: '10.0.0.1', entryPoint: 'http' } },
        () =>
          withTransaction('t-1', () =>
            client.emit({ subject, verb: 'post.viewed', channel: 'mobile', context: { route: '/posts/:id' } }),
          ),
      )
      const [event] = await take(client.activity({ after: positionOf(recorded) }))
      expect(event).toMatchObject({
        id: recorded.id,
        actor,
        verb: 'post.viewed',
        channel: 'mobile',
        transactionId: 't-1',
        context: { ip: '10.0.0.1', entryPoint: 'http', route: '/posts/:id' },
      })
      expect(recorded.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    })

    test('tells every wrong field before anything is sent', async () => {
      const wrong = { subject: { type: 'post', id: '' }, verb: 'a b', colour: 'red' } as EmitInput
      await expect(client.emit(wrong)).rejects.toMatchObject({
        name: 'ClientFailure',
        error: {
          _tag: 'InvalidInput',
          issues: [{ field: '/subject/id' }, { field: '/verb' }, { field: '/colour' }, { field: '/actor' }],
        },
      })
      await expect(client.emitMany([{ subject, actor, verb: 'ok' }, wrong])).rejects.toMatchObject({
        error: {
          issues: [{ field: '/1/subject/id' }, { field: '/1/verb' }, { field: '/1/colour' }, { field: '/1/actor' }],
        },
      })
      await expect(
        client.emit({ subject, verb: 'x', actor: { ...actor, name: 'x'.repeat(1_000_000) } }),
      ).rejects.toThrow('/actor/name must be at most 256 characters')
      expect(await take(client.activity())).toEqual([])
    })

    test('trims names, leaves out what is undefined, and takes Dates', async () => {
      const { id } = await client.emit({
        subject: { type: ' post', id: ' 7 ' },
        verb: 'post.viewed\n',
        actor: { type: 'user', id: 'ada', name: ' Ada ' },
        reason: undefined,
        occurredAt: new Date('2026-01-02T03:04:05.006Z'),
        data: { when: new Date(0), nothing: undefined, text: ' kept ' },
      })
      const [event] = await take(client.history({ type: 'post', id: '7' }, { include: 'all' }))
      expect(event).toMatchObject({
        id,
        actor: { name: 'Ada' },
        occurredAt: '2026-01-02T03:04:05.006Z',
        data: { when: '1970-01-01T00:00:00.000Z', text: ' kept ' },
      })
      expect(event).not.toHaveProperty('reason')
      expect(event?.data).not.toHaveProperty('nothing')
    })

    test('copies what it is given: what is changed later changes nothing', async () => {
      const event = { subject: { ...subject }, actor: { ...actor }, verb: 'post.viewed', data: { tags: ['a'] } }
      const emitted = client.emit(event)
      event.subject.id = 'other'
      event.data.tags.push('b')
      const state = { tags: ['a'], constructor: 1 }
      const recorded = client.recordState(subject, state, { actor })
      state.tags.push('b')
      const { id } = await emitted
      await recorded
      const [first] = await take(client.history(subject, { include: 'all' }))
      expect(first).toMatchObject({ id, data: { tags: ['a'] } })
      expect((await client.stateAt(subject)).state).toEqual({ tags: ['a'], constructor: 1 })
    })

    test('emits many, all or none', async () => {
      const events = Array.from({ length: 50 }, (_, n): EmitInput => ({
        subject: { type: 'post', id: String(n) },
        actor,
        verb: 'post.viewed',
      }))
      const recorded = await client.emitMany(events)
      expect(recorded).toHaveLength(50)
      const expected = client.emitMany([
        { subject: { type: 'post', id: 'new' }, actor, verb: 'post.viewed' },
        { subject, actor, change: { kind: 'patch', delta: { a: [1, 2] } } },
      ])
      await expect(expected).rejects.toMatchObject({ error: { _tag: 'NoStateToPatch', item: 1 } })
      const after = positionOf(recorded[49] as Recorded)
      const stored = idsOf(await take(client.activity({ sort: 'position', order: 'asc', after })))
      expect(stored).toEqual(recorded.map(({ id }) => id))
    })

    test('records states: the store works out the difference; null deletes', async () => {
      await withActor(actor, async () => {
        await client.recordState(subject, { title: 'a', n: 1 })
        await client.recordState(subject, { title: 'b', n: 1 }, { reason: 'better' })
        expect(await client.recordState(subject, { title: 'b', n: 1 })).toMatchObject({ changed: false, version: 1 })
        await client.recordState(subject, null)
      })
      const history = await take(client.history(subject))
      expect(history.map(({ verb, change }) => [verb, change])).toEqual([
        ['post.created', { kind: 'state', state: { title: 'a', n: 1 } }],
        ['post.updated', { kind: 'patch', delta: { title: ['a', 'b'] } }],
        ['post.deleted', { kind: 'delete' }],
      ])
      expect(history[1]?.reason).toBe('better')
      expect(await client.stateAt(subject)).toMatchObject({ version: 2, state: null, deleted: true })
    })

    test('records changes: created, updated, deleted, and nothing at all', async () => {
      await withActor(actor, async () => {
        await client.recordChange(subject, null, { title: 'a', tags: [{ id: 1 }] })
        await client.recordChange(subject, { title: 'a', tags: [{ id: 1 }] }, { title: 'b', tags: [{ id: 1 }] })
        expect(await client.recordChange(subject, { n: 1 }, { n: 1 })).toMatchObject({ changed: false, version: null })
        await client.recordChange(subject, { title: 'b', tags: [{ id: 1 }] }, null)
        await expect(client.recordChange(subject, null, null)).rejects.toThrow('/after must not be null')
      })
      expect((await take(client.history(subject))).map(({ verb }) => verb)).toEqual([
        'post.created',
        'post.updated',
        'post.deleted',
      ])
    })

    test('records a change of what the store never heard of, with what it was', async () => {
      const known = await client.recordChange(subject, { title: 'a', n: 1 }, { title: 'b', n: 1 }, { actor })
      expect(known).toMatchObject({ version: 1, duplicate: false })
      const other = { type: 'post', id: 'gone' }
      expect(await client.recordChange(other, { title: 'x' }, null, { actor })).toMatchObject({ version: 1 })
      const verbs = async (of: typeof subject) => (await take(client.history(of))).map(({ verb }) => verb)
      expect(await verbs(subject)).toEqual(['post.observed', 'post.updated'])
      expect(await verbs(other)).toEqual(['post.observed', 'post.deleted'])
      expect((await client.stateAt(subject, { version: 0 })).state).toEqual({ title: 'a', n: 1 })
    })

    test('refuses a change that does not begin where the store is, or keeps it aside', async () => {
      await client.recordState(subject, { title: 'a' }, { actor })
      const change = [subject, { title: 'x' }, { title: 'y' }] as const
      await expect(client.recordChange(...change, { actor })).rejects.toMatchObject({
        error: { _tag: 'DeltaMismatch', version: 0, paths: ['/title'] },
      })
      expect(await client.recordChange(...change, { actor, onMismatch: 'keep' })).toMatchObject({ version: null })
      await client.recordState(subject, null, { actor })
      await expect(client.recordChange(...change, { actor })).rejects.toMatchObject({
        error: { _tag: 'NoStateToPatch', version: 1 },
      })
    })

    test('the same id again is answered with the first receipt', async () => {
      const event = {
        id: '0190b6a4-5a0e-7c3c-9d5e-2f1f5d8f8a11',
        subject,
        actor,
        verb: 'post.viewed',
        occurredAt: '2026-01-01T00:00:00Z',
      }
      const first = await client.emit(event)
      expect(await client.emit(event)).toEqual({ ...first, duplicate: true })
      await expect(client.emit({ ...event, verb: 'post.liked' })).rejects.toMatchObject({
        id: event.id,
        error: { _tag: 'IdConflict', id: event.id },
      })
    })

    test('travels in time: states, differences, restore', async () => {
      await client.recordState(subject, { n: 1 }, { actor, occurredAt: '2026-01-01T00:00:00Z' })
      await client.recordState(subject, { n: 2 }, { actor, occurredAt: '2026-01-02T00:00:00Z' })
      expect((await client.stateAt(subject, { version: 0 })).state).toEqual({ n: 1 })
      expect((await client.stateAt(subject, { at: new Date('2026-01-01T12:00:00Z') })).state).toEqual({ n: 1 })
      expect((await client.diff(subject, 0, 1)).changes).toEqual([{ path: '/n', op: 'replace', old: 1, new: 2 }])
      expect(await client.restore(subject, { version: 0, actor, dryRun: true })).toMatchObject({ dryRun: true })
      expect(await client.restore(subject, { at: new Date('2026-01-01T12:00:00Z'), actor })).toMatchObject({
        version: 2,
        restoredFrom: { version: 0 },
      })
      await expect(client.stateAt(subject, { version: 9 })).rejects.toMatchObject({
        error: { _tag: 'VersionNotFound', latest: 2 },
      })
      await expect(client.stateAt({ type: 'post', id: 'none' })).rejects.toMatchObject({
        error: { _tag: 'SubjectNotFound' },
      })
      await expect(client.stateAt(subject, { version: 1, at: 'then' })).rejects.toThrow(/at must be a Date or/)
    })

    test('reads the feed over any number of pages, filtered, in both orders', async () => {
      const events = Array.from({ length: 620 }, (_, n): EmitInput => ({
        subject: { type: 'post', id: String(n) },
        actor,
        verb: n % 2 ? 'post.viewed' : 'post.liked',
        channel: n % 3 ? 'web' : 'bulk',
      }))
      const recorded = await client.emitMany(events)
      const after = positionOf(recorded[619] as Recorded)
      const ids = recorded.map(({ id }) => id)
      const read = async (options: Parameters<AnnalsClient['activity']>[0]) =>
        idsOf(await take(client.activity({ sort: 'position', after, ...options })))
      expect(await read({ order: 'asc' })).toEqual(ids)
      expect(await read({ limit: 3 })).toEqual(ids.slice(-3).reverse())
      expect(await read({ order: 'asc', verb: 'post.l*', 'channel!': ['bulk', 'import'] })).toEqual(
        ids.filter((_, n) => n % 2 === 0 && n % 3 !== 0),
      )
      expect(() => client.activity({ verb: '', outcome: 'maybe', colour: 'red' } as object)).toThrow(
        'colour unknown option; verb must not be empty; outcome must be one of success, failure',
      )
    })

    test('counts', async () => {
      const recorded = await client.emitMany(
        ['a', 'a', 'b'].map((channel, n): EmitInput => ({
          subject: { type: 'post', id: String(n) },
          actor,
          verb: 'post.viewed',
          channel,
        })),
      )
      expect(
        await client.stats({ groupBy: ['channel'], after: positionOf(recorded[2] as Recorded), verb: 'post.*' }),
      ).toEqual({
        items: [
          { channel: 'a', count: 2 },
          { channel: 'b', count: 1 },
        ],
        total: 3,
      })
      await expect(client.stats({ groupBy: ['colour' as 'verb'] })).rejects.toThrow('groupBy must be of verb')
    })

    test('tells a transaction as one story', async () => {
      const last = await withActor(actor, () =>
        withTransaction('order-7', async () => {
          await client.recordState(
            { type: 'order', id: '7' },
            { status: 'created' },
            { occurredAt: '2026-01-01T00:00:00Z' },
          )
          await client.emit({
            subject: { type: 'order', id: '7' },
            verb: 'payment.called',
            occurredAt: '2026-01-01T00:00:01Z',
            call: { direction: 'out', service: 'payments', operation: '/v1/transfer', durationMs: 842 },
          })
          return client.recordState(
            { type: 'order', id: '7' },
            { status: 'paid' },
            { occurredAt: '2026-01-01T00:00:02Z' },
          )
        }),
      )
      const { transaction, events } = await client.transaction('order-7', { after: positionOf(last) })
      expect(transaction).toMatchObject({ events: 3, changes: 2, failures: 0 })
      expect((await take(events)).map(({ verb }) => verb)).toEqual(['order.created', 'payment.called', 'order.updated'])
      await expect(client.transaction('order-8')).rejects.toMatchObject({ error: { _tag: 'NotFound' } })
    })

    test('follows the feed from any place until it is told to stop', async () => {
      const emit = (n: number) =>
        client.emit({ subject: { type: 'post', id: String(n) }, actor, verb: n % 2 ? 'post.viewed' : 'post.liked' })
      const first = await emit(1)
      const rest = [await emit(2), await emit(3)]
      const stop = new AbortController()
      const seen: string[] = []
      let late: Recorded | undefined
      for await (const { id } of client.live({ after: positionOf(first), verb: 'post.viewed', signal: stop.signal })) {
        seen.push(id)
        if (seen.length === 1) late = await emit(5)
        else stop.abort()
      }
      expect(seen).toEqual([rest[1]?.id, late?.id])
      expect(idsOf(await take(client.live({ after: '-1' }), 4))).toEqual([first, ...rest, late].map((each) => each?.id))
      expect(() => client.live({ after: 'x' })).toThrow('after must be')
    })

    test('keeps writes about one subject in the order of the calls, awaited or not', async () => {
      const states = Array.from({ length: 60 }, (_, n) => ({ n }))
      await Promise.all(
        states.map((state, n) => client.recordChange(subject, n === 0 ? null : { n: n - 1 }, state, { actor })),
      )
      expect(await client.stateAt(subject)).toMatchObject({ version: 59, state: { n: 59 } })
    })

    test('is over once it is closed', async () => {
      await client.close()
      const failed = { error: { _tag: 'Closed' } }
      await expect(client.emit({ subject, actor, verb: 'post.viewed' })).rejects.toMatchObject(failed)
      await expect(take(client.activity())).rejects.toMatchObject(failed)
      await expect(take(client.live())).rejects.toMatchObject(failed)
    })
  })
}
