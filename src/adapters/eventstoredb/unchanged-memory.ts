import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { UnchangedMemory } from '../../ports/unchanged-memory.js'
import { findUnchangedId, rememberUnchangedId } from '../embedded/unchanged-ids.js'

/** The ids of requests that left no event, in the file of the id index. They are of this machine alone. */
export const createUnchangedMemory = (db: Database.Database, now: () => number): UnchangedMemory => {
  const find = findUnchangedId(db, now)
  const remember = rememberUnchangedId(db, now)
  return {
    find: (tenant, id) => () => Promise.resolve(tried(() => find(tenant, id))),
    remember: (entry) => () =>
      Promise.resolve(
        tried(() => {
          // What is promised here has to outlast a power loss, unlike the rest of the file.
          db.pragma('synchronous = FULL')
          try {
            remember(entry)
          } finally {
            db.pragma('synchronous = NORMAL')
          }
        }),
      ),
  }
}

const tried = <A>(work: () => A): E.Either<{ readonly _tag: 'LogUnavailable'; readonly reason: string }, A> =>
  E.tryCatch(work, (error) => ({ _tag: 'LogUnavailable', reason: (error as Error).message }))
