import type Database from 'better-sqlite3'
import type { RememberedId } from '../../ports/unchanged-memory.js'

/** How long the id of a request that changed nothing is remembered. */
export const rememberedForMs = 24 * 60 * 60 * 1_000

interface Row {
  readonly digest: string
  readonly version: number
  readonly remembered_at: number
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
