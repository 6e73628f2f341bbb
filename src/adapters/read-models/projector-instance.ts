import type { Database } from 'better-sqlite3'
import { once } from 'node:events'
import { join } from 'node:path'
import type { EventLogReader } from '../../ports/event-log.js'
import { buildTargets } from './build-targets.js'
import type { InstanceOptions } from './instance-options.js'
import type { Running } from './interpreter.js'
import { runProjector } from './projector.js'
import {
  UnusableFile,
  isDamage,
  isSameDefinition,
  openForWriting,
  readAnchor,
  readProjections,
  resetProjection,
  setActive,
} from './read-model-file.js'

/** Runs one task of the projector in the present thread until it is aborted. Never rejects: what goes wrong is posted. */
export const runInstance = async (options: InstanceOptions): Promise<void> => {
  const { dataDir, task, log, signal, post } = options
  let db: Database | undefined
  try {
    if (task._tag === 'Build') await buildTargets({ ...options, task })
    if (signal.aborted) return
    db = openForWriting(join(dataDir, task.file), log.logId)
    await checkAnchor(db, log)
    await runProjector({
      log,
      db,
      projections: prepare(db, options),
      signal,
      onProgress: (progress) => post({ _tag: 'Progress', ...progress }),
      onFailure: (failure) => post({ _tag: 'Failed', ...failure }),
      onStall: (reason) => post({ _tag: 'Stalled', reason }),
    })
    // Where no projection runs any longer, or none yet, there is nothing to do; to end would be to crash.
    await aborted(signal)
  } catch (error) {
    if (signal.aborted) return
    const reason = error instanceof Error ? error.message : String(error)
    post({ _tag: isDamage(error) ? 'Unusable' : 'Crashed', reason })
  } finally {
    db?.close()
  }
}

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort')
}

/**
 * Which projections go on where the file has got to: in a file without rows, all of them. In a live file one that was left out for a
 * while is behind the others and is built anew beside them rather than holding them up; in a file just built, the targets are ahead.
 */
const prepare = (db: Database, { projections, task, post }: InstanceOptions): readonly Running[] => {
  if (readProjections(db).size === 0) for (const projection of projections) resetProjection(db, projection)
  const stored = readProjections(db)
  const usable = projections.flatMap((projection) => {
    const inFile = stored.get(projection.name)
    return inFile !== undefined && inFile.error === undefined && isSameDefinition(inFile, projection)
      ? [{ projection, position: inFile.position }]
      : []
  })
  const furthest = Math.max(-1, ...usable.map(({ position }) => position))
  const running = task._tag === 'Build' ? usable : usable.filter(({ position }) => position === furthest)
  const names = new Set(running.map(({ projection }) => projection.name))
  setActive(
    db,
    projections.map(({ name }) => name),
  )
  post({
    _tag: 'Opened',
    projections: projections.map(({ name, version }) => ({ name, version })),
    stale: projections.map(({ name }) => name).filter((name) => !names.has(name)),
    position: Math.min(furthest, ...running.map(({ position }) => position)),
  })
  return running
}

/** A log that was put back from a backup may have lost what the rows were made of. Throws UnusableFile then. */
const checkAnchor = async (db: Database, log: EventLogReader): Promise<void> => {
  const anchor = readAnchor(db)
  if (anchor.position < 0) return
  const found = await log.readPositions([anchor.position])()
  if (found._tag === 'Left') return
  if (found.right[0]?.id === anchor.id) return
  throw new UnusableFile(`the log has no event ${anchor.id} at position ${anchor.position}, which its rows have seen`)
}
