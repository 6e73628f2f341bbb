import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFileKinds } from '../../ports/metrics.js'
import type { DataFileKind } from '../../ports/metrics.js'

/** How many bytes the files of a data folder have, by kind; 0 for what there is none of. A file that goes meanwhile counts for nothing. */
export const dataFileSizes = async (dataDir: string): Promise<Readonly<Record<DataFileKind, number>>> => {
  const sizes = Object.fromEntries(dataFileKinds.map((kind) => [kind, 0])) as Record<DataFileKind, number>
  for (const name of await readdir(dataDir)) {
    const kind = patterns.find(([pattern]) => pattern.test(name))?.[1]
    // Never opened: closing a descriptor would drop the locks that SQLite holds on the file.
    if (kind !== undefined) sizes[kind] += await sizeOf(join(dataDir, name))
  }
  return sizes
}

const patterns: readonly (readonly [RegExp, DataFileKind])[] = [
  [/^log\.db$/, 'log'],
  [/^log\.db-wal$/, 'log_wal'],
  [/^ids\.db$/, 'ids'],
  [/^ids\.db-wal$/, 'ids_wal'],
  [/^read-models-\d+\.db$/, 'read_models'],
  [/^read-models-\d+\.db-wal$/, 'read_models_wal'],
  [/^snapshots\.db$/, 'snapshots'],
  [/^snapshots\.db-wal$/, 'snapshots_wal'],
  [/^answers\.db$/, 'answers'],
  [/^answers\.db-wal$/, 'answers_wal'],
]

const sizeOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
