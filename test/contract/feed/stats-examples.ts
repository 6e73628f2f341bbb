import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../../src/domain/event.js'
import { anyOf, noneOf, right, statsQuery, withFeed } from './feed-under-test.js'
import type { MakeFeed } from './feed-under-test.js'
import { sampleEvent, sampleEvents } from './sample-events.js'

const noon = Date.UTC(2026, 4, 1, 12)
const minuteMs = 60_000

const ada = { type: 'user', id: 'ada', name: 'Ada' }

/** Two quarter-hours: three events in the first one, two in the second one. */
const five = sampleEvents(
  { at: noon, actor: ada, verb: 'post.read', channel: 'web' },
  { at: noon + 1, actor: { type: 'user', id: 'bob' }, verb: 'post.read', channel: 'bulk', failed: true },
  { at: noon + 15 * minuteMs - 1, actor: { ...ada, name: 'Ada L.' }, verb: 'post.sent' },
  { at: noon + 15 * minuteMs, actor: { type: 'user', id: 'ada' }, verb: 'post.sent', channel: 'web' },
  {
    at: noon + 20 * minuteMs,
    actor: { type: 'job', id: 'ada' },
    verb: 'note.read',
    subject: { type: 'note', id: 'n' },
  },
)

export const statsExamples = (makeFeed: MakeFeed): void => {
  const five_ = (test: Parameters<typeof withFeed>[2]) => withFeed(makeFeed, five, test)

  describe('statistics', () => {
    it('count everything in one group', () =>
      five_(async (feed) => {
        expect(await right(feed.stats(statsQuery()))).toStrictEqual({ items: [{ count: 5 }], total: 5 })
      }))

    it('have no item where there is no event', () =>
      five_(async (feed) => {
        const nothing = { items: [], total: 0 }
        expect(await right(feed.stats(statsQuery({ tenant: 'nobody' })))).toStrictEqual(nothing)
        expect(await right(feed.stats(statsQuery({ fields: anyOf('verb', 'never') })))).toStrictEqual(nothing)
        expect(await right(feed.stats(statsQuery({ tenant: 'nobody', interval: 'day' })))).toStrictEqual(nothing)
        expect(await right(feed.stats(statsQuery({ since: noon, until: noon, interval: 'day' })))).toStrictEqual(
          nothing,
        )
      }))

    it('by verb have the largest count first, ties by the value', () =>
      five_(async (feed) => {
        expect(await right(feed.stats(statsQuery({ groupBy: ['verb'] })))).toStrictEqual({
          items: [
            { verb: 'post.read', count: 2 },
            { verb: 'post.sent', count: 2 },
            { verb: 'note.read', count: 1 },
          ],
          total: 5,
        })
      }))

    it('by channel have null where it is missing', () =>
      five_(async (feed) => {
        expect(await right(feed.stats(statsQuery({ groupBy: ['channel'] })))).toStrictEqual({
          items: [
            { channel: null, count: 2 },
            { channel: 'web', count: 2 },
            { channel: 'bulk', count: 1 },
          ],
          total: 5,
        })
        const { items } = await right(
          feed.stats(statsQuery({ groupBy: ['channel'], fields: noneOf('channel', 'web') })),
        )
        expect(items).toStrictEqual([
          { channel: null, count: 2 },
          { channel: 'bulk', count: 1 },
        ])
        expect((await right(feed.stats(statsQuery({ fields: anyOf('channel', '*') })))).total).toBe(3)
      }))

    it('by actor tell types apart and have the latest name', () =>
      five_(async (feed) => {
        expect(await right(feed.stats(statsQuery({ groupBy: ['actor'] })))).toStrictEqual({
          items: [
            { actor: { type: 'user', id: 'ada', name: 'Ada L.' }, count: 3 },
            { actor: { type: 'job', id: 'ada' }, count: 1 },
            { actor: { type: 'user', id: 'bob' }, count: 1 },
          ],
          total: 5,
        })
      }))

    it('by two fields count each pair', () =>
      five_(async (feed) => {
        expect(await right(feed.stats(statsQuery({ groupBy: ['outcome', 'subjectType'] })))).toStrictEqual({
          items: [
            { outcome: 'success', subjectType: 'post', count: 3 },
            { outcome: 'failure', subjectType: 'post', count: 1 },
            { outcome: 'success', subjectType: 'note', count: 1 },
          ],
          total: 5,
        })
      }))

    it('say when groups were left out, and count their events all the same', () =>
      five_(async (feed) => {
        expect(await right(feed.stats(statsQuery({ groupBy: ['verb'], limit: 1 })))).toStrictEqual({
          items: [{ verb: 'post.read', count: 2 }],
          total: 5,
          truncated: true,
        })
        expect(await right(feed.stats(statsQuery({ groupBy: ['verb'], limit: 3 })))).not.toHaveProperty('truncated')
        const query = statsQuery({ groupBy: ['verb'], interval: 'minute', limit: 2 })
        expect(await right(feed.stats(query))).toMatchObject({
          items: [
            { verb: 'post.read', from: '2026-05-01T12:00:00.000Z', count: 2 },
            { verb: 'post.sent', from: '2026-05-01T12:14:00.000Z', count: 1 },
          ],
          total: 5,
          truncated: true,
        })
      }))

    it('cut to the millisecond within a quarter-hour', () =>
      five_(async (feed) => {
        const count = async (since: number | undefined, until: number | undefined, fields = {}) => {
          const range = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }
          return (await right(feed.stats(statsQuery({ ...range, fields })))).total
        }
        expect(await count(noon + 1, undefined)).toBe(4)
        expect(await count(noon + 1, noon + 15 * minuteMs)).toBe(2)
        expect(await count(noon, noon + 15 * minuteMs)).toBe(3)
        expect(await count(undefined, noon + 15 * minuteMs + 1)).toBe(4)
        expect(await count(noon + 1, noon + 2)).toBe(1)
        expect(await count(noon - 1, noon + 60 * minuteMs)).toBe(5)
        expect(await count(noon + 1, noon + 60 * minuteMs, anyOf('verb', 'post.*'))).toBe(3)
        expect(await count(noon + 1, undefined, anyOf('actorId', 'ada'))).toBe(3)
      }))

    it('take the same filters as the feed', () =>
      withFeed(makeFeed, [...five, ...changed], async (feed) => {
        const count = async (fields: Parameters<typeof statsQuery>[0] & object) =>
          (await right(feed.stats(statsQuery(fields)))).total
        expect(await count({ fields: anyOf('subjectId', 'n') })).toBe(1)
        expect(await count({ fields: anyOf('actorType', 'user') })).toBe(6)
        expect(await count({ fields: anyOf('affects', 'eve') })).toBe(1)
        expect(await count({ fields: noneOf('affects', 'eve') })).toBe(6)
        expect(await count({ fields: anyOf('path', '') })).toBe(2)
        expect(await count({ fields: noneOf('path', '') })).toBe(5)
        expect(await count({ fields: anyOf('transactionId', 't*') })).toBe(1)
        expect(await count({ fields: anyOf('org', 'o') })).toBe(1)
        expect(await count({ fields: noneOf('org', 'o') })).toBe(6)
        expect(await count({ fields: anyOf('kind', 'change') })).toBe(2)
        expect(await count({ fields: { ...anyOf('outcome', 'success'), ...noneOf('verb', 'post.*') } })).toBe(1)
      }))

    it('refuse more than 100,000 intervals, but not many years with few events', () => {
      const far = sampleEvents({ at: '0001-01-01T00:00:00Z' }, { at: '2026-05-01T00:00:00Z' })
      return withFeed(makeFeed, far, async (feed) => {
        const hourly = await feed.stats(statsQuery({ interval: 'hour' }))()
        expect(hourly).toMatchObject({ left: { _tag: 'TooExpensive', field: 'interval' } })
        const week = await feed.stats(statsQuery({ cycle: 'week' }))()
        expect(week).toMatchObject({ left: { _tag: 'TooExpensive', field: 'cycle' } })
        const wanted = await feed.stats(statsQuery({ interval: 'minute', since: 0, until: 100_001 * minuteMs }))()
        expect(E.isLeft(wanted) && wanted.left._tag).toBe('TooExpensive')
        const edge = statsQuery({ interval: 'minute', since: 0, until: 100_000 * minuteMs })
        expect(await right(feed.stats(edge))).toStrictEqual({ items: [], total: 0 })
        const monthly = await right(feed.stats(statsQuery({ interval: 'month' })))
        expect(monthly.items).toStrictEqual([
          { from: '0001-01-01T00:00:00.000Z', to: '0001-02-01T00:00:00.000Z', count: 1 },
          { from: '2026-05-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z', count: 1 },
        ])
        const recent = statsQuery({ interval: 'hour', since: Date.UTC(2026, 3, 1) })
        expect((await right(feed.stats(recent))).total).toBe(1)
      })
    })
  })
}

const changed: readonly StoredEvent[] = [
  sampleEvent(100, { at: noon, affects: { type: 'user', id: 'eve' }, change: { kind: 'state', state: 1 } }),
  sampleEvent(101, { at: noon, org: 'o', transactionId: 't1', change: { kind: 'delete' } }),
]
