import type {
  ActivityQuery,
  FacetsQuery,
  FieldFilter,
  FilterField,
  Pattern,
  StatsField,
  StatsQuery,
} from '../../../src/ports/read-models.js'
import { seededRandom } from '../random.js'
import { importStart, legacyVerb, scaleCounts, scaleEnd, scaleStart, scaleValues } from './scale-events.js'

/** One kind of question, asked with other values each time. */
export type Shape =
  | { readonly kind: 'feed'; readonly name: string; readonly make: (random: Draw) => Omit<ActivityQuery, 'tenant'> }
  | { readonly kind: 'stats'; readonly name: string; readonly make: (random: Draw) => Omit<StatsQuery, 'tenant'> }
  | { readonly kind: 'facets'; readonly name: string; readonly make: (random: Draw) => Omit<FacetsQuery, 'tenant'> }

type Field = keyof typeof scaleValues

/** Values for one instance of a shape. */
export interface Draw {
  readonly next: () => number
  /** One of the most frequent values, one from all over, one of the rarer half. */
  readonly frequent: (field: Field) => string
  readonly any: (field: Field) => string
  readonly rare: (field: Field) => string
  readonly legacyVerb: () => string
}

export const drawOf = (events: number, seed: number): Draw => {
  const next = seededRandom(seed)
  const counts = scaleCounts(events)
  const within = (field: Field, from: number, to: number): string => {
    const count = counts[field]
    return scaleValues[field](Math.min(count - 1, Math.floor(count * from + next() * count * (to - from))))
  }
  return {
    next,
    frequent: (field) => scaleValues[field](Math.floor(next() * 4)),
    any: (field) => within(field, 0, 1),
    rare: (field) => within(field, 0.5, 1),
    legacyVerb: () => legacyVerb(Math.floor(next() * 5)),
  }
}

const exact = (...values: readonly string[]): FieldFilter => ({ anyOf: patterns(values) })
const except = (...values: readonly string[]): FieldFilter => ({ noneOf: patterns(values) })
const patterns = (values: readonly string[]): readonly Pattern[] => values.map((value) => ({ value, prefix: false }))

type Fields = Readonly<Partial<Record<FilterField, FieldFilter>>>
const newest = { sort: 'occurredAt', order: 'desc', limit: 50 } as const
const feed = (name: string, fields: (draw: Draw) => Fields, more: Partial<ActivityQuery> = {}): Shape => ({
  kind: 'feed',
  name,
  make: (draw) => ({ ...newest, fields: fields(draw), ...more }),
})
const month = 30 * 86_400_000

const singles = (['verb', 'channel', 'subjectType', 'actorId', 'subjectId', 'transactionId', 'path'] as const).map(
  (field) => feed(field, (draw) => ({ [field]: exact(draw.any(field)) })),
)

export const feedShapes: readonly Shape[] = [
  feed('everything', () => ({})),
  ...singles,
  feed('outcome', () => ({ outcome: exact('failure') })),
  feed('verb and channel, frequent', (d) => ({
    verb: exact(d.frequent('verb')),
    channel: exact(d.frequent('channel')),
  })),
  feed('verb, channel and subject type', (d) => ({
    verb: exact(d.any('verb')),
    channel: exact(d.frequent('channel')),
    subjectType: exact(d.frequent('subjectType')),
  })),
  feed('verb and actor', (d) => ({ verb: exact(d.frequent('verb')), actorId: exact(d.frequent('actorId')) })),
  feed('rare actor and frequent verb', (d) => ({ actorId: exact(d.rare('actorId')), verb: exact(d.frequent('verb')) })),
  feed('frequent values that never meet', (d) => ({
    channel: exact('import'),
    verb: exact(d.frequent('verb')),
    path: exact('/nowhere'),
  })),
  feed('import channel among the new ones', (d) => ({ channel: exact('import'), verb: exact(d.frequent('verb')) }), {
    since: scaleStart + month,
  }),
  feed('only ten years ago', (d) => ({ verb: exact(d.legacyVerb()) })),
  feed('only ten years ago, oldest first', (d) => ({ verb: exact(d.legacyVerb()) }), { order: 'asc' }),
  feed('five verbs', (d) => ({ verb: exact(...Array.from({ length: 5 }, () => d.any('verb'))) })),
  feed('five actors and a verb', (d) => ({
    actorId: exact(...Array.from({ length: 5 }, () => d.any('actorId'))),
    verb: exact(d.frequent('verb')),
  })),
  feed('not these verbs, not this channel', (d) => ({
    verb: except(d.frequent('verb'), d.frequent('verb')),
    channel: except(d.frequent('channel')),
  })),
  feed('hot subject', () => ({ subjectId: exact(scaleValues.subjectId(0)) })),
  feed('hot subject, verb and channel', (d) => ({
    subjectId: exact(scaleValues.subjectId(0)),
    verb: exact(d.frequent('verb')),
    channel: exact(d.frequent('channel')),
  })),
  feed('path and channel', (d) => ({ path: exact(d.any('path')), channel: exact(d.frequent('channel')) })),
  feed('a verb in a month', (d) => ({ verb: exact(d.any('verb')) }), {
    since: scaleEnd - 6 * month,
    until: scaleEnd - 5 * month,
  }),
  feed('page 1,000', (d) => ({ channel: exact(d.frequent('channel')) }), {
    from: { occurredAt: scaleEnd - 8 * month, position: 0 },
  }),
  feed('oldest first', (d) => ({ verb: exact(d.any('verb')) }), { order: 'asc' }),
  feed('order of the log', (d) => ({ verb: exact(d.any('verb')) }), { sort: 'position' }),
  feed('order of the log, from the start', () => ({}), { sort: 'position', order: 'asc' }),
]

