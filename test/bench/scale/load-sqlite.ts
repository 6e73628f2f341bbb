import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { peerRows } from './peer-rows.js'
import { columns, indexStatements, valuesOf } from './peer-schema.js'

/**
 * Loads all events of a log into a new file: a table of columns with an index by each, another of the events as JSON, and one of changed paths.
 * Answers its size in bytes.
 */
export const loadSqlite = async (path: string, dataDir: string): Promise<number> => {
  const db = new Database(path)
  try {
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.pragma('cache_size = -1000000')
    db.exec(createTables)
    const event = db.prepare(`INSERT INTO events VALUES (${columns.map(() => '?').join(', ')})`)
    const document = db.prepare<[number, string]>('INSERT INTO documents VALUES (?, ?)')
    const changed = db.prepare<[number, string, string, number]>('INSERT INTO event_paths VALUES (?, ?, ?, ?)')
    db.exec('BEGIN')
    for await (const rows of peerRows(dataDir)) {
      for (const row of rows) {
        event.run(...valuesOf(row))
        document.run(row.position, row.json)
        for (const changedPath of row.paths) changed.run(row.position, changedPath, row.event.tenant, row.occurredAt)
      }
    }
    db.exec('COMMIT')
    for (const statement of [...indexStatements, 'ANALYZE']) db.exec(statement)
  } finally {
    db.close()
  }
  return statSync(path).size
}

const createTables = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, tenant TEXT NOT NULL, occurred_at INTEGER NOT NULL, subject_type TEXT NOT NULL, subject_id TEXT NOT NULL,
    actor_type TEXT NOT NULL, actor_id TEXT NOT NULL, verb TEXT NOT NULL, channel TEXT NOT NULL, outcome TEXT NOT NULL, kind TEXT NOT NULL,
    transaction_id TEXT NOT NULL
  ) STRICT;
  CREATE TABLE documents (position INTEGER PRIMARY KEY, event TEXT NOT NULL) STRICT;
  CREATE TABLE event_paths (
    position INTEGER NOT NULL, path TEXT NOT NULL, tenant TEXT NOT NULL, occurred_at INTEGER NOT NULL, PRIMARY KEY (position, path)
  ) STRICT, WITHOUT ROWID;`
