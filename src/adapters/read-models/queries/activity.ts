import * as E from 'fp-ts/lib/Either.js'
import { sql } from 'kysely'
import type { StoredEvent } from '../../../domain/event.js'
import type { ActivityQuery, FeedPlace, Page, QueryError } from '../../../ports/read-models.js'
import type { Range, Sql } from './conditions.js'
import { feedSource } from './feed-source.js'
import { tables } from './feed-tables.js'
import { checkFilter } from './filter-size.js'
import type { QueryRunner } from './query-runner.js'

/** A page ends before the event whose JSON would take it beyond this; a single event may. */
const maxPageBytes = 16 * 1024 * 1024

/** One page of the feed. The places that a page ends at are in the events themselves, so they outlive whatever is stored later. */
export const activityPage = (
  run: QueryRunner,
  query: ActivityQuery,
): E.Either<QueryError, Page<StoredEvent, FeedPlace>> => {
  const tooLarge = checkFilter(query)
  if (tooLarge !== undefined) return E.left(tooLarge)
  return E.right(run.snapshot(() => readPage(run, query)))
}

const readPage = (run: QueryRunner, query: ActivityQuery): Page<StoredEvent, FeedPlace> => {
  const range = rangeOf(query)
  const { rows, orderBy } = feedSource(run, query, range, query.sort === 'position' ? 'byPosition' : 'byTime')
  const places = run.all(
    sql<FeedPlace>`SELECT f."occurredAt", f."position" ${rows} ${behind(query, orderBy)} ${inOrder(query, orderBy)}`,
  )
  const items = readEvents(run, query, places)
  const last = places[items.length - 1]
  return items.length < places.length && last !== undefined ? { items, next: last } : { items }
}

/** In the order of time, the place to go on from narrows the range. */
const rangeOf = ({ since, until, from, sort, order }: ActivityQuery): Range => {
  if (from === undefined || sort === 'position') return { least: since, end: until }
  return order === 'asc'
    ? { least: Math.max(since ?? from.occurredAt, from.occurredAt), end: until }
    : { least: since, end: Math.min(until ?? Infinity, from.occurredAt + 1) }
}

const behind = ({ from, sort, order }: ActivityQuery, alias: Sql): Sql => {
  if (from === undefined) return sql``
  const operator = order === 'asc' ? sql`>` : sql`<`
  return sort === 'position'
    ? sql`AND f."position" ${operator} ${from.position}`
    : sql`AND (${alias}."occurredAt", ${alias}."position") ${operator} (${from.occurredAt}, ${from.position})`
}

/** One more than the page takes tells whether there is another page. */
const inOrder = ({ sort, order, limit }: ActivityQuery, alias: Sql): Sql => {
  const direction = order === 'asc' ? sql`ASC` : sql`DESC`
  const time = sort === 'position' ? sql`` : sql`${alias}."occurredAt" ${direction}, `
  const position = sort === 'position' ? sql`f."position"` : sql`${alias}."position"`
  return sql`ORDER BY ${time}${position} ${direction} LIMIT ${limit + 1}`
}

const readEvents = (
  run: QueryRunner,
  { tenant, limit }: ActivityQuery,
  places: readonly FeedPlace[],
): readonly StoredEvent[] => {
  const positions = JSON.stringify(places.slice(0, limit).map(({ position }) => position))
  const rows = run.each(sql<{
    readonly position: number
    readonly event: string | null
  }>`SELECT p."value" AS "position", e."event" FROM json_each(${positions}) AS p
      LEFT JOIN ${tables.events} AS e ON e."tenant" = ${tenant} AND e."position" = p."value"`)
  const items: StoredEvent[] = []
  let bytes = 0
  for (const { position, event } of rows) {
    // The left side of the join is walked from its first element to its last; a sort would hold the whole page in memory.
    if (position !== places[items.length]?.position) throw new Error('the events of a page came in another order')
    if (event === null) throw new Error(`the event at position ${position} is missing from the read model`)
    bytes += Buffer.byteLength(event)
    if (bytes > maxPageBytes && items.length > 0) break
    items.push(JSON.parse(event) as StoredEvent)
  }
  return items
}
