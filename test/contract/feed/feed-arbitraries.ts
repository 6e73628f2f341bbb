import * as fc from 'fast-check'
import type { Party, StoredEvent } from '../../../src/domain/event.js'
import type {
  ActivityQuery,
  EventFilter,
  FacetsQuery,
  FieldFilter,
  FilterField,
  Pattern,
  StatsQuery,
} from '../../../src/ports/read-models.js'
import { filterFields, statsFields, statsIntervals } from '../../../src/ports/read-models.js'
import { patchOf, sampleEvent, sampleTenant } from './sample-events.js'
import type { Sample } from './sample-events.js'

const minuteMs = 60_000

/** Few values a field, so that filters meet something; texts that UTF-16 and UTF-8 order differently, and the last code point. */
const ids = [
  '1',
  '10',
  '2',
  'a/b',
  'a:b',
  'é',
  '\uffee',
  '\u{1f600}',
  '\u{1f600}x',
  '\u{10ffff}',
  '\u{10ffff}\u{10ffff}',
]
const verbs = ['post.created', 'post.updated', 'post.', 'postcard.sent', 'Post.updated']
const types = ['post', 'Post', 'user']
const channels = ['web', 'web2', 'bulk']
const paths = ['/title', '/tags', '/tags/0', '/tagged', '/a~1b', '/\u{1f600}']
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Africa/Casablanca',
]

/** Times of 2026 when clocks are changed somewhere, or a week, month or year begins. */
const turns = [
  '2026-01-01T00:00Z',
  '2026-02-15T02:00Z',
  '2026-03-08T07:00Z',
  '2026-03-29T01:00Z',
  '2026-04-04T15:00Z',
  '2026-06-01T00:00Z',
  '2026-10-03T15:30Z',
  '2026-10-25T01:00Z',
  '2026-11-01T06:00Z',
].map((text) => Date.parse(text))

const time = fc.oneof(
  fc.tuple(fc.constantFrom(...turns), fc.integer({ min: -8, max: 8 })).map(([turn, n]) => turn + n * 15 * minuteMs),
  fc.tuple(fc.constantFrom(...turns), fc.integer({ min: -1, max: 1 })).map(([turn, n]) => turn + n),
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }),
)

const id = fc.constantFrom(...ids)
const type = fc.constantFrom(...types)
const party: fc.Arbitrary<Party> = fc
  .record({ type, id, name: fc.constantFrom(undefined, 'Ada', 'Ada L.') })
  .map(({ name, ...rest }) => (name === undefined ? rest : { ...rest, name }))

const change: fc.Arbitrary<Sample['change']> = fc.oneof(
  fc.constant(undefined),
  fc.constant({ kind: 'state' as const, state: { title: 'x' } }),
  fc.constant({ kind: 'delete' as const }),
  fc.constantFrom(...paths, '/tags/1').map((path) => patchOf(path)),
  fc.constant(patchOf('/title', '/tags')),
)

const maybe = <A>(value: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> => fc.option(value, { nil: undefined })

const sample: fc.Arbitrary<Sample> = fc
  .record({
    at: time,
    subject: fc.record({ type, id }, { noNullPrototype: true }),
    actor: party,
    verb: fc.constantFrom(...verbs),
    tenant: fc.constantFrom(sampleTenant, sampleTenant, sampleTenant, 'other'),
    failed: fc.boolean(),
    change,
    channel: maybe(fc.constantFrom(...channels)),
    org: maybe(id),
    affects: maybe(party),
    transactionId: maybe(id),
  })
  .map((fields) => withoutUndefined(fields) as Sample)

/** With `exactOptionalPropertyTypes`, an absent field is not an undefined one. */
const withoutUndefined = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** In the order of their positions, which have gaps; times go back and forth. */
export const events: fc.Arbitrary<readonly StoredEvent[]> = fc
  .array(fc.tuple(sample, fc.integer({ min: 1, max: 1_000 })), { maxLength: 60 })
  .map((samples) => {
    let position = -1
    return samples.map(([fields, gap]) => sampleEvent((position += gap), fields))
  })

const valuesOf: Record<FilterField, readonly string[]> = {
  subjectType: types,
  subjectId: ids,
  actorType: types,
  actorId: ids,
  affects: ids,
  verb: verbs,
  channel: channels,
  org: ids,
  outcome: ['success', 'failure'],
  kind: ['change', 'activity'],
  transactionId: ids,
  path: ['', ...paths],
}

const patternsOf = (field: FilterField): fc.Arbitrary<readonly Pattern[]> => {
  const value = fc.constantFrom(...valuesOf[field])
  const exact = value.map((text) => ({ value: text, prefix: false }))
  const prefix = fc
    .tuple(value, fc.nat({ max: 5 }))
    .map(([text, length]) => ({ value: Array.from(text).slice(0, length).join(''), prefix: true }))
  return fc.array(fc.oneof({ weight: 3, arbitrary: exact }, prefix), { minLength: 1, maxLength: 3 })
}

const fieldFilter = (field: FilterField): fc.Arbitrary<FieldFilter> =>
  fc.oneof(
    { weight: 3, arbitrary: patternsOf(field).map((anyOf) => ({ anyOf })) },
    patternsOf(field).map((noneOf) => ({ noneOf })),
    fc.record({ anyOf: patternsOf(field), noneOf: patternsOf(field) }),
  )

const fields: fc.Arbitrary<EventFilter['fields']> = fc
  .uniqueArray(fc.constantFrom(...filterFields), { maxLength: 3 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, fieldFilter(name)]))))

const range = fc.record({ since: time, until: time }, { requiredKeys: [] })

const filter: fc.Arbitrary<EventFilter> = fc
  .tuple(fields, fc.oneof(fc.constant({}), range))
  .map(([asked, times]) => ({ tenant: sampleTenant, fields: asked, ...times }))

export const activityQuery: fc.Arbitrary<ActivityQuery> = fc
  .tuple(
    filter,
    fc.record({
      sort: fc.constantFrom('occurredAt' as const, 'position' as const),
      order: fc.constantFrom('asc' as const, 'desc' as const),
      limit: fc.constantFrom(1, 2, 7, 1_000),
    }),
  )
  .map(([asked, query]) => ({ ...asked, ...query }))

export const facetsQuery: fc.Arbitrary<FacetsQuery> = fc
  .tuple(
    filter,
    fc.constantFrom(...filterFields).chain((field) =>
      fc.record({
        field: fc.constant(field),
        prefix: fc.oneof(
          fc.constant(''),
          fc.constantFrom(...valuesOf[field]).map((text) => Array.from(text).slice(0, 2).join('')),
        ),
        limit: fc.constantFrom(1, 2, 1_000),
      }),
    ),
  )
  .map(([asked, query]) => ({ ...asked, ...query }))

export const statsQuery: fc.Arbitrary<StatsQuery> = fc
  .tuple(
    filter,
    fc.record({
      groupBy: fc.uniqueArray(fc.constantFrom(...statsFields), { maxLength: 2 }),
      interval: maybe(fc.constantFrom(...statsIntervals)),
      timeZone: fc.constantFrom(...zones),
      limit: fc.constantFrom(1, 3, 1_000, 1_000),
    }),
  )
  .map(([asked, { interval, ...query }]) => ({
    ...asked,
    ...query,
    ...(interval === undefined ? {} : { interval }),
  }))
