import Database from 'better-sqlite3'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { compareProjection } from './compare-tables.js'
import { removeFile, syncPath } from './model-files.js'
import { runProjector } from './projector.js'
import type { InstanceOptions } from './instance-options.js'
import type { BuildResult, ProjectorTask } from './projector-messages.js'
import {
  isSameDefinition,
  openForReading,
  openForWriting,
  readProjections,
  resetProjection,
  saveLastRebuild,
} from './read-model-file.js'
import type { StoredProjection } from './read-model-file.js'
import type { Projection } from '../../domain/projection.js'

type BuildOptions = Omit<InstanceOptions, 'task'> & {
  readonly task: Extract<ProjectorTask, { readonly _tag: 'Build' }>
}

/**
 * Makes the targets' rows anew in a file of their own, up to the very checkpoint that the live rows have when they are held still, and
 * compares the two. A target that fails is left out; throws where none is left.
 */
export const buildTargets = async (options: BuildOptions): Promise<void> => {
  const { dataDir, task, log, signal, post } = options
  const startedAt = Date.now()
  const path = join(dataDir, task.file)
  const live = task.liveFile === undefined ? undefined : join(dataDir, task.liveFile)
  removeFile(dataDir, task.file)
  if (task.copy && live !== undefined) copyFile(live, path)
  await nextTurn()
  const db = openForWriting(path, log.logId)
  const failed = new Map<string, string>()
  try {
    const targets = options.projections.filter(({ name }) => task.targets.includes(name))
    for (const projection of targets) resetProjection(db, projection)
    const left = () => targets.filter(({ name }) => !failed.has(name))
    const run = async (until: number): Promise<void> => {
      await runProjector({
        log,
        db,
        projections: left().map((projection) => ({ projection, position: positionOf(db, projection.name) })),
        until,
        signal,
        onProgress: ({ position }) => post({ _tag: 'Building', position, target: until }),
        onFailure: ({ name, position, error }) => {
          failed.set(name, error)
          post({ _tag: 'Failed', name, position, error })
        },
        onStall: (reason) => post({ _tag: 'Stalled', reason }),
      })
      if (left().length === 0 && targets.length > 0) throw new Error([...failed.values()].join('; '))
    }
    const results = await upToLive(options, live, db, run, left)
    if (signal.aborted) return
    const finishedAt = new Date().toISOString()
    const durationMs = Date.now() - startedAt
    for (const { name, rows, differences } of results) {
      saveLastRebuild(db, name, { finishedAt, rows, differences, durationMs })
    }
    post({ _tag: 'Built', results })
  } finally {
    db.close()
  }
}

const upToLive = async (
  { log, signal, task }: BuildOptions,
  live: string | undefined,
  db: Database.Database,
  run: (until: number) => Promise<void>,
  left: () => readonly Projection[],
): Promise<readonly BuildResult[]> => {
  const head = await log.head()()
  const comparable = (): ReadonlyMap<string, StoredProjection> => comparableIn(live, left(), task.targets)
  if (comparable().size === 0) {
    await run(head._tag === 'Right' ? head.right : -1)
    return left().map(({ name }) => ({ name, rows: countRows(db, name), differences: 0 }))
  }
  // First to about where the live rows are, so that they need not be held still for long.
  await run(Math.max(...[...comparable().values()].map(({ position }) => position)))
  return signal.aborted ? [] : compareAtLive(String(live), db, run, left, signal)
}

/** The targets that have live rows of the same definition: the others cannot be compared. */
const comparableIn = (
  live: string | undefined,
  projections: readonly Projection[],
  targets: readonly string[],
): ReadonlyMap<string, StoredProjection> => {
  if (live === undefined) return new Map()
  const db = openForReading(live)
  try {
    const stored = readProjections(db)
    const same = projections.filter(({ name }) => targets.includes(name) && stored.get(name)?.error === undefined)
    return new Map(
      same.flatMap((projection) => {
        const found = stored.get(projection.name)
        return found !== undefined && isSameDefinition(found, projection) ? [[projection.name, found]] : []
      }),
    )
  } finally {
    db.close()
  }
}

const compareAtLive = async (
  live: string,
  db: Database.Database,
  run: (until: number) => Promise<void>,
  left: () => readonly Projection[],
  signal: AbortSignal,
): Promise<readonly BuildResult[]> => {
  const still = openForReading(live)
  const rebuilt = openForReading(db.name)
  try {
    still.exec('BEGIN')
    const stored = readProjections(still)
    await run(Math.max(...left().map(({ name }) => stored.get(name)?.position ?? -1)))
    rebuilt.exec('BEGIN')
    const results: BuildResult[] = []
    for (const projection of left()) {
      if (signal.aborted) return []
      const { name } = projection
      const at = stored.get(name)
      const comparable =
        isSameDefinition(at, projection) && at?.error === undefined && at?.position === positionOf(rebuilt, name)
      const found = comparable
        ? await compareProjection(rebuilt, still, projection, { signal })
        : { rows: countRows(rebuilt, name), differences: 0 }
      results.push({ name, ...found })
    }
    return results
  } finally {
    still.close()
    rebuilt.close()
  }
}

/** A whole, compact copy of a file that may be written meanwhile, durable when this returns. */
const copyFile = (from: string, to: string): void => {
  const db = new Database(from, { readonly: true, fileMustExist: true })
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
  syncPath(to)
}

const positionOf = (db: Database.Database, name: string): number => readProjections(db).get(name)?.position ?? -1

const countRows = (db: Database.Database, name: string): number => {
  const stored = readProjections(db).get(name)
  return Object.keys(stored?.tables ?? {}).reduce(
    (sum, table) => sum + (db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${name}.${table}"`).get()?.n ?? 0),
    0,
  )
}
