import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createQueries } from '../../../../src/adapters/read-models/queries/create-queries.js'
import type { Queries } from '../../../../src/adapters/read-models/queries/create-queries.js'
import type { ActivityQuery, StatsQuery } from '../../../../src/ports/read-models.js'
import { activityQuery, anyOf, noneOf, right, statsQuery } from '../../../contract/feed/feed-under-test.js'
import { patchOf, sampleEvent } from '../../../contract/feed/sample-events.js'
import { builtIn, readModelUnderTest } from './read-model-under-test.js'
import type { ReadModelUnderTest } from './read-model-under-test.js'

let model: ReadModelUnderTest
let db: Database.Database
let queries: Queries
let asked: string[] = []

beforeAll(() => {
  model = readModelUnderTest()
  const samples = Array.from({ length: 300 }, (_, i) =>
    sampleEvent(i, { at: Date.UTC(2026, 0, 1) + i * 60_000, transactionId: `t${i}`, change: patchOf(`/p${i % 3}`) }),
  )
  model.store(samples)
  db = new Database(model.path, { readonly: true, verbose: (text) => asked.push(String(text)) })
  queries = createQueries(db, builtIn)
})

afterAll(() => {
  db.close()
  model.close()
})

/** How SQLite answers what a query asks, one line a step. */
const plansOf = async (query: () => Promise<unknown>): Promise<string> => {
  asked = []
  await query()
  const steps = asked
    .filter((text) => text.startsWith('SELECT'))
    .flatMap((text) => db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all())
  return steps.map(({ detail }) => detail).join('\n')
}

const feedPlan = (query: Partial<ActivityQuery>) => plansOf(() => right(queries.activity(activityQuery(query))))
const statsPlan = (query: Partial<StatsQuery>) => plansOf(() => right(queries.stats(statsQuery(query))))

const sorts = /TEMP B-TREE FOR ORDER BY/
const place = { occurredAt: Date.UTC(2026, 0, 1, 1), position: 60 }

describe('pages of the feed', () => {
  it.each<[string, Partial<ActivityQuery>, RegExp]>([
    ['everything', {}, /f USING (?:COVERING )?INDEX activity\.feed\.occurredAt/],
    ['a range', { since: 0, until: place.occurredAt }, /f USING (?:COVERING )?INDEX activity\.feed\.occurredAt/],
    ['one actor', { fields: anyOf('actorId', 'ada') }, /f USING (?:COVERING )?INDEX activity\.feed\.actorId/],
    ['one verb', { fields: anyOf('verb', 'post.viewed') }, /f USING (?:COVERING )?INDEX activity\.feed\.verb/],
    ['one path', { fields: anyOf('path', '/p1') }, /h USING PRIMARY KEY \(tenant=\? AND path=\? AND occurredAt/],
    [
      'fields without an index',
      { fields: { ...anyOf('outcome', 'failure'), ...noneOf('channel', 'web') } },
      /f USING (?:COVERING )?INDEX activity\.feed\.occurredAt/,
    ],
  ])('walk in the order of time for %s', async (_, query, index) => {
    for (const order of ['asc', 'desc'] as const) {
      const plan = await feedPlan({ ...query, order, from: place })
      expect(plan).toMatch(index)
      expect(plan).not.toMatch(sorts)
    }
  })

  it('begin at the place to go on from', async () => {
    expect(await feedPlan({ order: 'desc', from: place })).toMatch(/\(tenant=\? AND occurredAt>\? AND|occurredAt</)
  })

  it('walk in the order of the log', async () => {
    const plan = await feedPlan({ sort: 'position', fields: noneOf('verb', 'x') })
    expect(plan).toMatch(/SEARCH f USING PRIMARY KEY \(tenant=\?/)
    expect(plan).not.toMatch(sorts)
  })

  it('take the field with the fewest events', async () => {
    const fields = { ...anyOf('actorId', 'ada'), ...anyOf('transactionId', 't7'), ...anyOf('path', '/p1') }
    expect(await feedPlan({ fields })).toMatch(/SEARCH f USING (?:COVERING )?INDEX activity\.feed\.transactionId/)
    for (const order of ['asc', 'desc'] as const) {
      const plan = await feedPlan({ fields, sort: 'position', order })
      expect(plan).toMatch(/INDEX activity\.feed\.transactionId/)
      expect(plan).toMatch(/SEARCH f USING PRIMARY KEY \(tenant=\? AND position=\?\)/)
      expect(plan).not.toMatch(/activity\.feed USING PRIMARY KEY/)
    }
  })

  it('look changed paths up by event', async () => {
    const step = /SEARCH p (?:EXISTS )?USING COVERING INDEX activity\.paths\.position\.path \(tenant=\? AND position=\?/
    expect(await feedPlan({ fields: noneOf('path', '/p1*') })).toMatch(step)
    const fields = { ...anyOf('transactionId', 't7'), ...anyOf('path', '/p*') }
    expect(await feedPlan({ fields })).toMatch(step)
  })
})

describe('statistics', () => {
  it('never look at events where the rollups know the fields and the range is one of whole quarter-hours', async () => {
    const fields = { ...anyOf('verb', 'post.*'), ...noneOf('channel', 'web') }
    const range = { since: Date.UTC(2026, 0, 1), until: Date.UTC(2026, 0, 2) }
    for (const interval of ['hour', 'day', 'week', 'month'] as const) {
      const plan = await statsPlan({
        fields,
        ...range,
        interval,
        groupBy: ['verb', 'actor'],
        timeZone: 'Europe/Berlin',
      })
      expect(plan).toMatch(/statistics\.actor_counts USING PRIMARY KEY \(tenant=\? AND bucket>\? AND bucket<\?\)/)
      expect(plan).not.toMatch(/activity/)
      expect(plan).not.toMatch(/ f /)
    }
    expect(await statsPlan({ fields, groupBy: ['outcome'] })).not.toMatch(/ f /)
  })

  it('look at the events of a broken quarter-hour alone', async () => {
    const plan = await statsPlan({ since: Date.UTC(2026, 0, 1) + 1 })
    expect(plan).toMatch(
      /f USING COVERING INDEX activity\.feed\.occurredAt\S* \(tenant=\? AND occurredAt>\? AND occurredAt<\?\)/,
    )
    expect(plan).toMatch(/statistics\.counts/)
  })
})
