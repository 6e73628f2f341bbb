import { join } from 'node:path'
import type { StoredEvent } from '../../../../src/domain/event.js'
import type { Projection } from '../../../../src/domain/projection.js'
import { encodeEvent } from '../../../../src/domain/stored-event.js'
import type { RecordedEvent } from '../../../../src/ports/event-log.js'
import { interpreter } from '../../../../src/adapters/read-models/interpreter.js'
import { createQueries } from '../../../../src/adapters/read-models/queries/create-queries.js'
import type { Queries } from '../../../../src/adapters/read-models/queries/create-queries.js'
import {
  addIndexes,
  openForReading,
  openForWriting,
  resetProjection,
} from '../../../../src/adapters/read-models/read-model-file.js'
import activity from '../../../../projections/activity.js'
import actors from '../../../../projections/actors.js'
import calls from '../../../../projections/calls.js'
import subjects from '../../../../projections/subjects.js'
import transactions from '../../../../projections/transactions.js'
import { temporaryFolder } from '../../../support/temporary-folder.js'

export interface ReadModelUnderTest {
  readonly queries: Queries
  /** For a test's own handles. */
  readonly path: string
  readonly store: (events: readonly StoredEvent[]) => void
  readonly close: () => void
}

export const builtIn: readonly Projection[] = [activity, actors, subjects, transactions, calls]

/** A read-model file of its own, written on this thread, and queries on a second handle; `segmentRows` events make a segment of the feed index. */
export const readModelUnderTest = (
  projections: readonly Projection[] = builtIn,
  segmentRows?: number,
): ReadModelUnderTest => {
  const folder = temporaryFolder()
  const path = join(folder.path, 'read-models.db')
  const writer = openForWriting(path, 'log')
  for (const projection of projections) resetProjection(writer, projection)
  addIndexes(writer, projections)
  const rows = interpreter(
    writer,
    projections.map((projection) => ({ projection, position: -1 })),
    (failure) => {
      throw new Error(`${failure.name}: ${failure.error}`)
    },
    segmentRows,
  )
  const reader = openForReading(path)
  return {
    queries: createQueries(reader, projections, { maxBytes: 1_000_000 }),
    path,
    store: (events) => {
      const recorded = events.map(recordedEvent)
      const end = recorded.at(-1)?.position ?? -1
      let from = 0
      while (from < recorded.length) {
        from = rows.apply({ events: recorded, from, end, maxEvents: 1_000, budgetMs: 1_000 })
      }
    },
    close: () => {
      reader.close()
      writer.close()
      folder.remove()
    },
  }
}

/** As the log would have it. */
const recordedEvent = (event: StoredEvent): RecordedEvent => {
  const { kind, stream, revision, version: _v, position, recordedAt, changedPaths: _p, ...body } = event
  const encoded = encodeEvent({ body, digest: '0'.repeat(64), kind, recordedAt: Date.parse(recordedAt) })
  return { ...encoded, stream, revision, position: Number(position), created: Date.parse(recordedAt) }
}
