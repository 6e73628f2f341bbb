import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import type { EmbeddedLog, EmbeddedLogOptions } from '../../src/adapters/embedded/embedded-log.js'

/** A data folder of its own, and what removes it. */
export const freshFolder = async (): Promise<{ readonly dataDir: string; readonly remove: () => Promise<void> }> => {
  const parent = await mkdtemp(join(tmpdir(), 'annals-log-'))
  return { dataDir: join(parent, 'data'), remove: () => rm(parent, { recursive: true, force: true }) }
}

/** Runs with an open log in a folder of its own, which is closed and removed whatever happens. */
export const withLog = async (
  options: Omit<EmbeddedLogOptions, 'dataDir'>,
  use: (log: EmbeddedLog, dataDir: string) => Promise<void>,
): Promise<void> => {
  const { dataDir, remove } = await freshFolder()
  const log = await openEmbeddedLog({ ...options, dataDir })
  try {
    await use(log, dataDir)
  } finally {
    await log.close()
    await remove()
  }
}
