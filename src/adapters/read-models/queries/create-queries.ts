import type { Database } from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ProjectionTables } from '../table-schema.js'
import type { EventFilter, FeedIndexSize, QueryError, ReadModels } from '../../../ports/read-models.js'
import { openFeedIndex } from '../feed-index/feed-index.js'
import type { FeedIndex, FeedIndexOptions } from '../feed-index/feed-index.js'
import { TooMuchWork } from '../feed-index/work.js'
import { activityPage } from './activity.js'
import { facetsAnswer } from './facets.js'
import { callsAnswer } from './calls.js'
import { checkFilter } from './filter-size.js'
import { queryRunner } from './query-runner.js'
import { rowsPage } from './rows.js'
import { statsAnswer } from './stats.js'
import { subjectsPage } from './subjects.js'
import { transactionRow } from './transaction.js'

export type Queries = Pick<
  ReadModels,
  'activity' | 'stats' | 'facets' | 'subjects' | 'transaction' | 'calls' | 'rows' | 'feedIndexSize'
> & {
  /** Reads a further piece of the feed index into memory. @returns whether there was one. Throws what SQLite fails with. */
  readonly warm: () => boolean
}

/**
 * Answers queries from one read-model file, on a handle that is only read. Each query runs on this thread, in one read transaction. What
 * SQLite fails with is `ReadModelUnavailable`.
 */
export const createQueries = (
  db: Database,
  definitions: readonly ProjectionTables[],
  indexOptions: FeedIndexOptions,
): Queries => {
  const run = queryRunner(db)
  let opened: FeedIndex | undefined
  const index = (): FeedIndex => (opened ??= openFeedIndex(db, indexOptions))
  return {
    activity: (query) => filtered(query, () => E.right(activityPage(run, index(), query))),
    stats: (query) => filtered(query, () => statsAnswer(run, index(), query)),
    facets: (query) => filtered(query, () => facetsAnswer(run, index(), query)),
    subjects: (query) => answer(() => subjectsPage(run, query)),
    transaction: (tenant, id) => answer(() => E.right(transactionRow(run, tenant, id))),
    calls: (query) => answer(() => callsAnswer(run, query)),
    rows: (query) => answer(() => rowsPage(run, definitions, query)),
    warm: () => run.snapshot(index().warm),
    feedIndexSize: () => () => measuredSize(() => run.snapshot(index().size)),
  }
}

const answer =
  <A>(query: () => E.Either<QueryError, A>): TaskEither<QueryError, A> =>
  () =>
    Promise.resolve(E.flatten(E.tryCatch(query, errorOf)))

/** A segment a turn is measured, so that nobody waits for all of them. */
const measuredSize = async (look: () => FeedIndexSize | undefined): Promise<E.Either<QueryError, FeedIndexSize>> => {
  try {
    for (;;) {
      const size = look()
      if (size !== undefined) return E.right(size)
      await nextTurn()
    }
  } catch (error) {
    return E.left(unavailable(error))
  }
}
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The same, where the filter is not too large. */
const filtered = <A>(filter: EventFilter, query: () => E.Either<QueryError, A>): TaskEither<QueryError, A> => {
  const tooLarge = checkFilter(filter)
  return answer(tooLarge === undefined ? query : () => E.left(tooLarge))
}

const errorOf = (error: unknown): QueryError =>
  error instanceof TooMuchWork
    ? {
        _tag: 'TooExpensive',
        field: '',
        detail:
          'too much of the index would have to be looked through: ask for a shorter time, fewer groups, or longer prefixes',
      }
    : unavailable(error)

const unavailable = (error: unknown): QueryError => ({
  _tag: 'ReadModelUnavailable',
  reason: error instanceof Error ? error.message : String(error),
})
