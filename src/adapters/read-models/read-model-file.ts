import Database from 'better-sqlite3'
import type { Projection } from '../../domain/projection.js'
import type { ProjectionStatus } from '../../ports/read-models.js'
import { createIndexes, createTable, dropTable, tableSchemas, tablesText } from './table-schema.js'
import type { ProjectionTables } from './table-schema.js'
import { createFeedIndex, dropFeedIndex } from './feed-index/index-schema.js'

/** "Anrm" in ASCII: tells a read-model file from other SQLite files (`PRAGMA application_id`). */
const applicationId = 0x416e726d
/** Raised when the tables below change; the file is then built anew, never upgraded. */
const formatVersion = 1

/** How many undecodable events are kept with their reasons; all are counted. */
const maxUndecodableKept = 1_000

/** What one file says of one projection in it. */
export interface StoredProjection extends ProjectionTables {
  /** Everything up to and including this position of the log is in its rows; -1 before the first event. */
  readonly position: number
  /** Whether it was among the projections that the file was last opened with. */
  readonly active: boolean
  readonly undecodable: number
  readonly lastUndecodable?: NonNullable<ProjectionStatus['lastUndecodable']>
  readonly error?: string
  readonly lastRebuild?: NonNullable<ProjectionStatus['lastRebuild']>
}

/** The file cannot be gone on with: it belongs to another log or program, or it is newer or damaged. */
export class UnusableFile extends Error {}

/**
 * Opens a read-model file for its one writer and makes it where it is not there. Throws UnusableFile where it is not a file of this log and
 * this format.
 */
export const openForWriting = (path: string, logId: string): Database.Database => {
  const db = new Database(path)
  try {
    checkFormat(db, logId)
    db.pragma('journal_mode = WAL')
    // The rows can be made again from the log, so a commit need not be durable, only whole.
    db.pragma('synchronous = NORMAL')
    db.pragma('wal_autocheckpoint = 4000')
    db.pragma('journal_size_limit = 67108864')
    db.pragma('cache_size = -32768')
    if (db.pragma('user_version', { simple: true }) === 0) createFile(db, logId)
    return db
  } catch (error) {
    db.close()
    throw asUnusable(error)
  }
}

/** Opens a read-model file beside its writer. Throws UnusableFile where it is none of this format; any log's will do without `logId`. */
export const openForReading = (path: string, logId?: string): Database.Database => {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    checkFormat(db, logId)
    db.pragma('cache_size = -32768')
    return db
  } catch (error) {
    db.close()
    throw asUnusable(error)
  }
}

const checkFormat = (db: Database.Database, logId: string | undefined): void => {
  const version = Number(db.pragma('user_version', { simple: true }))
  const application = Number(db.pragma('application_id', { simple: true }))
  const empty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (empty && version === 0 && application === 0 && !db.readonly) return
  if (application !== applicationId) throw new UnusableFile('it is no read-model file')
  if (version !== formatVersion) {
    throw new UnusableFile(`its format is ${version}, this program's is ${formatVersion}`)
  }
  const found = fileLogId(db)
  if (logId !== undefined && found !== logId) throw new UnusableFile(`it was made of another log (${String(found)})`)
}

const createFile = (db: Database.Database, logId: string): void => {
  db.transaction(() => {
    db.exec(`
      CREATE TABLE file (logId TEXT NOT NULL, anchorPosition INTEGER NOT NULL, anchorId TEXT NOT NULL) STRICT;
      CREATE TABLE projections (
        name TEXT PRIMARY KEY, version INTEGER NOT NULL, tables TEXT NOT NULL, position INTEGER NOT NULL, active INTEGER NOT NULL,
        undecodable INTEGER NOT NULL, error TEXT, lastRebuild TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE undecodable (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
    `)
    db.prepare('INSERT INTO file VALUES (?, -1, ?)').run(logId, '')
    db.pragma(`application_id = ${applicationId}`)
    db.pragma(`user_version = ${formatVersion}`)
  })()
}

export const fileLogId = (db: Database.Database): string | undefined =>
  db.prepare<[], { logId: string }>('SELECT logId FROM file').get()?.logId

/** The last event that the rows have seen: tells whether the log still holds what they were made of. */
export const readAnchor = (db: Database.Database): { readonly position: number; readonly id: string } => {
  const row = db.prepare<[], { position: number; id: string }>(
    'SELECT anchorPosition AS position, anchorId AS id FROM file',
  )
  return row.get() ?? { position: -1, id: '' }
}

/** All projections of the file, by name. */
export const readProjections = (db: Database.Database): ReadonlyMap<string, StoredProjection> => {
  const rows = db
    .prepare<[], StoredRow>(
      `SELECT *, (
         SELECT json_object('position', CAST(u.position AS TEXT), 'stream', u.stream, 'reason', u.reason) FROM undecodable u
         WHERE u.position <= projections.position AND projections.undecodable > 0 ORDER BY u.position DESC LIMIT 1
       ) AS lastUndecodable FROM projections ORDER BY name`,
    )
    .all()
  return new Map(rows.map((row) => [row.name, storedProjection(row)]))
}

