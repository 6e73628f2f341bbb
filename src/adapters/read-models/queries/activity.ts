import { sql } from 'kysely'
import type { FeedIndex } from '../feed-index/feed-index.js'
import type { StoredEvent } from '../../../domain/event.js'
import type { ActivityQuery, FeedPlace, Page } from '../../../ports/read-models.js'
import type { QueryRunner } from './query-runner.js'
import { tables } from './tables.js'

/** A page ends before the event whose JSON would take it beyond this; a single event may. */
const maxPageBytes = 16 * 1024 * 1024

/** One page of the feed. The places that a page ends at are in the events themselves, so they outlive whatever is stored later. */
export const activityPage = (run: QueryRunner, index: FeedIndex, query: ActivityQuery): Page<StoredEvent, FeedPlace> =>
  run.snapshot(() => readPage(run, index, query))

/** One more place than the page takes tells whether there is another page. */
const readPage = (run: QueryRunner, index: FeedIndex, query: ActivityQuery): Page<StoredEvent, FeedPlace> => {
  const places = index.places(query, query.limit + 1)
  const items = readEvents(run, query, places)
  const last = places[items.length - 1]
  return items.length < places.length && last !== undefined ? { items, next: last } : { items }
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
