import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openForWriting } from '../../src/adapters/read-models/read-model-file.js'
import { tableSchemas } from '../../src/adapters/read-models/table-schema.js'
import activity from '../../projections/activity.js'
import { readStoredRows } from './bare-log.js'
import { makeEvents } from './events.js'
import { interleaved, perSecond, rateFigure, withFolder } from './measure.js'
import type { Benchmark } from './measure.js'
import { caughtUp, emitConcurrently, withAnnals } from './store.js'
import { copyWithoutReadModels } from './copy-folder.js'

const batch = 500

/** Events per second that all projections work through, from a log that they have not seen. */
export const catchUp: Benchmark = {
  run: (options) =>
    withFolder(async (shared) => {
      const count = options.quick ? 10_000 : 60_000
      const log = join(shared, 'log')
      const lanes = makeEvents({ count, lanes: 256, subjectsPerLane: 20, stepMs: 1_000 })
      await withAnnals(log, 'paused', (annals) => emitConcurrently(annals, lanes))
      const head = Number(readStoredRows(log).events.at(-1)?.[0])

      const projected = join(shared, 'projected')
      copyWithoutReadModels(log, projected)
      await withAnnals(projected, 'running', (annals) => caughtUp(annals, head))
      const tables = readFeedTables(projected)

      const rates = await interleaved(options, options.quick ? 1 : 5, {
        bare: () => withFolder((folder) => bareFeed(folder, tables, count)),
        annals: () =>
          withFolder(async (folder) => {
            copyWithoutReadModels(log, folder)
            return withAnnals(folder, 'running', async (annals) => {
              const [first] = annals.operations.projections()
              const already = Number(first?.position ?? -1) + 1
              return perSecond(head + 1 - already, await caughtUp(annals, head))
            })
          }),
      })
      const what = 'projections catch up (all of them), events'
      return [
        rateFigure(
          what,
          rates.annals,
          rates.bare,
          0.6,
          `bare loop with the feed’s rows only, ${batch} events a commit`,
        ),
      ]
    }),
}

interface TableCopy {
  readonly name: string
  readonly sql: readonly string[]
  /** The place of the column `position`. */
  readonly positionAt: number
  readonly rows: readonly (readonly unknown[])[]
}

/** The tables of the activity projection: their definitions, their indexes and their rows in the order of the log. */
const readFeedTables = (dataDir: string): readonly TableCopy[] => {
  const { file } = JSON.parse(readFileSync(join(dataDir, 'read-models.json'), 'utf8')) as { readonly file: string }
  const db = new Database(join(dataDir, file), { readonly: true })
  try {
    return tableSchemas(activity).map(({ name }) => ({
      name,
      sql: db
        .prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL')
        .pluck()
        .all(name),
      positionAt: db
        .prepare(`SELECT * FROM "${name}"`)
        .columns()
        .findIndex((column) => column.name === 'position'),
      rows: db.prepare<[], readonly unknown[]>(`SELECT * FROM "${name}" ORDER BY position`).raw().all(),
    }))
  } finally {
    db.close()
  }
}

/** Inserts ready-made rows, table by table within each commit, into a read-model file with the same pragmas. */
const bareFeed = (folder: string, tables: readonly TableCopy[], events: number): number => {
  const db = openForWriting(join(folder, 'bare.db'), 'bare')
  try {
    const cursors = tables.map(({ name, sql, rows, positionAt }) => {
      for (const statement of sql) db.exec(statement)
      const insert = db.prepare(`INSERT INTO "${name}" VALUES (${(rows[0] ?? []).map(() => '?').join(', ')})`)
      return { rows, positionAt, insert, at: 0 }
    })
    const insertUpTo = db.transaction((position: number) => {
      for (const cursor of cursors) {
        for (;;) {
          const row = cursor.rows[cursor.at]
          if (row === undefined || (row[cursor.positionAt] as number) > position) break
          cursor.insert.run(row)
          cursor.at += 1
        }
      }
    })
    const last = Number(tables[0]?.rows.at(-1)?.[tables[0].positionAt])
    const startedAt = performance.now()
    for (let position = batch - 1; position < last + batch; position += batch) insertUpTo.immediate(position)
    return perSecond(events, performance.now() - startedAt)
  } finally {
    db.close()
  }
}
