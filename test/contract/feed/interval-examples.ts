import { describe, expect, it } from 'vitest'
import type { StatsInterval } from '../../../src/ports/read-models.js'
import { anyOf, right, statsQuery, withFeed } from './feed-under-test.js'
import type { MakeFeed } from './feed-under-test.js'
import { sampleEvents } from './sample-events.js'

interface Example {
  readonly title: string
  readonly zone: string
  readonly interval: StatsInterval
  readonly times: readonly string[]
  /** from, to and count. */
  readonly expected: readonly (readonly [string, string, number])[]
}

const examples: readonly Example[] = [
  {
    title: 'a day of 23 hours in Berlin',
    zone: 'Europe/Berlin',
    interval: 'day',
    times: ['2026-03-28T22:59:59.999Z', '2026-03-28T23:00Z', '2026-03-29T21:59:59.999Z', '2026-03-29T22:00Z'],
    expected: [
      ['2026-03-27T23:00Z', '2026-03-28T23:00Z', 1],
      ['2026-03-28T23:00Z', '2026-03-29T22:00Z', 2],
      ['2026-03-29T22:00Z', '2026-03-30T22:00Z', 1],
    ],
  },
  {
    title: 'a day of 25 hours in New York',
    zone: 'America/New_York',
    interval: 'day',
    times: ['2026-11-01T03:59Z', '2026-11-01T04:00Z', '2026-11-02T04:59Z', '2026-11-02T05:00Z'],
    expected: [
      ['2026-10-31T04:00Z', '2026-11-01T04:00Z', 1],
      ['2026-11-01T04:00Z', '2026-11-02T05:00Z', 2],
      ['2026-11-02T05:00Z', '2026-11-03T05:00Z', 1],
    ],
  },
  {
    title: 'an hour that clocks show twice is two',
    zone: 'Europe/Berlin',
    interval: 'hour',
    times: ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-25T02:30Z'],
    expected: [
      ['2026-10-25T00:00Z', '2026-10-25T01:00Z', 1],
      ['2026-10-25T01:00Z', '2026-10-25T02:00Z', 1],
      ['2026-10-25T02:00Z', '2026-10-25T03:00Z', 1],
    ],
  },
  {
    title: 'an hour that clocks leave out is none',
    zone: 'America/New_York',
    interval: 'hour',
    times: ['2026-03-08T06:59Z', '2026-03-08T07:00Z'],
    expected: [
      ['2026-03-08T06:00Z', '2026-03-08T07:00Z', 1],
      ['2026-03-08T07:00Z', '2026-03-08T08:00Z', 1],
    ],
  },
  {
    title: 'half an hour where clocks go back by half an hour',
    zone: 'Australia/Lord_Howe',
    interval: 'hour',
    times: ['2026-04-04T14:59Z', '2026-04-04T15:00Z', '2026-04-04T15:30Z'],
    expected: [
      ['2026-04-04T14:00Z', '2026-04-04T15:00Z', 1],
      ['2026-04-04T15:00Z', '2026-04-04T15:30Z', 1],
      ['2026-04-04T15:30Z', '2026-04-04T16:30Z', 1],
    ],
  },
  {
    title: 'hours that begin at a quarter past in Kathmandu',
    zone: 'Asia/Kathmandu',
    interval: 'hour',
    times: ['2026-05-01T00:14:59.999Z', '2026-05-01T00:15Z'],
    expected: [
      ['2026-04-30T23:15Z', '2026-05-01T00:15Z', 1],
      ['2026-05-01T00:15Z', '2026-05-01T01:15Z', 1],
    ],
  },
  {
    title: 'days in Kathmandu',
    zone: 'Asia/Kathmandu',
    interval: 'day',
    times: ['2026-04-30T18:14Z', '2026-04-30T18:15Z'],
    expected: [
      ['2026-04-29T18:15Z', '2026-04-30T18:15Z', 1],
      ['2026-04-30T18:15Z', '2026-05-01T18:15Z', 1],
    ],
  },
  {
    title: 'weeks that begin on Monday',
    zone: 'UTC',
    interval: 'week',
    times: ['1969-12-28T12:00Z', '1970-01-01T00:00Z', '2026-05-03T23:59Z', '2026-05-04T00:00Z'],
    expected: [
      ['1969-12-22T00:00Z', '1969-12-29T00:00Z', 1],
      ['1969-12-29T00:00Z', '1970-01-05T00:00Z', 1],
      ['2026-04-27T00:00Z', '2026-05-04T00:00Z', 1],
      ['2026-05-04T00:00Z', '2026-05-11T00:00Z', 1],
    ],
  },
  {
    title: 'a week that clocks are changed in',
    zone: 'Europe/Berlin',
    interval: 'week',
    times: ['2026-03-22T22:59Z', '2026-03-22T23:00Z', '2026-03-29T12:00Z', '2026-03-29T22:00Z'],
    expected: [
      ['2026-03-15T23:00Z', '2026-03-22T23:00Z', 1],
      ['2026-03-22T23:00Z', '2026-03-29T22:00Z', 2],
      ['2026-03-29T22:00Z', '2026-04-05T22:00Z', 1],
    ],
  },
  {
    title: 'months over the end of a year, and a leap day',
    zone: 'America/New_York',
    interval: 'month',
    times: ['2024-01-01T04:59Z', '2024-01-01T05:00Z', '2024-02-29T12:00Z', '2024-03-31T12:00Z'],
    expected: [
      ['2023-12-01T05:00Z', '2024-01-01T05:00Z', 1],
      ['2024-01-01T05:00Z', '2024-02-01T05:00Z', 1],
      ['2024-02-01T05:00Z', '2024-03-01T05:00Z', 1],
      ['2024-03-01T05:00Z', '2024-04-01T04:00Z', 1],
    ],
  },
  {
    title: 'minutes',
    zone: 'Asia/Kathmandu',
    interval: 'minute',
    times: ['2026-05-01T00:00:59.999Z', '2026-05-01T00:01Z', '2026-05-01T00:01:30Z'],
    expected: [
      ['2026-05-01T00:00Z', '2026-05-01T00:01Z', 1],
      ['2026-05-01T00:01Z', '2026-05-01T00:02Z', 2],
    ],
  },
  {
    title: 'days of a local mean time, which begin at odd seconds',
    zone: 'Europe/Berlin',
    interval: 'day',
    times: ['1890-04-30T23:06:31.999Z', '1890-04-30T23:06:32Z', '1890-05-01T12:00Z'],
    expected: [
      ['1890-04-29T23:06:32Z', '1890-04-30T23:06:32Z', 1],
      ['1890-04-30T23:06:32Z', '1890-05-01T23:06:32Z', 2],
    ],
  },
  {
    title: 'a day that clocks leave out',
    zone: 'Pacific/Apia',
    interval: 'day',
    times: ['2011-12-30T09:59Z', '2011-12-30T10:00Z'],
    expected: [
      ['2011-12-29T10:00Z', '2011-12-30T10:00Z', 1],
      ['2011-12-30T10:00Z', '2011-12-31T10:00Z', 1],
    ],
  },
  {
    title: 'a day that begins at one, since clocks leave midnight out',
    zone: 'America/Sao_Paulo',
    interval: 'day',
    times: ['2018-11-04T02:59Z', '2018-11-04T03:00Z', '2018-11-05T01:59Z'],
    expected: [
      ['2018-11-03T03:00Z', '2018-11-04T03:00Z', 1],
      ['2018-11-04T03:00Z', '2018-11-05T02:00Z', 2],
    ],
  },
  {
    title: 'a day that has begun when clocks go back over midnight',
    zone: 'America/St_Johns',
    interval: 'day',
    times: ['2010-11-07T02:29Z', '2010-11-07T02:30Z', '2010-11-07T02:45Z', '2010-11-08T03:29Z'],
    expected: [
      ['2010-11-06T02:30Z', '2010-11-07T02:30Z', 1],
      ['2010-11-07T02:30Z', '2010-11-08T03:30Z', 3],
    ],
  },
]

