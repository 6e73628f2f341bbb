import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Projection } from '../../domain/projection.js'
import type { EventLogReader } from '../../ports/event-log.js'
import { compareProjection } from './compare-tables.js'
import type { Comparison, Difference } from './comparison.js'
import { currentFile } from './model-files.js'
import { runProjector } from './projector.js'
import {
  isSameDefinition,
  openForReading,
  openForWriting,
  readProjections,
  resetProjection,
} from './read-model-file.js'

export interface CompareOptions {
  readonly dataDir: string
  readonly log: EventLogReader
  readonly projections: readonly Projection[]
  readonly onBreach: (breach: Difference) => void
  /** From 0 to 1, while the rows are made again. */
  readonly onProgress?: (fraction: number) => void
  /** Where the rows are made again; the system's folder for temporary files by default. They take as much room as the live ones. */
  readonly scratchDir?: string
  readonly signal?: AbortSignal
}

/**
 * Makes the rows of the projections again in a temporary file, up to the very checkpoint of the live ones, and tells every row that differs. Reads only; the
 * owner may go on meanwhile. Projections that have failed or are of another version are left out; without read models there is nothing to compare.
 */
export const compareWithRebuild = async (options: CompareOptions): Promise<Comparison> => {
  const { dataDir, log, onBreach, onProgress } = options
  const file = currentFile(dataDir)
  if (file === undefined) return { rows: 0, differences: 0 }
  const signal = options.signal ?? new AbortController().signal
  const folder = mkdtempSync(join(options.scratchDir ?? tmpdir(), 'annals-check-'))
  const rebuilt = join(folder, 'read-models.db')
  const live = openForReading(join(dataDir, file), log.logId)
  try {
    live.exec('BEGIN')
    const stored = readProjections(live)
    const sound = options.projections.filter((projection) => {
      const found = stored.get(projection.name)
      return found?.active === true && found.error === undefined && isSameDefinition(found, projection)
    })
    for (const position of new Set(sound.map(({ name }) => stored.get(name)?.position ?? -1))) {
      const here = sound.filter(({ name }) => stored.get(name)?.position === position)
      await rebuildTo(rebuilt, options, here, position, signal, (at) => onProgress?.((at + 1) / (position + 1)))
    }
    return await compareAll(rebuilt, live, sound, { signal, onDifference: onBreach })
  } finally {
    live.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const rebuildTo = async (
  path: string,
  { log }: CompareOptions,
  projections: readonly Projection[],
  position: number,
  signal: AbortSignal,
  onPosition: (position: number) => void,
): Promise<void> => {
  const db = openForWriting(path, log.logId)
  try {
    for (const projection of projections) resetProjection(db, projection)
    await runProjector({
      log,
      db,
      projections: projections.map((projection) => ({ projection, position: -1 })),
      until: position,
      signal,
      onProgress: (progress) => onPosition(progress.position),
      onFailure: ({ name, error }) => {
        throw new Error(`the projection ${name} fails ${error}`)
      },
      onStall: (reason) => {
        if (reason !== undefined) throw new Error(reason)
      },
    })
  } finally {
    db.close()
  }
}

const compareAll = async (
  rebuiltPath: string,
  live: ReturnType<typeof openForReading>,
  projections: readonly Projection[],
  options: Parameters<typeof compareProjection>[3],
): Promise<Comparison> => {
  if (projections.length === 0) return { rows: 0, differences: 0 }
  const rebuilt = openForReading(rebuiltPath)
  try {
    let [rows, differences] = [0, 0]
    for (const projection of projections) {
      const found = await compareProjection(rebuilt, live, projection, options)
      rows += found.rows
      differences += found.differences
    }
    return { rows, differences }
  } finally {
    rebuilt.close()
  }
}
