import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventPredicate } from '../../src/application/event-predicate.js'
import type { EventFilter } from '../../src/ports/read-models.js'
import { activityQuery, events } from '../contract/feed/feed-arbitraries.js'
import { naivePage } from '../contract/feed/naive-feed.js'
import { patchOf, sampleEvents, sampleTenant } from '../contract/feed/sample-events.js'

describe('the predicate of a filter', () => {
  it('lets through what a plain filter over an array finds, for any events and any filters', () => {
    fc.assert(
      fc.property(events, fc.array(activityQuery, { minLength: 20, maxLength: 20 }), (stored, queries) => {
        for (const query of queries) {
          const meets = eventPredicate(query)
          const found = naivePage(stored, { ...query, sort: 'position', order: 'asc', limit: 1_000 }).items
          expect(stored.filter(meets), JSON.stringify(query)).toStrictEqual(found)
        }
      }),
      { numRuns: 300 },
    )
  })

  const found = (filter: Omit<EventFilter, 'tenant'>): readonly number[] =>
    sampleEvents(
      { at: 0, subject: { type: 'post', id: '\u{1f600}x' }, channel: 'web' },
      { at: 1_000, subject: { type: 'post', id: '\uffee' }, change: patchOf('/title', '/tags/0') },
      { at: 2_000, subject: { type: 'post', id: '\u{1f601}' }, tenant: 'other' },
    )
      .filter(eventPredicate({ tenant: sampleTenant, ...filter }))
      .map(({ position }) => Number(position))

  it.each<[string, Omit<EventFilter, 'tenant'>, readonly number[]]>([
    ['another tenant never', { fields: {} }, [0, 10]],
    ['since is inclusive', { fields: {}, since: 1_000 }, [10]],
    ['until is exclusive', { fields: {}, until: 1_000 }, [0]],
    ['an empty list of alternatives meets nothing', { fields: { verb: { anyOf: [] } } }, []],
    ['an empty list of exclusions leaves nothing out', { fields: { verb: { noneOf: [] } } }, [0, 10]],
    ['half a character is no prefix', { fields: { subjectId: { anyOf: [{ value: '\ud83d', prefix: true }] } } }, []],
    [
      'leaving out half a character leaves nothing out',
      { fields: { subjectId: { noneOf: [{ value: '\ud83d', prefix: true }] } } },
      [0, 10],
    ],
    [
      'a field that is missing is not left out',
      { fields: { channel: { noneOf: [{ value: '', prefix: true }] } } },
      [10],
    ],
    ['any of the paths', { fields: { path: { anyOf: [{ value: '/tags', prefix: true }] } } }, [10]],
    ['none of the paths', { fields: { path: { noneOf: [{ value: '/title', prefix: false }] } } }, [0]],
  ])('%s', (_, filter, positions) => {
    expect(found(filter)).toEqual(positions)
  })
})
