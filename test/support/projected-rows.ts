import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { interpreter } from '../../src/adapters/read-models/interpreter.js'
import type { ProjectionFailure } from '../../src/adapters/read-models/interpreter.js'
import {
  addIndexes,
  openForWriting,
  readProjections,
  resetProjection,
} from '../../src/adapters/read-models/read-model-file.js'
import type { Projection } from '../../src/domain/projection.js'
import type { RecordedEvent } from '../../src/ports/event-log.js'
import { recordedEvents } from './recorded-events.js'
import type { EventSketch } from './recorded-events.js'

export type PlainRow = Readonly<Record<string, unknown>>

/** Runs with a read-model file of its own. */
export const withFile = <A>(use: (db: Database, path: string) => A): A => {
  const folder = mkdtempSync(join(tmpdir(), 'annals-rows-'))
  const path = join(folder, 'rows.db')
  const db = openForWriting(path, 'log-1')
  try {
    return use(db, path)
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All rows of a projection's table in the order of its key. */
export const tableRows = (db: Database, projection: string, table: string): readonly PlainRow[] =>
  db.prepare<[], PlainRow>(`SELECT * FROM "${projection}.${table}" ORDER BY 1, 2, 3`).all()

/** Applies the events to the projections' empty tables, `sliceEvents` in a transaction. @returns what failed */
export const project = (
  db: Database,
  projections: readonly Projection[],
  events: readonly RecordedEvent[],
  sliceEvents = 1_000,
): readonly ProjectionFailure[] => {
  const failures: ProjectionFailure[] = []
  for (const projection of projections) {
    if (readProjections(db).get(projection.name) === undefined) resetProjection(db, projection)
  }
  addIndexes(db, projections)
  const stored = readProjections(db)
  const running = projections.map((projection) => ({
    projection,
    position: stored.get(projection.name)?.position ?? -1,
  }))
  const rows = interpreter(db, running, (failure) => failures.push(failure))
  const end = events.at(-1)?.position ?? -1
  for (let from = 0; from < events.length;) {
    from = rows.apply({ events, from, end, maxEvents: sliceEvents, budgetMs: 10_000 })
  }
  return failures
}

/** Given these events, then these rows: by table, without the tenant where it is the default one. */
export const rowsAfter = (projection: Projection, sketches: readonly EventSketch[]): Record<string, PlainRow[]> =>
  withFile((db) => {
    const failures = project(db, [projection], recordedEvents(sketches))
    if (failures.length > 0) throw new Error(JSON.stringify(failures))
    return Object.fromEntries(
      Object.keys(projection.tables).map((table) => [
        table,
        tableRows(db, projection.name, table).map(({ tenant, ...row }) =>
          tenant === 'default' ? row : { tenant, ...row },
        ),
      ]),
    )
  })
