import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredEvent } from '../../../../src/domain/event.js'
import type { ActivityQuery, FacetsQuery } from '../../../../src/ports/read-models.js'
import { naivePage } from '../../../contract/feed/naive-feed.js'
import { sampleEvent, sampleTenant } from '../../../contract/feed/sample-events.js'
import type { Sample } from '../../../contract/feed/sample-events.js'
import { indexUnderTest } from './index-under-test.js'

const segmentRows = 4
const midnight = Date.UTC(2026, 0, 1)

let index: ReturnType<typeof openIndex>
beforeEach(() => {
  index = openIndex()
})
afterEach(() => {
  index.close()
})

test('answers in order where many events have one of few days as their time, in segments that were merged', async () => {
  const day = fc.nat({ max: 5 }).map((days) => midnight + days * 86_400_000)
  await fc.assert(
    fc.asyncProperty(fc.array(day, { minLength: 100, maxLength: 180 }), day, async (times, edge) => {
      index.close()
      index = openIndex()
      const present: StoredEvent[] = []
      for (let at = 0; at < times.length; at += 6) {
        present.push(...index.append(times.slice(at, at + 6).map((time) => ({ at: time }))))
      }
      for (const range of [{ order: 'asc', since: edge } as const, { order: 'desc', until: edge + 1 } as const]) {
        for (const limit of [1, 3, 20]) {
          const query: ActivityQuery = { tenant: sampleTenant, fields: {}, sort: 'occurredAt', limit, ...range }
          expect(await index.queries.activity(query)()).toStrictEqual(E.right(naivePage(present, query)))
        }
      }
    }),
    { numRuns: Number(process.env['RUNS'] ?? 30) },
  )
})

// Three segments; the ends of the first, or of the first and the last, are removed, so that these are written anew behind the others.
test.each([[[0, 1, 2]], [[0, 1, 2, 9, 10, 11]]])(
  'finds what comes first of events of one moment, %j removed',
  async (gone) => {
    const present = index.append(samples(12, {}))
    const kept = index.remove(present, ({ position }) => gone.includes(Number(position)))
    for (const sort of ['occurredAt', 'position'] as const) {
      for (const order of ['asc', 'desc'] as const) {
        const query: ActivityQuery = { tenant: sampleTenant, fields: {}, sort, order, limit: 1 }
        expect(await index.queries.activity(query)(), `${sort} ${order}`).toStrictEqual(E.right(naivePage(kept, query)))
      }
    }
  },
)

test('finds no facet that begins with half of a character, in segments and in the tail', async () => {
  const fields = { subject: { type: 'post', id: '\u{1f600}' }, actor: { type: 'user', id: '\u{1f600}' } }
  index.append(samples(segmentRows + 1, fields))
  for (const field of ['subjectId', 'actorId'] as const) {
    const query = (prefix: string): FacetsQuery => ({ tenant: sampleTenant, fields: {}, field, prefix, limit: 10 })
    const whole = { items: [{ value: '\u{1f600}', count: segmentRows + 1 }] }
    expect(await index.queries.facets(query('\u{1f600}'))(), field).toStrictEqual(E.right(whole))
    expect(await index.queries.facets(query('\ud83d'))(), field).toStrictEqual(E.right({ items: [] }))
  }
})

test('takes no actor’s type for a part of the id', async () => {
  index.append(samples(5, { actor: { type: 'user', id: 'ada' } }))
  const asked = (value: string): ActivityQuery => ({
    tenant: sampleTenant,
    fields: { actorId: { anyOf: [{ value, prefix: true }] } },
    sort: 'occurredAt',
    order: 'asc',
    limit: 10,
  })
  expect(await index.queries.activity(asked('ada\u0001'))()).toStrictEqual(E.right({ items: [] }))
  expect(await index.queries.activity(asked('ad'))()).toMatchObject({ right: { items: { length: 5 } } })
})

test.each([
  [
    'a prefix',
    'activity',
    { fields: { subjectId: { anyOf: [{ value: 's', prefix: true }] } }, sort: 'occurredAt', order: 'asc' },
  ],
  [
    'a prefix that is not wanted',
    'activity',
    { fields: { subjectId: { noneOf: [{ value: 's', prefix: true }] } }, sort: 'occurredAt', order: 'asc' },
  ],
  ['statistics', 'stats', { fields: {}, groupBy: ['actor', 'verb'], interval: 'hour', timeZone: 'UTC' }],
  ['facets', 'facets', { fields: {}, field: 'subjectId', prefix: 's' }],
  ['facets of actors', 'facets', { fields: {}, field: 'actorId', prefix: '' }],
] as const)('gives up %s that costs too much, and goes on with what does not', async (_, kind, asked) => {
  index.close()
  index = openIndex(20_000)
  index.append(
    Array.from({ length: 400 }, (_, n) => ({
      subject: { type: 'post', id: `s${n}` },
      actor: { type: 'user', id: `a${n}` },
    })),
  )
  const query = { tenant: sampleTenant, limit: 500, ...asked }
  expect(await index.queries[kind](query as never)()).toMatchObject({ left: { _tag: 'TooExpensive', field: '' } })
  const cheap: ActivityQuery = {
    tenant: sampleTenant,
    fields: { subjectId: { anyOf: [{ value: 's7', prefix: false }] } },
    sort: 'occurredAt',
    order: 'asc',
    limit: 10,
  }
  expect(await index.queries.activity(cheap)()).toMatchObject({ right: { items: [{ subject: { id: 's7' } }] } })
})

/** All at one moment, unless they say another. */
const samples = (count: number, fields: Partial<Sample>): readonly Partial<Sample>[] =>
  Array.from({ length: count }, () => fields)

const openIndex = (maxSteps = 100_000_000) => {
  const { queries, append, remove, close } = indexUnderTest(segmentRows, { maxBytes: 1_000_000, maxSteps })
  let next = 0
  return {
    queries: queries(),
    append: (fields: readonly Partial<Sample>[]): readonly StoredEvent[] => {
      const added = fields.map((each) => sampleEvent(next++, { at: midnight, ...each }))
      append(added, true)
      return added
    },
    /** @returns those that are left */
    remove: (present: readonly StoredEvent[], isGone: (event: StoredEvent) => boolean): readonly StoredEvent[] => {
      remove(present.filter(isGone), true)
      return present.filter((event) => !isGone(event))
    },
    close,
  }
}