const stats = (
  name: string,
  groupBy: readonly StatsField[],
  fields: (draw: Draw) => Fields = () => ({}),
  more: Partial<StatsQuery> = {},
): Shape => ({
  kind: 'stats',
  name,
  make: (draw) => ({ groupBy, timeZone: 'UTC', limit: 1_000, fields: fields(draw), ...more }),
})

const fields = ['verb', 'actor', 'channel', 'subjectType', 'outcome'] as const
const pairs = fields.flatMap((a, i) => fields.slice(i + 1).map((b) => [a, b] as const))

export const statsShapes: readonly Shape[] = [
  stats('total', []),
  ...fields.map((field) => stats(`by ${field}`, [field])),
  ...pairs.map((pair) => stats(`by ${pair.join(' and ')}`, pair)),
  stats('by verb, of a channel', ['verb'], (d) => ({ channel: exact(d.frequent('channel')) })),
  stats('by channel, of an actor', ['channel'], (d) => ({ actorId: exact(d.any('actorId')) })),
  stats('by actor, failures', ['actor'], () => ({ outcome: exact('failure') })),
  stats('by verb, of a path', ['verb'], (d) => ({ path: exact(d.any('path')) })),
  stats('a year by week and verb', ['verb'], undefined, {
    interval: 'week',
    since: scaleEnd - 365 * 86_400_000,
    until: scaleEnd,
    timeZone: 'Europe/Berlin',
  }),
  stats('a year by day', [], undefined, { interval: 'day', since: scaleEnd - 365 * 86_400_000, until: scaleEnd }),
  stats('a day by hour and verb', ['verb'], undefined, {
    interval: 'hour',
    since: scaleEnd - 86_400_000,
    until: scaleEnd,
    timeZone: 'America/New_York',
  }),
  stats('twelve years by month', [], undefined, { interval: 'month', since: importStart, until: scaleEnd }),
  stats('twelve years by day and verb', ['verb'], undefined, { interval: 'day', since: importStart, until: scaleEnd }),
]

const facets = (name: string, field: FilterField, more: (draw: Draw) => Partial<FacetsQuery> = () => ({})): Shape => ({
  kind: 'facets',
  name,
  make: (draw) => ({ field, prefix: '', limit: 50, fields: {}, ...more(draw) }),
})

/** What somebody has typed so far: all but the last two digits of a value that is there. */
const typed = (value: string): string => value.slice(0, Math.max(4, value.length - 2))

export const facetShapes: readonly Shape[] = [
  facets('verbs', 'verb'),
  facets('channels', 'channel'),
  facets('subject types, failures', 'subjectType', () => ({ fields: { outcome: exact('failure') } })),
  facets('verbs of a channel', 'verb', (d) => ({ fields: { channel: exact(d.frequent('channel')) } })),
  facets('verbs of a hot subject', 'verb', () => ({ fields: { subjectId: exact(scaleValues.subjectId(0)) } })),
  facets('verbs that begin with', 'verb', (d) => ({ prefix: `area${Math.floor(d.next() * 12)}.` })),
  facets('actors', 'actorId'),
  facets('actors that begin with', 'actorId', (d) => ({ prefix: typed(d.any('actorId')) })),
  facets('actors of a verb in a month', 'actorId', (d) => ({
    fields: { verb: exact(d.frequent('verb')) },
    since: scaleEnd - 6 * month,
    until: scaleEnd - 5 * month,
  })),
  facets('paths', 'path'),
  facets('paths of an actor', 'path', (d) => ({ fields: { actorId: exact(d.frequent('actorId')) } })),
  facets('subjects that begin with', 'subjectId', (d) => ({ prefix: typed(d.any('subjectId')) })),
  facets('transactions that begin with', 'transactionId', (d) => ({ prefix: typed(d.any('transactionId')) })),
]
