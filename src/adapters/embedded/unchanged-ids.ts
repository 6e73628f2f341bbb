import type Database from 'better-sqlite3'
import type { RememberedId } from '../../ports/unchanged-memory.js'

/** How long the id of a request that changed nothing is remembered. */
export const rememberedForMs = 24 * 60 * 60 * 1_000

/** Of those that are older, let go of with each one that is noted. */
const prunedAtOnceMax = 1_000

interface Row {
  readonly digest: string
  readonly version: number
  readonly remembered_at: number
}

/** The table that these ids are kept in, of whichever file. */
export const unchangedIdsTable = `
    CREATE TABLE unchanged_ids (
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      digest TEXT NOT NULL,
      version INTEGER NOT NULL,
      remembered_at INTEGER NOT NULL,
      PRIMARY KEY (tenant, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX unchanged_by_time ON unchanged_ids (remembered_at);`

/** Notes an id; what is remembered of it for less than 24 hours stays. A few of those that are older are let go of each time. */
export const rememberUnchangedId = (db: Database.Database, now: () => number) => {
  const remember = db.prepare<[RememberedId & { readonly before: number }]>(
    `INSERT INTO unchanged_ids (tenant, id, digest, version, remembered_at)
     VALUES (:tenant, :id, :digest, :version, :rememberedAt)
     ON CONFLICT (tenant, id) DO UPDATE
     SET digest = excluded.digest, version = excluded.version, remembered_at = excluded.remembered_at
     WHERE unchanged_ids.remembered_at < :before`,
  )
  const forget = db.prepare<[number, number]>(
    'DELETE FROM unchanged_ids WHERE (tenant, id) IN (SELECT tenant, id FROM unchanged_ids WHERE remembered_at < ? LIMIT ?)',
  )
  return (entry: RememberedId): void => {
    const before = now() - rememberedForMs
    remember.run({ ...entry, before })
    forget.run(before, prunedAtOnceMax)
  }
}

/** Whether any id is there, however old. */
export const holdsUnchangedIds = (db: Database.Database): boolean =>
  db.prepare('SELECT 1 FROM unchanged_ids LIMIT 1').get() !== undefined

/** Looks an id up in the file; one that is older than 24 hours is as good as gone. */
export const findUnchangedId = (db: Database.Database, now: () => number) => {
  const find = db.prepare<[string, string, number], Row>(
    'SELECT digest, version, remembered_at FROM unchanged_ids WHERE tenant = ? AND id = ? AND remembered_at >= ?',
  )
  return (tenant: string, id: string): RememberedId | undefined => {
    const row = find.get(tenant, id, now() - rememberedForMs)
    return row && { tenant, id, digest: row.digest, version: row.version, rememberedAt: row.remembered_at }
  }
}
