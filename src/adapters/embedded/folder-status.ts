import { statSync } from 'node:fs'
import { dataFiles } from './data-folder.js'
import { openEmbeddedReader } from './embedded-reader.js'
import { presentOwner } from './folder-owner.js'
import type { OwnerCard } from './folder-owner.js'
import { openLogForReading } from './log-schema.js'

export interface FolderStatus {
  readonly logId: string
  /** Of the log and what SQLite keeps beside it. */
  readonly logBytes: number
  readonly events: number
  /** Of the last event; -1 when there is none. */
  readonly position: number
  /** Absent where no process owns the folder now. */
  readonly owner?: OwnerCard
}

/**
 * What a data folder holds and who owns it, beside the owner.
 * @throws Error where there is no log, or one of another schema version.
 */
export const readFolderStatus = (dataDir: string): FolderStatus => {
  const { log } = dataFiles(dataDir)
  const owner = presentOwner(dataDir)
  return {
    logId: logIdOf(dataDir),
    logBytes: [log, `${log}-wal`].reduce(
      (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
    ...countEvents(log),
    ...(owner === undefined ? {} : { owner }),
  }
}

const logIdOf = (dataDir: string): string => {
  const reader = openEmbeddedReader({ dataDir })
  try {
    return reader.logId
  } finally {
    reader.close()
  }
}

const countEvents = (log: string): { readonly events: number; readonly position: number } => {
  const db = openLogForReading(log)
  try {
    return (
      db
        .prepare<[], { events: number; position: number }>(
          'SELECT count(*) AS events, ifnull(max(position), -1) AS position FROM events',
        )
        .get() ?? { events: 0, position: -1 }
    )
  } finally {
    db.close()
  }
}
