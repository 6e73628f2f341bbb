import { describe, expect, it } from 'vitest'
import type { Feed, FeedPlace } from '../../../src/ports/read-models.js'
import { activityQuery, anyOf, positions, right, withFeed } from './feed-under-test.js'
import type { MakeFeed } from './feed-under-test.js'
import { sampleEvent } from './sample-events.js'

const noon = Date.UTC(2026, 4, 1, 12)

/** By position: 0 at noon + 5, 1 at noon + 3, 2 at noon + 3, 3 at noon. */
const late = [5, 3, 3, 0].map((ms, position) => sampleEvent(position, { at: noon + ms }))

const page = async (feed: Feed, query: Parameters<typeof activityQuery>[0]) => {
  const { items, next } = await right(feed.activity(activityQuery({ limit: 2, ...query })))
  return { positions: items.map((event) => Number(event.position)), next }
}

export const pagingExamples = (makeFeed: MakeFeed): void => {
  describe('the order of the feed', () => {
    it('is by time and then by position, both ways', () =>
      withFeed(makeFeed, late, async (feed) => {
        expect(await positions(feed, { order: 'asc' })).toEqual([3, 1, 2, 0])
        expect(await positions(feed, { order: 'desc' })).toEqual([0, 2, 1, 3])
      }))

    it('is that of the log when sorted by position, both ways', () =>
      withFeed(makeFeed, late, async (feed) => {
        expect(await positions(feed, { sort: 'position', order: 'asc' })).toEqual([0, 1, 2, 3])
        expect(await positions(feed, { sort: 'position', order: 'desc' })).toEqual([3, 2, 1, 0])
      }))
  })

  describe('pages', () => {
    it('end at the limit, and the last one has no next', () =>
      withFeed(makeFeed, late, async (feed) => {
        const first = await page(feed, {})
        expect(first).toEqual({ positions: [3, 1], next: { occurredAt: noon + 3, position: 1 } })
        const second = await page(feed, { from: first.next as FeedPlace })
        expect(second).toEqual({ positions: [2, 0], next: undefined })
        expect(await right(feed.activity(activityQuery({ limit: 4 })))).not.toHaveProperty('next')
      }))

    it('go on behind the same place whatever is stored meanwhile', () =>
      withFeed(makeFeed, late, async (feed, store) => {
        const first = await page(feed, { order: 'desc' })
        expect(first.positions).toEqual([0, 2])
        await store([
          sampleEvent(10, { at: noon + 9 }),
          sampleEvent(11, { at: noon + 3 }),
          sampleEvent(12, { at: noon + 1 }),
        ])
        const second = await page(feed, { order: 'desc', from: first.next as FeedPlace })
        expect(second.positions).toEqual([1, 12])
        const third = await page(feed, { order: 'desc', from: second.next as FeedPlace })
        expect(third).toEqual({ positions: [3], next: undefined })
      }))

    it('in the order of the log have late events last', () =>
      withFeed(makeFeed, late, async (feed, store) => {
        const first = await page(feed, { sort: 'position', limit: 3 })
        expect(first.positions).toEqual([0, 1, 2])
        await store([sampleEvent(10, { at: noon - 1_000 })])
        const second = await page(feed, { sort: 'position', limit: 3, from: first.next as FeedPlace })
        expect(second).toEqual({ positions: [3, 10], next: undefined })
      }))

    it('hold also for a filter and a range', () =>
      withFeed(makeFeed, late, async (feed) => {
        const query = { fields: anyOf('actorId', 'ada'), since: noon + 1, until: noon + 6, limit: 1 } as const
        const first = await page(feed, query)
        const second = await page(feed, { ...query, from: first.next as FeedPlace })
        const third = await page(feed, { ...query, from: second.next as FeedPlace })
        expect([first, second, third].map((answer) => answer.positions)).toEqual([[1], [2], [0]])
        expect(third.next).toBeUndefined()
      }))

    it('end at about 16 MiB, and have one event at least', () => {
      const data = 'x'.repeat(600 * 1024)
      const large = Array.from({ length: 30 }, (_, i) => ({ ...sampleEvent(i, { at: noon + i }), data }))
      return withFeed(makeFeed, large, async (feed) => {
        const first = await page(feed, { limit: 1_000 })
        expect(first.positions.length).toBeGreaterThan(20)
        expect(first.positions.length).toBeLessThan(29)
        const second = await page(feed, { limit: 1_000, from: first.next as FeedPlace })
        expect([...first.positions, ...second.positions]).toEqual(large.map((_, i) => i))
        expect(second.next).toBeUndefined()
      })
    })
  })
}
