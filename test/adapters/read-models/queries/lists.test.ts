import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineProjection } from '../../../../src/domain/projection.js'
import type { StoredEvent } from '../../../../src/domain/event.js'
import type { QueryError, RowsQuery, SubjectsQuery } from '../../../../src/ports/read-models.js'
import { right } from '../../../contract/feed/feed-under-test.js'
import { sampleEvent, sampleTenant } from '../../../contract/feed/sample-events.js'
import { builtIn, readModelUnderTest } from './read-model-under-test.js'
import type { ReadModelUnderTest } from './read-model-under-test.js'

/** One row an event, with a column of each type. */
const samples = defineProjection({
  name: 'samples',
  version: 1,
  tables: {
    samples: {
      columns: { type: 'text', ratio: 'real', n: 'integer', data: 'json', note: 'text' },
      key: ['type', 'ratio', 'n'],
    },
    others: { columns: { n: 'integer' }, key: ['n'] },
  },
  apply: (event) => [
    {
      op: 'insert',
      table: 'samples',
      row: {
        type: event.subject.type,
        ratio: Number(event.position) / 4,
        n: Number(event.position),
        data: event.data ?? null,
        note: event.reason ?? null,
      },
    },
    { op: 'insert', table: 'others', row: { n: Number(event.position) } },
  ],
})

let model: ReadModelUnderTest

beforeEach(() => {
  model = readModelUnderTest([...builtIn, samples])
})

afterEach(() => model.close())

const noon = Date.UTC(2026, 4, 1, 12)
const create = { kind: 'state', state: {} } as const

/** The event as the log would have it at a version of its subject. */
const version = (number: number, event: StoredEvent): StoredEvent => ({ ...event, revision: number, version: number })

const error = async (query: Promise<E.Either<QueryError, unknown>>): Promise<QueryError> => {
  const answer = await query
  if (E.isLeft(answer)) return answer.left
  throw new Error('it did not fail')
}

describe('subjects', () => {
  const list = async (query: Partial<SubjectsQuery> = {}) =>
    right(model.queries.subjects({ tenant: sampleTenant, limit: 100, ...query }))

  const ids = async (query: Partial<SubjectsQuery> = {}) =>
    (await list(query)).items.map(({ subject }) => `${subject.type} ${subject.id}`)

  it('tell version, first and last change, last actor and verb', async () => {
    const subject = { type: 'post', id: 'a' }
    model.store([
      version(0, sampleEvent(0, { at: noon, subject, change: create, verb: 'post.created' })),
      sampleEvent(1, { at: noon + 9, subject, verb: 'post.read' }),
      version(
        1,
        sampleEvent(2, {
          at: noon - 5,
          subject,
          change: { kind: 'delete' },
          verb: 'post.deleted',
          actor: { type: 'user', id: 'bob', name: 'Bob' },
        }),
      ),
    ])
    expect(await list()).toStrictEqual({
      items: [
        {
          subject,
          version: 1,
          deleted: true,
          firstChangeAt: '2026-05-01T11:59:59.995Z',
          lastChangeAt: '2026-05-01T12:00:00.000Z',
          lastActor: { type: 'user', id: 'bob', name: 'Bob' },
          lastVerb: 'post.deleted',
        },
      ],
    })
  })

  it('are those of the tenant that had a change, by type and id, filtered by type and deletion', async () => {
    model.store([
      version(0, sampleEvent(0, { at: noon, subject: { type: 'post', id: '\u{1f600}' }, change: create })),
      version(0, sampleEvent(1, { at: noon, subject: { type: 'post', id: '\uffee' }, change: { kind: 'delete' } })),
      version(0, sampleEvent(2, { at: noon, subject: { type: 'note', id: 'z' }, change: create })),
      version(0, sampleEvent(3, { at: noon, subject: { type: 'note', id: 'y' }, change: create, tenant: 'other' })),
      sampleEvent(4, { at: noon, subject: { type: 'note', id: 'x' } }),
    ])
    expect(await ids()).toEqual(['note z', 'post \uffee', 'post \u{1f600}'])
    expect(await ids({ type: 'post' })).toEqual(['post \uffee', 'post \u{1f600}'])
    expect(await ids({ deleted: true })).toEqual(['post \uffee'])
    expect(await ids({ deleted: false, type: 'post' })).toEqual(['post \u{1f600}'])
    expect((await list()).items[0]?.lastActor).toStrictEqual({ type: 'user', id: 'ada' })
  })

  it('are paged through by key', async () => {
    model.store(
      [5, 3, 1, 4, 2].map((n, i) =>
        version(0, sampleEvent(i, { at: noon, subject: { type: 'p', id: `${n}` }, change: create })),
      ),
    )
    const first = await list({ limit: 2 })
    const second = await list({ limit: 2, from: first.next ?? '' })
    const third = await list({ limit: 2, from: second.next ?? '' })
    const pages = [first, second, third].map(({ items }) => items.map(({ subject }) => subject.id))
    expect(pages).toEqual([['1', '2'], ['3', '4'], ['5']])
    expect(third).not.toHaveProperty('next')
  })

  it('refuse a place that is none', async () => {
    for (const from of [
      '',
      'x',
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('["a"]').toString('base64url'),
    ]) {
      const answer = model.queries.subjects({ tenant: sampleTenant, limit: 1, from })()
      expect(await error(answer)).toEqual({ _tag: 'BadPlace' })
    }
  })
})