interface StoredRow {
  readonly name: string
  readonly version: number
  readonly tables: string
  readonly position: number
  readonly active: number
  readonly undecodable: number
  readonly lastUndecodable: string | null
  readonly error: string | null
  readonly lastRebuild: string | null
}

const storedProjection = (row: StoredRow): StoredProjection => ({
  name: row.name,
  version: row.version,
  tables: JSON.parse(row.tables) as ProjectionTables['tables'],
  position: row.position,
  active: row.active === 1,
  undecodable: row.undecodable,
  ...(row.lastUndecodable === null
    ? {}
    : { lastUndecodable: JSON.parse(row.lastUndecodable) as NonNullable<ProjectionStatus['lastUndecodable']> }),
  ...(row.error === null ? {} : { error: row.error }),
  ...(row.lastRebuild === null
    ? {}
    : { lastRebuild: JSON.parse(row.lastRebuild) as NonNullable<ProjectionStatus['lastRebuild']> }),
})

/** Whether the rows in the file are those that this definition makes. */
export const isSameDefinition = (stored: ProjectionTables | undefined, projection: Projection): boolean =>
  stored?.version === projection.version && tablesText(stored) === tablesText(projection)

/** Makes a projection's empty tables, in place of those that it may have now; their indexes are left for `addIndexes`. */
export const resetProjection = (db: Database.Database, projection: Projection): void => {
  db.transaction(() => {
    const stored = readProjections(db).get(projection.name)
    if (stored !== undefined) for (const schema of tableSchemas(stored)) db.exec(dropTable(schema))
    if (projection.index === 'feed') {
      dropFeedIndex(db)
      createFeedIndex(db)
    }
    for (const schema of tableSchemas(projection)) db.exec(createTable(schema))
    db.prepare('INSERT OR REPLACE INTO projections VALUES (?, ?, ?, -1, 1, 0, NULL, NULL)').run(
      projection.name,
      projection.version,
      JSON.stringify(projection.tables),
    )
  })()
}

/** Makes the indexes that are missing: many rows are written much faster before they are there than after. */
export const addIndexes = (db: Database.Database, projections: readonly ProjectionTables[]): void => {
  const statements = projections.flatMap((projection) => tableSchemas(projection).flatMap(createIndexes))
  db.transaction(() => {
    for (const sql of statements) db.exec(sql)
  })()
}

/** Keeps what a rebuild found with the projection's rows. */
export const saveLastRebuild = (
  db: Database.Database,
  name: string,
  lastRebuild: NonNullable<ProjectionStatus['lastRebuild']>,
): void => {
  db.prepare('UPDATE projections SET lastRebuild = ? WHERE name = ?').run(JSON.stringify(lastRebuild), name)
}

/** Marks which projections the program runs now; the rows of others stay, but are not kept up. */
export const setActive = (db: Database.Database, names: readonly string[]): void => {
  const mark = db.prepare('UPDATE projections SET active = ? WHERE name = ?')
  db.transaction(() => {
    for (const stored of readProjections(db).values()) mark.run(names.includes(stored.name) ? 1 : 0, stored.name)
  })()
}

/** What the interpreter writes into the file's own tables, within its transactions. */
export const fileWriter = (db: Database.Database) => {
  const checkpoint = db.prepare<[number, number, string | null, string]>(
    'UPDATE projections SET position = ?, undecodable = undecodable + ?, error = ? WHERE name = ?',
  )
  const anchor = db.prepare<[number, string]>('UPDATE file SET anchorPosition = ?, anchorId = ?')
  const undecodable = db.prepare<[number, string, string, number]>(
    'INSERT INTO undecodable SELECT ?, ?, ? WHERE (SELECT count(*) FROM undecodable) < ? ON CONFLICT DO NOTHING',
  )
  return {
    saveCheckpoint: (name: string, position: number, newUndecodable: number, error: string | undefined): void => {
      checkpoint.run(position, newUndecodable, error ?? null, name)
    },
    saveAnchor: (position: number, id: string): void => {
      anchor.run(position, id)
    },
    saveUndecodable: (position: number, stream: string, reason: string): void => {
      undecodable.run(position, stream, reason, maxUndecodableKept)
    },
  }
}

/** Undecodable events as far as they are kept, in the order of the log. */
export const readUndecodable = (
  db: Database.Database,
): readonly { readonly position: number; readonly stream: string; readonly reason: string }[] =>
  db
    .prepare<[], { position: number; stream: string; reason: string }>('SELECT * FROM undecodable ORDER BY position')
    .all()

/** Whether an error says that the file itself is damaged or is none of ours. */
export const isDamage = (error: unknown): boolean =>
  error instanceof UnusableFile ||
  (error instanceof Database.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/.test(error.code))

/** While a file is opened, a table that is missing is damage too. */
const asUnusable = (error: unknown): unknown =>
  error instanceof Database.SqliteError && (isDamage(error) || error.code === 'SQLITE_ERROR')
    ? new UnusableFile(error.message)
    : error
