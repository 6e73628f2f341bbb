import { prefixEnd } from '../../../src/adapters/read-models/queries/prefix-end.js'
import type {
  ActivityQuery,
  EventFilter,
  FacetsQuery,
  FieldFilter,
  FilterField,
  StatsField,
  StatsQuery,
} from '../../../src/ports/read-models.js'

export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Takes in a parameter, and says how the text names it. */
export type Bind = (value: unknown) => string

/** What the two databases write differently. */
export interface Dialect {
  readonly placeholder: (number: number) => string
  /** How a parameter for a time is given, from ms since the epoch. */
  readonly time: (ms: number) => unknown
  readonly isOneOf: (column: string, values: readonly string[], bind: Bind) => string
  /** The events of `places` (position and occurred_at of each), in their order. */
  readonly page: (places: string, order: string) => string
  readonly interval: (query: StatsQuery, occurredAt: string, bind: Bind) => IntervalSql
}

export interface IntervalSql {
  /** An expression for the beginning of the interval that an event lies in, in ms. */
  readonly bucket: string
  /** What stands before the table of events, and a condition. */
  readonly join?: string
  readonly within?: string
}

export const peerSql = (dialect: Dialect) => {
  const statement = (write: (bind: Bind) => string): Sql => {
    const values: unknown[] = []
    const text = write((value) => {
      values.push(value)
      return dialect.placeholder(values.length)
    })
    return { text, values }
  }

  /** `t` is the table whose time and tenant lead: that of the paths where one path is asked for. */
  const source = (
    filter: EventFilter,
    bind: Bind,
  ): { readonly t: 'e' | 'p'; readonly from: string; readonly where: string[] } => {
    const path = onePath(filter)
    const t = path === undefined ? 'e' : 'p'
    const where = [`${t}.tenant = ${bind(filter.tenant)}`]
    if (path !== undefined) where.push(`p.path = ${bind(path)}`)
    for (const [field, asked] of Object.entries(filter.fields) as [FilterField, FieldFilter][]) {
      if (field !== 'path') where.push(...meets(`e.${columnOf(field)}`, asked, bind))
    }
    where.push(...within(t, filter, bind))
    return { t, from: t === 'e' ? 'events e' : 'event_paths p JOIN events e ON e.position = p.position', where }
  }

  const meets = (column: string, { anyOf, noneOf }: FieldFilter, bind: Bind): readonly string[] => [
    ...(anyOf === undefined ? [] : [dialect.isOneOf(column, exact(anyOf), bind)]),
    ...(noneOf === undefined ? [] : [`NOT ${dialect.isOneOf(column, exact(noneOf), bind)}`]),
  ]

  const within = (t: string, { since, until }: EventFilter, bind: Bind): readonly string[] => [
    ...(since === undefined ? [] : [`${t}.occurred_at >= ${bind(dialect.time(since))}`]),
    ...(until === undefined ? [] : [`${t}.occurred_at < ${bind(dialect.time(until))}`]),
  ]

  return {
    feed: (query: ActivityQuery): Sql =>
      statement((bind) => {
        const { t, from, where } = source(query, bind)
        const by = query.sort === 'position' ? ['position'] : ['occurred_at', 'position']
        const order = (table: string): string => by.map((column) => `${table}.${column} ${query.order}`).join(', ')
        if (query.from !== undefined) where.push(behind(query, query.from, t, bind))
        const places = `SELECT ${t}.position, ${t}.occurred_at FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${order(t)} LIMIT ${query.limit + 1}`
        return dialect.page(places, order('f'))
      }),

    stats: (query: StatsQuery): Sql =>
      statement((bind) => {
        const interval = query.interval === undefined ? undefined : dialect.interval(query, 'e.occurred_at', bind)
        const { from, where } = source(query, bind)
        if (interval?.within !== undefined) where.push(interval.within)
        const grouped = query.groupBy.flatMap(groupColumns)
        const keys = [
          ...(interval === undefined ? [] : [`${interval.bucket} AS bucket`]),
          ...grouped.map((c) => `e.${c}`),
        ]
        const names = [...(interval === undefined ? [] : ['bucket']), ...grouped]
        const groups = `SELECT ${[...keys, 'count(*) AS n'].join(', ')} FROM ${interval?.join ?? ''}${from} WHERE ${where.join(' AND ')}${names.length === 0 ? '' : ` GROUP BY ${names.map((_, i) => i + 1).join(', ')}`}`
        const order = [...(interval === undefined ? [] : ['bucket']), 'n DESC', ...grouped].join(', ')
        return `SELECT g.*, sum(n) OVER () AS total FROM (${groups}) g ORDER BY ${order} LIMIT ${query.limit + 1}`
      }),

    facets: (query: FacetsQuery): Sql =>
      statement((bind) => {
        const { t, from, where } = source(query, bind)
        const ofPaths = query.field === 'path'
        const column = ofPaths ? 'p.path' : `e.${columnOf(query.field)}`
        const end = prefixEnd(query.prefix)
        if (query.prefix !== '') where.push(`${column} >= ${bind(query.prefix)}`)
        if (query.prefix !== '' && end !== undefined) where.push(`${column} < ${bind(end)}`)
        const tables = ofPaths && t === 'e' ? `${from} JOIN event_paths p ON p.position = e.position` : from
        return `SELECT ${column} AS value, count(*) AS n FROM ${tables} WHERE ${where.join(' AND ')} GROUP BY 1 ORDER BY n DESC, value LIMIT ${query.limit + 1}`
      }),
  }

  function behind(query: ActivityQuery, place: NonNullable<ActivityQuery['from']>, t: string, bind: Bind): string {
    const than = query.order === 'asc' ? '>' : '<'
    if (query.sort === 'position') return `${t}.position ${than} ${bind(place.position)}`
    return `(${t}.occurred_at, ${t}.position) ${than} (${bind(dialect.time(place.occurredAt))}, ${bind(place.position)})`
  }
}

const onePath = ({ fields: { path } }: EventFilter): string | undefined => {
  if (path === undefined) return undefined
  const [only, ...more] = exact(path.anyOf ?? [])
  if (only === undefined || more.length > 0 || path.noneOf !== undefined) throw new Error('no such question is asked')
  return only
}

const exact = (patterns: NonNullable<FieldFilter['anyOf']>): readonly string[] =>
  patterns.map(({ value, prefix }) => {
    if (prefix) throw new Error('no such question is asked')
    return value
  })

const columnOf = (field: FilterField): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const groupColumns = (field: StatsField): readonly string[] =>
  field === 'actor' ? ['actor_type', 'actor_id'] : [columnOf(field)]
