import { join } from 'node:path'
import { createQueries } from './queries/create-queries.js'
import type { Queries } from './queries/create-queries.js'
import { openForReading, readProjections } from './read-model-file.js'
import type { StoredProjection } from './read-model-file.js'

/** One read-model file, open for queries. */
export interface FileReader {
  readonly file: string
  readonly queries: Queries
  /** As they are now. */
  readonly projections: () => ReadonlyMap<string, StoredProjection>
  readonly close: () => void
}

/** Throws UnusableFile where it is no read-model file of this format, and what SQLite says where it cannot be opened. */
export const openFileReader = (dataDir: string, file: string, indexMaxBytes: number): FileReader => {
  const db = openForReading(join(dataDir, file))
  const active = [...readProjections(db).values()].filter((stored) => stored.active)
  return {
    file,
    queries: createQueries(
      db,
      active.map((stored) => ({ ...stored, apply: () => [] })),
      { maxBytes: indexMaxBytes },
    ),
    projections: () => readProjections(db),
    close: () => {
      db.close()
    },
  }
}