describe('a transaction', () => {
  it('tells when it was and what it had', async () => {
    model.store([
      sampleEvent(0, { at: noon + 5, transactionId: 't', failed: true }),
      version(0, sampleEvent(1, { at: noon, transactionId: 't', change: create })),
      sampleEvent(2, { at: noon + 900, transactionId: 'u' }),
    ])
    expect(await right(model.queries.transaction(sampleTenant, 't'))).toStrictEqual({
      transactionId: 't',
      startedAt: '2026-05-01T12:00:00.000Z',
      endedAt: '2026-05-01T12:00:00.005Z',
      events: 2,
      changes: 1,
      failures: 1,
    })
    expect(await right(model.queries.transaction(sampleTenant, 'v'))).toBeUndefined()
    expect(await right(model.queries.transaction('other', 't'))).toBeUndefined()
  })
})

describe('rows of a projection', () => {
  const rowsQuery = (query: Partial<RowsQuery> = {}): RowsQuery => ({
    tenant: sampleTenant,
    projection: 'samples',
    where: {},
    limit: 100,
    ...query,
  })
  const rows = async (query: Partial<RowsQuery> = {}) => right(model.queries.rows(rowsQuery(query)))
  const numbers = async (query: Partial<RowsQuery> = {}) => (await rows(query)).items.map(({ n }) => n)

  beforeEach(() => {
    const data = JSON.parse('{"__proto__": [1], "a": null}') as object
    model.store([
      { ...sampleEvent(0, { at: noon }), data: data as never },
      { ...sampleEvent(1, { at: noon, subject: { type: 'note', id: '1' } }), data: 'text', reason: '1' },
      { ...sampleEvent(2, { at: noon }), reason: 'why' },
      sampleEvent(3, { at: noon, tenant: 'other' }),
    ])
  })

  it('have all columns but the tenant, json as values', async () => {
    const { items } = await rows()
    expect(items).toStrictEqual([
      { type: 'note', ratio: 0.25, n: 1, data: 'text', note: '1' },
      { type: 'post', ratio: 0, n: 0, data: JSON.parse('{"__proto__": [1], "a": null}') as unknown, note: null },
      { type: 'post', ratio: 0.5, n: 2, data: null, note: 'why' },
    ])
    expect(JSON.stringify(items[1]?.['data'])).toBe('{"__proto__":[1],"a":null}')
  })

  it('are filtered by equality, each column by its type', async () => {
    expect(await numbers({ where: { type: 'post' } })).toEqual([0, 2])
    expect(await numbers({ where: { n: '2' } })).toEqual([2])
    expect(await numbers({ where: { ratio: '0.50' } })).toEqual([2])
    expect(await numbers({ where: { note: '1' } })).toEqual([1])
    expect(await numbers({ where: { type: 'post', note: 'why' } })).toEqual([2])
    expect(await numbers({ where: { n: '2x' } })).toEqual([])
    expect(await numbers({ where: { n: '' } })).toEqual([])
    expect(await numbers({ where: { n: '0.5' } })).toEqual([])
  })

  it('are paged through by key, within a filter too', async () => {
    const first = await rows({ limit: 1, where: { type: 'post' } })
    const second = await rows({ limit: 1, where: { type: 'post' }, from: first.next ?? '' })
    expect([first, second].map(({ items }) => items.map(({ n }) => n))).toEqual([[0], [2]])
    expect(second).not.toHaveProperty('next')
  })

  it('are those of any table', async () => {
    expect((await rows({ table: 'others' })).items).toStrictEqual([{ n: 0 }, { n: 1 }, { n: 2 }])
    expect((await rows({ projection: 'activity' })).items[0]).toMatchObject({ position: 0 })
    expect((await rows({ projection: 'activity', table: 'events', limit: 1 })).items[0]).toMatchObject({
      event: { verb: 'post.viewed' },
    })
  })

  it('say what there is not', async () => {
    const failing = async (query: Partial<RowsQuery>) => error(model.queries.rows(rowsQuery(query))())
    expect(await failing({ projection: 'none' })).toEqual({ _tag: 'UnknownProjection', projection: 'none' })
    expect(await failing({ table: 'none' })).toEqual({ _tag: 'UnknownTable', table: 'none' })
    expect(await failing({ table: 'constructor' })).toEqual({ _tag: 'UnknownTable', table: 'constructor' })
    expect(await failing({ where: { tenant: 'other' } })).toEqual({ _tag: 'UnknownColumn', column: 'tenant' })
    expect(await failing({ where: { data: '1' } })).toEqual({ _tag: 'UnknownColumn', column: 'data' })
    expect(await failing({ where: { 'n" = n --': '1' } })).toEqual({ _tag: 'UnknownColumn', column: 'n" = n --' })
    expect(await failing({ from: 'WzFd' })).toEqual({ _tag: 'BadPlace' })
  })
})

describe('a file that cannot be read', () => {
  it('is an unavailable read model', async () => {
    const { queries, close } = readModelUnderTest()
    close()
    const answer = queries.subjects({ tenant: sampleTenant, limit: 1 })()
    expect(await error(answer)).toMatchObject({ _tag: 'ReadModelUnavailable' })
  })
})
