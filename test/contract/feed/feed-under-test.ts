import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoredEvent } from '../../../src/domain/event.js'
import type {
  ActivityQuery,
  Feed,
  FilterField,
  Pattern,
  QueryError,
  StatsQuery,
} from '../../../src/ports/read-models.js'
import { sampleTenant } from './sample-events.js'

export interface FeedUnderTest {
  readonly feed: Feed
  /** Resolves when queries see them. */
  readonly store: (events: readonly StoredEvent[]) => Promise<void>
  readonly close: () => Promise<void>
}

export type MakeFeed = () => Promise<FeedUnderTest>

/** Runs a test on a new feed with these events. */
export const withFeed = async (
  makeFeed: MakeFeed,
  events: readonly StoredEvent[],
  test: (feed: Feed, store: FeedUnderTest['store']) => Promise<void>,
): Promise<void> => {
  const { feed, store, close } = await makeFeed()
  try {
    await store(events)
    await test(feed, store)
  } finally {
    await close()
  }
}

export const right = async <A>(task: TaskEither<QueryError, A>): Promise<A> => {
  const result = await task()
  if (E.isRight(result)) return result.right
  throw new Error(`unexpected ${JSON.stringify(result.left)}`)
}

export const activityQuery = (query: Partial<ActivityQuery> = {}): ActivityQuery => ({
  tenant: sampleTenant,
  fields: {},
  sort: 'occurredAt',
  order: 'asc',
  limit: 1_000,
  ...query,
})

export const statsQuery = (query: Partial<StatsQuery> = {}): StatsQuery => ({
  tenant: sampleTenant,
  fields: {},
  groupBy: [],
  timeZone: 'UTC',
  limit: 1_000,
  ...query,
})

/** `post.*` is a prefix. */
export const patterns = (...texts: readonly string[]): readonly Pattern[] =>
  texts.map((text) =>
    text.endsWith('*') ? { value: text.slice(0, -1), prefix: true } : { value: text, prefix: false },
  )

export const anyOf = (field: FilterField, ...texts: readonly string[]): ActivityQuery['fields'] => ({
  [field]: { anyOf: patterns(...texts) },
})

export const noneOf = (field: FilterField, ...texts: readonly string[]): ActivityQuery['fields'] => ({
  [field]: { noneOf: patterns(...texts) },
})

/** The positions of what the feed answers. */
export const positions = async (feed: Feed, query: Partial<ActivityQuery> = {}): Promise<readonly number[]> => {
  const { items } = await right(feed.activity(activityQuery(query)))
  return items.map((event) => Number(event.position))
}