export const intervalExamples = (makeFeed: MakeFeed): void => {
  describe('statistics over time', () => {
    it.each(examples)('$title', ({ zone, interval, times, expected }) =>
      withFeed(makeFeed, sampleEvents(...times.map((at) => ({ at }))), async (feed) => {
        const items = expected.map(([from, to, count]) => ({
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          count,
        }))
        const answer = { items, total: times.length }
        expect(await right(feed.stats(statsQuery({ interval, timeZone: zone })))).toStrictEqual(answer)
        const byActor = statsQuery({ interval, timeZone: zone, fields: anyOf('actorId', 'ada') })
        expect(await right(feed.stats(byActor))).toStrictEqual(answer)
      }),
    )

    it('does not cut intervals at the range, but counts only what is in it', () =>
      withFeed(makeFeed, sampleEvents(...twoDays.map((at) => ({ at }))), async (feed) => {
        const since = Date.parse('2026-05-01T10:07Z')
        const until = Date.parse('2026-05-02T11:22Z')
        const query = statsQuery({ interval: 'day', timeZone: 'Europe/Berlin', since, until })
        expect(await right(feed.stats(query))).toStrictEqual({
          items: [
            { from: '2026-04-30T22:00:00.000Z', to: '2026-05-01T22:00:00.000Z', count: 1 },
            { from: '2026-05-01T22:00:00.000Z', to: '2026-05-02T22:00:00.000Z', count: 1 },
          ],
          total: 2,
        })
      }))

    it('orders groups by time, then by count, then by value', () =>
      withFeed(makeFeed, sampleEvents(...inTwoHours), async (feed) => {
        const { items } = await right(feed.stats(statsQuery({ interval: 'hour', groupBy: ['verb'] })))
        expect(items.map(({ verb, from, count }) => [from?.slice(11, 13), verb, count])).toEqual([
          ['10', 'b', 2],
          ['10', 'a', 1],
          ['10', 'c', 1],
          ['11', 'a', 1],
        ])
      }))
  })
}

const twoDays = ['2026-05-01T10:06:59.999Z', '2026-05-01T10:07Z', '2026-05-02T11:21:59.999Z', '2026-05-02T11:22Z']

const inTwoHours = [
  { at: '2026-05-01T11:00Z', verb: 'a' },
  { at: '2026-05-01T10:00Z', verb: 'c' },
  { at: '2026-05-01T10:59Z', verb: 'b' },
  { at: '2026-05-01T10:01Z', verb: 'b' },
  { at: '2026-05-01T10:30Z', verb: 'a' },
]
