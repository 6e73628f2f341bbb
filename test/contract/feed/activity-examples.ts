import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../../src/domain/event.js'
import type { FilterField } from '../../../src/ports/read-models.js'
import { activityQuery, anyOf, noneOf, positions, right, withFeed } from './feed-under-test.js'
import type { MakeFeed } from './feed-under-test.js'
import { patchOf, sampleEvent, sampleEvents } from './sample-events.js'

const noon = Date.UTC(2026, 4, 1, 12)

/** At 0, 10, 20 and 30; each field has one value at 0 and 10, another at 20, and at 30 none or a third. */
const four = sampleEvents(
  {
    at: noon,
    subject: { type: 'post', id: '1' },
    actor: { type: 'user', id: 'ada' },
    affects: { type: 'user', id: 'bob' },
    verb: 'post.created',
    channel: 'web',
    org: 'o1',
    transactionId: 't1',
    change: { kind: 'state', state: { title: 'x' } },
  },
  {
    at: noon + 1,
    subject: { type: 'post', id: '1' },
    actor: { type: 'user', id: 'ada' },
    affects: { type: 'user', id: 'bob' },
    verb: 'post.created',
    channel: 'web',
    org: 'o1',
    transactionId: 't1',
    change: { kind: 'delete' },
  },
  {
    at: noon + 2,
    subject: { type: 'page', id: '2' },
    actor: { type: 'service', id: 'job' },
    affects: { type: 'group', id: 'staff' },
    verb: 'page.sent',
    channel: 'bulk',
    org: 'o2',
    transactionId: 't2',
    failed: true,
  },
  { at: noon + 3, subject: { type: 'note', id: '3' }, actor: { type: 'robot', id: 'r2' }, verb: 'seen', failed: true },
)

interface Example {
  readonly field: FilterField
  readonly value: string
  readonly other: string
  /** At 30. */
  readonly third?: string
}

const examples: readonly Example[] = [
  { field: 'subjectType', value: 'post', other: 'page', third: 'note' },
  { field: 'subjectId', value: '1', other: '2', third: '3' },
  { field: 'actorType', value: 'user', other: 'service', third: 'robot' },
  { field: 'actorId', value: 'ada', other: 'job', third: 'r2' },
  { field: 'affects', value: 'bob', other: 'staff' },
  { field: 'verb', value: 'post.created', other: 'page.sent', third: 'seen' },
  { field: 'channel', value: 'web', other: 'bulk' },
  { field: 'org', value: 'o1', other: 'o2' },
  { field: 'transactionId', value: 't1', other: 't2' },
]

