import { join } from 'node:path'
import { expect } from 'vitest'
import activity from '../../../../projections/activity.js'
import actors from '../../../../projections/actors.js'
import type { FeedIndexOptions } from '../../../../src/adapters/read-models/feed-index/feed-index.js'
import { indexWriter } from '../../../../src/adapters/read-models/feed-index/index-writer.js'
import { createQueries } from '../../../../src/adapters/read-models/queries/create-queries.js'
import {
  openForReading,
  openForWriting,
  resetProjection,
} from '../../../../src/adapters/read-models/read-model-file.js'
import type { StoredEvent } from '../../../../src/domain/event.js'
import { temporaryFolder } from '../../../support/temporary-folder.js'

/** A feed index in a file of its own, with the feed's events and no other rows; `keep` false is a writer that dies before its commit. */
export const indexUnderTest = (segmentRows: number, options: FeedIndexOptions = { maxBytes: 1_000 }) => {
  const folder = temporaryFolder()
  const path = join(folder.path, 'read-models.db')
  let db = openForWriting(path, 'log')
  for (const projection of [activity, actors]) resetProjection(db, projection)
  let writer = indexWriter(db, segmentRows)
  let reader = openForReading(path)
  let queries = createQueries(reader, [activity, actors], options)

  const restartWriter = (): void => {
    db.close()
    db = openForWriting(path, 'log')
    writer = indexWriter(db, segmentRows)
  }
  const change = (work: () => void, keep: boolean): void => {
    db.exec('BEGIN IMMEDIATE')
    work()
    writer.flush()
    if (keep) db.exec('COMMIT')
    else restartWriter()
  }

  return {
    path,
    queries: () => queries,
    append: (batch: readonly StoredEvent[], keep: boolean) => {
      change(() => {
        const insert = db.prepare(`INSERT INTO "activity.events" VALUES (?, ?, ?)`)
        for (const event of batch) {
          insert.run(event.tenant, Number(event.position), JSON.stringify(event))
          writer.add(event)
        }
      }, keep)
    },
    remove: (gone: readonly StoredEvent[], keep: boolean) => {
      change(() => {
        const remove = db.prepare(`DELETE FROM "activity.events" WHERE position = ?`)
        for (const { position } of gone) remove.run(Number(position))
        expect(writer.remove(gone.map(({ position }) => Number(position)))).toBe(gone.length)
      }, keep)
    },
    restartWriter,
    reopenReader: () => {
      reader.close()
      reader = openForReading(path)
      queries = createQueries(reader, [activity, actors], { maxBytes: 1_000_000 })
    },
    close: () => {
      reader.close()
      db.close()
      folder.remove()
    },
  }
}
