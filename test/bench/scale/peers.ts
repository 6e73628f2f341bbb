import Database from 'better-sqlite3'
import { join } from 'node:path'
import type { ContestantOptions } from './contestant.js'
import { largeFilesBelow } from './data-files.js'
import { seconds } from './figures.js'
import { loadPostgres } from './load-postgres.js'
import { loadSqlite } from './load-sqlite.js'
import { dropFromPageCache } from './page-cache.js'
import { findPostgres, makeCluster } from './postgres-cluster.js'

/** A peer with all events of a log, ready to be asked. */
export interface Peer {
  readonly options: Omit<ContestantOptions, 'timeoutMs'>
  readonly title: string
  readonly loadSeconds: number
  readonly bytes: number
  /** Those of more than a few pages. */
  readonly files: () => readonly string[]
  /** Puts its files out of memory, and what it keeps of them; answers whether that could be asked for. */
  readonly chill: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** A string says why it cannot be had. */
export type OpenPeer = (dataDir: string, folder: string) => Promise<Peer | string>

export const openPostgres: OpenPeer = async (dataDir, folder) => {
  const bin = findPostgres()
  if (bin === undefined) return 'PostgreSQL is not installed'
  const cluster = makeCluster(bin, join(folder, 'postgres'))
  await cluster.start()
  try {
    const startedAt = performance.now()
    const bytes = await loadPostgres(cluster, dataDir)
    const files = () => largeFilesBelow(cluster.dataFolder)
    return {
      options: { name: 'postgres', path: cluster.socketFolder },
      title: `PostgreSQL ${cluster.version} (${settingsText(cluster.settings)})`,
      loadSeconds: seconds(performance.now() - startedAt),
      bytes,
      files,
      chill: async () => {
        await cluster.stop()
        const dropped = dropFromPageCache(files())
        await cluster.start()
        return dropped
      },
      close: cluster.stop,
    }
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

export const openSqlite: OpenPeer = async (dataDir, folder) => {
  const path = join(folder, 'plain.db')
  const startedAt = performance.now()
  const bytes = await loadSqlite(path, dataDir)
  const { version } = new Database(':memory:')
    .prepare<[], { version: string }>('SELECT sqlite_version() AS version')
    .get() ?? { version: '' }
  return {
    options: { name: 'sqlite', path },
    title: `SQLite ${version}`,
    loadSeconds: seconds(performance.now() - startedAt),
    bytes,
    files: () => [path],
    chill: () => Promise.resolve(dropFromPageCache([path])),
    close: () => Promise.resolve(),
  }
}

const settingsText = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')
