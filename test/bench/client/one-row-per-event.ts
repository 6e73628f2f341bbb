import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { EventInput } from '../../../src/domain/event.js'
import { perSecond } from '../measure.js'

/** What an application without a library does: a row for each event, committed before the next one. Events per second. */
export const sqliteRows = (folder: string, events: readonly EventInput[]): number => {
  const db = new Database(join(folder, 'rows.db'))
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.exec('CREATE TABLE events (id TEXT PRIMARY KEY, subject TEXT, at TEXT, event TEXT)')
    const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?)')
    const startedAt = performance.now()
    for (const event of events) insert.run(rowOf(event))
    return perSecond(events.length, performance.now() - startedAt)
  } finally {
    db.close()
  }
}

/** The same in the PostgreSQL at `url`, in a table that is removed in the end. */
export const postgresRows = async (url: string, events: readonly EventInput[]): Promise<number> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('DROP TABLE IF EXISTS annals_bench_events')
    await client.query('CREATE TABLE annals_bench_events (id text PRIMARY KEY, subject text, at text, event json)')
    const startedAt = performance.now()
    for (const event of events)
      await client.query({
        name: 'insert',
        text: 'INSERT INTO annals_bench_events VALUES ($1, $2, $3, $4)',
        values: rowOf(event),
      })
    return perSecond(events.length, performance.now() - startedAt)
  } finally {
    await client.query('DROP TABLE IF EXISTS annals_bench_events')
    await client.end()
  }
}

const rowOf = (event: EventInput): string[] => [
  event.id ?? '',
  `${event.subject.type}/${event.subject.id}`,
  event.occurredAt ?? '',
  JSON.stringify(event),
]
