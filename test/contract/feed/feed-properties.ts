import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../../src/domain/event.js'
import type { ActivityQuery, FacetValue, FeedPlace } from '../../../src/ports/read-models.js'
import { activityQuery, events, facetsQuery, statsQuery } from './feed-arbitraries.js'
import { right, withFeed } from './feed-under-test.js'
import type { MakeFeed } from './feed-under-test.js'
import { naiveFacets, naivePage, naiveStats } from './naive-feed.js'

/** A feed is made for each run, so each run asks many questions. */
const numRuns = 30
const queriesPerRun = { minLength: 20, maxLength: 20 }

export const feedProperties = (makeFeed: MakeFeed): void => {
  describe('any events and any queries', () => {
    it('pages through what a plain filter and sort finds', async () => {
      await fc.assert(
        fc.asyncProperty(events, fc.array(activityQuery, queriesPerRun), (stored, queries) =>
          withFeed(makeFeed, stored, async (feed) => {
            for (const query of queries) {
              for (let from: FeedPlace | undefined, more = true; more;) {
                const asked: ActivityQuery = from === undefined ? query : { ...query, from }
                const page = await right(feed.activity(asked))
                expect(page, JSON.stringify(asked)).toStrictEqual(naivePage(stored, asked))
                from = page.next
                more = from !== undefined
              }
            }
          }),
        ),
        { numRuns },
      )
    })

    it('goes on from any place, also one where no event is', async () => {
      const place = fc.record({
        occurredAt: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }),
        position: fc.nat({ max: 30_000 }),
      })
      const query = fc.tuple(activityQuery, place).map(([asked, from]) => ({ ...asked, from }))
      await fc.assert(
        fc.asyncProperty(events, fc.array(query, queriesPerRun), (stored, queries) =>
          withFeed(makeFeed, stored, async (feed) => {
            for (const asked of queries) {
              const page = await right(feed.activity(asked))
              expect(page, JSON.stringify(asked)).toStrictEqual(naivePage(stored, asked))
            }
          }),
        ),
        { numRuns: numRuns / 3 },
      )
    })

    it('counts what a plain filter and count finds', async () => {
      await fc.assert(
        fc.asyncProperty(events, fc.array(statsQuery, queriesPerRun), (stored, queries) =>
          withFeed(makeFeed, stored, async (feed) => {
            for (const query of queries) {
              const answer = await feed.stats(query)()
              const expected = naiveStats(stored, query)
              if (expected === 'too expensive') {
                expect(E.isLeft(answer) && answer.left._tag, JSON.stringify(query)).toBe('TooExpensive')
              } else {
                expect(answer, JSON.stringify(query)).toStrictEqual(E.right(expected))
              }
            }
          }),
        ),
        { numRuns: numRuns },
      )
    })

    it('pages through the values that a plain filter and count finds', async () => {
      await fc.assert(
        fc.asyncProperty(events, fc.array(facetsQuery, queriesPerRun), (stored, queries) =>
          withFeed(makeFeed, stored, async (feed) => {
            for (const query of queries) {
              const found: FacetValue[] = []
              for (let from: string | undefined, more = true; more;) {
                const page = await right(feed.facets(from === undefined ? query : { ...query, from }))
                expect(page.items.length).toBeLessThanOrEqual(query.limit)
                found.push(...page.items)
                from = page.next
                more = from !== undefined
              }
              expect(found, JSON.stringify(query)).toStrictEqual(naiveFacets(stored, query))
            }
          }),
        ),
        { numRuns },
      )
    })

    it('answers the same whether events come at once or one by one', async () => {
      const query = fc.tuple(activityQuery, statsQuery)
      await fc.assert(
        fc.asyncProperty(events, fc.array(query, { minLength: 5, maxLength: 5 }), (stored, queries) =>
          withFeed(makeFeed, [], async (feed, store) => {
            for (const event of stored) await store([event])
            await checkAll(
              stored,
              queries.map(([asked]) => asked),
              async (asked) => right(feed.activity(asked)),
            )
          }),
        ),
        { numRuns: numRuns / 3 },
      )
    })
  })
}

const checkAll = async (
  stored: readonly StoredEvent[],
  queries: readonly ActivityQuery[],
  ask: (query: ActivityQuery) => Promise<unknown>,
): Promise<void> => {
  for (const query of queries) expect(await ask(query), JSON.stringify(query)).toStrictEqual(naivePage(stored, query))
}
