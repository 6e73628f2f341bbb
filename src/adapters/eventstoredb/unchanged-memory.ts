import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { UnchangedMemory } from '../../ports/unchanged-memory.js'
import { findUnchangedId, rememberedForMs } from '../embedded/unchanged-ids.js'

/** The ids of requests that left no event, in the file of the id index. They are of this machine alone. */
export const createUnchangedMemory = (db: Database.Database, now: () => number): UnchangedMemory => {
  const find = findUnchangedId(db, now)
  const forget = db.prepare('DELETE FROM unchanged_ids WHERE remembered_at < ?')
  const add = db.prepare(
    'INSERT OR REPLACE INTO unchanged_ids (tenant, id, digest, version, remembered_at) VALUES (?, ?, ?, ?, ?)',
  )
  return {
    find: (tenant, id) => () => Promise.resolve(tried(() => find(tenant, id))),
    remember:
      ({ tenant, id, digest, version, rememberedAt }) =>
      () =>
        Promise.resolve(
          tried(() => {
            // What is promised here has to outlast a power loss, unlike the rest of the file.
            db.pragma('synchronous = FULL')
            try {
              forget.run(now() - rememberedForMs)
              add.run(tenant, id, digest, version, rememberedAt)
            } finally {
              db.pragma('synchronous = NORMAL')
            }
          }),
        ),
  }
}

const tried = <A>(work: () => A): E.Either<{ readonly _tag: 'LogUnavailable'; readonly reason: string }, A> =>
  E.tryCatch(work, (error) => ({ _tag: 'LogUnavailable', reason: (error as Error).message }))
