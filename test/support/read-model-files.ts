import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ReadModels } from '../../src/ports/read-models.js'
import { right } from './event-log-fixtures.js'
import type { EventSketch } from './recorded-events.js'

/** Changes of nine subjects, and activities between them. */
export const sketches = (count: number): readonly EventSketch[] =>
  Array.from({ length: count }, (_, n) =>
    n % 2 === 0
      ? {
          change: { kind: 'state', state: { n } },
          subject: { type: 'post', id: String(n % 9) },
          transactionId: `t-${n % 5}`,
        }
      : { actor: { type: 'user', id: `u-${n % 4}`, name: `U${n % 3}` }, verb: `post.verb${n % 6}`, channel: 'web' },
  )

export const feedLength = async (models: ReadModels): Promise<number> =>
  (await right(models.activity({ tenant: 'default', fields: {}, sort: 'position', order: 'asc', limit: 1_000 }))).items
    .length

/** The name of the file in use. */
export const currentFile = (dataDir: string): string =>
  (JSON.parse(readFileSync(join(dataDir, 'read-models.json'), 'utf8')) as { file: string }).file

/** Writes to the file of a database that nobody has open. */
export const change = (path: string, how: (db: Database.Database) => unknown): void => {
  const db = new Database(path)
  how(db)
  db.close()
}