export const activityExamples = (makeFeed: MakeFeed): void => {
  describe.each(examples)('the feed by $field', ({ field, value, other, third }) => {
    it('finds one value', () =>
      withFeed(makeFeed, four, async (feed) => {
        expect(await positions(feed, { fields: anyOf(field, value) })).toEqual([0, 10])
        expect(await positions(feed, { fields: anyOf(field, `${value}x`) })).toEqual([])
      }))

    it('finds any of several values', () =>
      withFeed(makeFeed, four, async (feed) => {
        expect(await positions(feed, { fields: anyOf(field, other, value, 'none') })).toEqual([0, 10, 20])
      }))

    it('leaves values out, and keeps what has none', () =>
      withFeed(makeFeed, four, async (feed) => {
        expect(await positions(feed, { fields: noneOf(field, value) })).toEqual([20, 30])
        expect(await positions(feed, { fields: noneOf(field, value, other) })).toEqual([30])
        expect(await positions(feed, { fields: noneOf(field, '*') })).toEqual(third === undefined ? [30] : [])
      }))

    it('finds and leaves out prefixes', () =>
      withFeed(makeFeed, four, async (feed) => {
        expect(await positions(feed, { fields: anyOf(field, `${value.slice(0, -1)}*`) })).toContain(0)
        expect(await positions(feed, { fields: anyOf(field, `${value}*`) })).toEqual([0, 10])
        expect(await positions(feed, { fields: anyOf(field, `${value}x*`) })).toEqual([])
        expect(await positions(feed, { fields: noneOf(field, `${other}*`) })).toEqual([0, 10, 30])
        const having = third === undefined ? [0, 10, 20] : [0, 10, 20, 30]
        expect(await positions(feed, { fields: anyOf(field, '*') })).toEqual(having)
      }))
  })

  describe('the feed', () => {
    it('tells outcomes and kinds apart', () =>
      withFeed(makeFeed, four, async (feed) => {
        expect(await positions(feed, { fields: anyOf('outcome', 'failure') })).toEqual([20, 30])
        expect(await positions(feed, { fields: noneOf('outcome', 'failure') })).toEqual([0, 10])
        expect(await positions(feed, { fields: anyOf('kind', 'change') })).toEqual([0, 10])
        expect(await positions(feed, { fields: anyOf('kind', 'activity') })).toEqual([20, 30])
      }))

    it('meets all fields at once, and of one field what is wanted and not left out', () =>
      withFeed(makeFeed, four, async (feed) => {
        const both = { ...anyOf('subjectId', '1'), ...anyOf('verb', 'post.*') }
        expect(await positions(feed, { fields: both })).toEqual([0, 10])
        const never = { ...anyOf('subjectId', '1'), ...anyOf('actorId', 'job') }
        expect(await positions(feed, { fields: never })).toEqual([])
        const rest = { verb: { ...anyOf('verb', 'p*').verb, ...noneOf('verb', 'post.*').verb } }
        expect(await positions(feed, { fields: rest })).toEqual([20])
      }))

    it('finds nothing that is one of no values', () =>
      withFeed(makeFeed, four, async (feed) => {
        expect(await positions(feed, { fields: { verb: { anyOf: [] } } })).toEqual([])
        expect(await positions(feed, { fields: { path: { anyOf: [] } } })).toEqual([])
        expect(await positions(feed, { fields: { verb: { noneOf: [] } } })).toEqual([0, 10, 20, 30])
      }))

    it('finds changed paths', () =>
      withFeed(makeFeed, changes, async (feed) => {
        expect(await positions(feed, { fields: anyOf('path', '/title') })).toEqual([10, 20])
        expect(await positions(feed, { fields: anyOf('path', '/title', '/tags') })).toEqual([10, 20, 30])
        expect(await positions(feed, { fields: anyOf('path', '/tags*') })).toEqual([20, 30])
        expect(await positions(feed, { fields: anyOf('path', '') })).toEqual([0])
        expect(await positions(feed, { fields: anyOf('path', '*') })).toEqual([0, 10, 20, 30])
        expect(await positions(feed, { fields: noneOf('path', '/title') })).toEqual([0, 30, 40])
        expect(await positions(feed, { fields: noneOf('path', '/tags*', '') })).toEqual([10, 40])
        expect(await positions(feed, { fields: noneOf('path', '*') })).toEqual([40])
        const some = { path: { ...anyOf('path', '/title').path, ...noneOf('path', '/tags/*').path } }
        expect(await positions(feed, { fields: some })).toEqual([10])
        expect(await positions(feed, { fields: { ...anyOf('path', '/title'), ...anyOf('subjectId', '7') } })).toEqual(
          [],
        )
      }))

    it('compares texts by code point', () =>
      withFeed(makeFeed, inUnicode, async (feed) => {
        expect(await positions(feed, { fields: anyOf('subjectId', '\u{1f600}*') })).toEqual([20, 30])
        expect(await positions(feed, { fields: anyOf('subjectId', '\ud7ff*') })).toEqual([0])
        expect(await positions(feed, { fields: anyOf('subjectId', '\uffee*') })).toEqual([10])
        expect(await positions(feed, { fields: anyOf('subjectId', '\u{10ffff}*') })).toEqual([40, 50])
        expect(await positions(feed, { fields: anyOf('subjectId', 'a\u{10ffff}*') })).toEqual([60])
        expect(await positions(feed, { fields: noneOf('subjectId', '\u{10ffff}*') })).toEqual([0, 10, 20, 30, 60, 70])
        expect(await positions(feed, { fields: anyOf('subjectId', '\ud83d*') })).toEqual([])
      }))

    it('takes percent signs, underscores, stars and capitals for themselves', () =>
      withFeed(makeFeed, sampleEvents(...['a%', 'a_', 'ab', 'A%', 'a*'].map(withSubject)), async (feed) => {
        expect(await positions(feed, { fields: anyOf('subjectId', 'a%') })).toEqual([0])
        expect(await positions(feed, { fields: anyOf('subjectId', 'a_*') })).toEqual([10])
        const star = { subjectId: { anyOf: [{ value: 'a*', prefix: false }] } }
        expect(await positions(feed, { fields: star })).toEqual([40])
      }))

    it('includes since and excludes until', () =>
      withFeed(makeFeed, four, async (feed) => {
        expect(await positions(feed, { since: noon + 1, until: noon + 3 })).toEqual([10, 20])
        expect(await positions(feed, { since: noon + 3 })).toEqual([30])
        expect(await positions(feed, { until: noon })).toEqual([])
        expect(await positions(feed, { since: noon + 2, until: noon + 2 })).toEqual([])
        expect(await positions(feed, { since: noon + 3, until: noon + 1 })).toEqual([])
        expect(await positions(feed, { since: noon + 1, until: noon + 3, sort: 'position', order: 'desc' })).toEqual([
          20, 10,
        ])
        expect(await positions(feed, { since: noon + 1, fields: anyOf('subjectId', '1') })).toEqual([10])
      }))

    it('knows times before 1970 and at the ends of the calendar', () => {
      const times = ['0000-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z']
      return withFeed(makeFeed, sampleEvents(...times.map((at) => ({ at }))), async (feed) => {
        expect(await positions(feed)).toEqual([0, 10, 20])
        expect(await positions(feed, { until: 0 })).toEqual([0, 10])
      })
    })

    it('stays within the tenant', () =>
      withFeed(makeFeed, [...four, sampleEvent(40, { at: noon, tenant: 'other', verb: 'seen' })], async (feed) => {
        expect(await positions(feed, { fields: anyOf('verb', 'seen') })).toEqual([30])
        expect(await positions(feed, { tenant: 'other' })).toEqual([40])
        expect(await positions(feed, { tenant: 'nobody' })).toEqual([])
      }))

    it('answers events as they were stored, every key of them', () => {
      const state = JSON.parse('{"__proto__": {"a": 1}, "constructor": null, "": "\\u0000", "n": 1e300}') as object
      const event = sampleEvent(0, { at: noon, change: { kind: 'state', state: state as never } })
      const full = { ...event, reason: 'r', context: { ip: '::1' }, data: [null, { a: [] }] } as StoredEvent
      return withFeed(makeFeed, [full], async (feed) => {
        const { items } = await right(feed.activity(activityQuery()))
        expect(items).toStrictEqual([full])
        expect(JSON.stringify(items[0]?.change)).toBe(JSON.stringify(full.change))
      })
    })
  })
}

const withSubject = (id: string, i: number) => ({ at: noon + i, subject: { type: 'post', id } })

const changes = sampleEvents(
  { at: noon, change: { kind: 'state', state: { title: 'x' } } },
  { at: noon + 1, change: patchOf('/title') },
  { at: noon + 2, change: patchOf('/title', '/tags/a', '/tags/b') },
  { at: noon + 3, change: patchOf('/tags') },
  { at: noon + 4 },
)

const inUnicode = sampleEvents(
  ...[
    '\ud7ffx',
    '\uffee',
    '\u{1f600}',
    '\u{1f600}\uffee',
    '\u{10ffff}',
    '\u{10ffff}\u{10ffff}',
    'a\u{10ffff}',
    'b',
  ].map(withSubject),
)
