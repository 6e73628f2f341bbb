import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Snapshot } from '../../ports/snapshot-store.js'
import { dataFiles } from './data-folder.js'
import { requireSchema } from './database-schema.js'
import { snapshotSchema, toSnapshot } from './snapshot-file.js'
import type { SnapshotRow } from './snapshot-file.js'

/** A stored snapshot; `intact` says whether it matches its digest. */
export interface CheckedSnapshot {
  readonly snapshot: Snapshot
  readonly intact: boolean
}

const rowsAtOnce = 64

/**
 * All snapshots by stream and version, for `annals check`; none where there is no file.
 * @throws Error where the file cannot be read.
 */
export function* eachSnapshot(options: { readonly dataDir: string }): Generator<CheckedSnapshot, void, undefined> {
  const file = dataFiles(options.dataDir).snapshots
  if (!existsSync(file)) return
  const db = new Database(file, { readonly: true, timeout: 1_000 })
  try {
    requireSchema(db, snapshotSchema)
    const some = db.prepare<[string, number, number], SnapshotRow>(
      'SELECT * FROM snapshots WHERE (stream, version) > (?, ?) ORDER BY stream, version LIMIT ?',
    )
    for (let after: readonly [string, number] = ['', -1]; ;) {
      const piece = some.all(...after, rowsAtOnce)
      for (const row of piece) yield { snapshot: asStored(row), intact: toSnapshot(row) !== undefined }
      const last = piece.at(-1)
      if (last === undefined) return
      after = [last.stream, last.version]
    }
  } finally {
    db.close()
  }
}

const asStored = ({ stream, version, effective_at, occurred_at, recorded_at, state }: SnapshotRow): Snapshot => ({
  stream,
  version,
  effectiveAt: effective_at,
  occurredAt: occurred_at,
  recordedAt: recorded_at,
  state,
})
