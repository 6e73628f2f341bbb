import { Buffer } from 'node:buffer'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import type { RecordedEvent } from '../../ports/event-log.js'
import { makePrivateFile } from '../embedded/data-folder.js'
import { requireSchema, upgradeSchema } from '../embedded/database-schema.js'
import type { DatabaseSchema } from '../embedded/database-schema.js'
import { unchangedIdsTable } from '../embedded/unchanged-ids.js'

/** Where an event with some id is. */
export interface IdPlace {
  readonly stream: string
  readonly revision: number
  readonly position: number
}

type Indexed = Pick<RecordedEvent, 'id' | 'stream' | 'revision' | 'position'>

/** Which ids the log holds, in a file of this machine: a copy that can be thrown away and is then read from the log again. */
export interface IdIndex {
  /** Of the log that it was made from; undefined in a new file. */
  readonly logId: () => string | undefined
  readonly setLogId: (logId: string) => void
  /** Every event up to here is in the file; -1 at first. */
  readonly checkpoint: () => number
  /** Writes what was read from the log, up to a position, in one transaction. */
  readonly advance: (events: readonly Indexed[], position: number) => void
  /** Knows these from now on, ahead of the checkpoint and in memory only. */
  readonly note: (events: readonly Indexed[]) => void
  /** A stream is known to be at this revision, whatever is in it. */
  readonly noteRevision: (stream: string, revision: number) => void
  /** In the order of positions, at most 32. */
  readonly find: (id: string) => readonly IdPlace[]
  /** The last revision seen of a stream, -1 where none was. */
  readonly lastRevision: (stream: string) => number
  /** Events in the file. */
  readonly count: () => number
  readonly db: Database.Database
  readonly close: () => void
}

const placesMax = 32
/** Streams that were written to of late, whose last revision is not looked up in the file. */
const recentStreamsMax = 20_000
/** A checkpoint stops this thread until the disk has it: fewer of them, each with more pages that were written several times. */
const walPagesBeforeCheckpoint = 4_000

export const idIndexFile = (dataDir: string): string => join(dataDir, 'ids.db')

export const removeIdIndex = (dataDir: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${idIndexFile(dataDir)}${suffix}`, { force: true })
}

const createIndex = (db: Database.Database): void => {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_revision INTEGER NOT NULL) STRICT;
    CREATE TABLE ids (
      id BLOB NOT NULL,
      position INTEGER NOT NULL,
      stream_id INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      PRIMARY KEY (id, position)
    ) STRICT, WITHOUT ROWID;
    ${unchangedIdsTable}
  `)
}

/** ids.db. The application id is "AnnI". */
const schema: DatabaseSchema = { name: 'id index', applicationId: 0x416e6e49, steps: [createIndex] }

/** @throws Error where the file is something else, newer, or (for reading) not there. */
export const openIdIndex = (file: string, mode: 'write' | 'read'): IdIndex => {
  if (mode === 'write') makePrivateFile(file)
  const db = new Database(file, { timeout: 1_000, readonly: mode === 'read', fileMustExist: true })
  try {
    if (mode === 'write') {
      db.pragma('journal_mode = WAL')
      // The checkpoint is written with the rows: what a power loss takes is read from the log again.
      db.pragma('synchronous = NORMAL')
      db.pragma(`wal_autocheckpoint = ${walPagesBeforeCheckpoint}`)
      upgradeSchema(db, schema)
    } else requireSchema(db, schema)
    return createIdIndex(db)
  } catch (error) {
    db.close()
    throw error
  }
}

const createIdIndex = (db: Database.Database): IdIndex => {
  const readMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
  const findRows = db.prepare<[Buffer], IdPlace>(
    `SELECT s.name AS stream, i.revision, i.position FROM ids i JOIN streams s ON s.id = i.stream_id
     WHERE i.id = ? ORDER BY i.position LIMIT ${placesMax}`,
  )
  const holdsId = db.prepare<[Buffer], number>('SELECT 1 FROM ids WHERE id = ?').pluck()
  const lastRow = db.prepare<[string], number>('SELECT last_revision FROM streams WHERE name = ?').pluck()
  const ahead = createAhead()
  const recent = new LRUCache<string, number>({ max: recentStreamsMax })
  const advance = createAdvance(db)
  return {
    logId: () => readMeta.get('log_id'),
    setLogId: (logId) => {
      db.prepare(`INSERT INTO meta (key, value) VALUES ('log_id', ?)`).run(logId)
    },
    checkpoint: () => Number(readMeta.get('checkpoint') ?? -1),
    advance: (events, position) => {
      advance(events, position)
      for (const { stream, revision } of events) recent.set(stream, Math.max(revision, recent.peek(stream) ?? -1))
      ahead.drop(events)
    },
    note: ahead.add,
    noteRevision: ahead.reach,
    find: (id) => {
      const bytes = idBytes(id)
      const noted = ahead.find(id)
      // Before every append it is asked for an id that is not there yet.
      if (noted.length === 0 && holdsId.get(bytes) === undefined) return []
      const places = new Map<string, IdPlace>()
      const key = ({ stream, revision }: IdPlace): string => `${revision}\n${stream}`
      for (const place of noted) places.set(key(place), place)
      for (const place of findRows.all(bytes)) places.set(key(place), place)
      return [...places.values()].toSorted((a, b) => a.position - b.position).slice(0, placesMax)
    },
    lastRevision: (stream) => Math.max(ahead.lastRevision(stream), recent.get(stream) ?? lastRow.get(stream) ?? -1),
    count: () => db.prepare<[], number>('SELECT count(*) FROM ids').pluck().get() ?? 0,
    db,
    close: () => db.close(),
  }
}

const createAdvance = (db: Database.Database): IdIndex['advance'] => {
  const addStream = db
    .prepare<[string, number], number>(
      `INSERT INTO streams (name, last_revision) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET last_revision = max(last_revision, excluded.last_revision) RETURNING id`,
    )
    .pluck()
  const addId = db.prepare('INSERT OR REPLACE INTO ids (id, position, stream_id, revision) VALUES (?, ?, ?, ?)')
  const setCheckpoint = db.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('checkpoint', ?)`)
  return db.transaction((events: readonly Indexed[], position: number) => {
    for (const event of events) {
      const stream = addStream.get(event.stream, event.revision)
      addId.run(idBytes(event.id), event.position, stream, event.revision)
    }
    setCheckpoint.run(String(position))
  })
}

/** What was appended or read and has not come by in the order of the log yet. */
const createAhead = () => {
  const byId = new Map<string, IdPlace[]>()
  const lastRevisions = new Map<string, number>()
  const reach = (stream: string, revision: number): void => {
    lastRevisions.set(stream, Math.max(lastRevisions.get(stream) ?? -1, revision))
  }
  return {
    add: (events: readonly Indexed[]): void => {
      for (const { id, stream, revision, position } of events) {
        const places = byId.get(id) ?? []
        if (!places.some((each) => each.stream === stream && each.revision === revision))
          byId.set(id, [...places, { stream, revision, position }])
        reach(stream, revision)
      }
    },
    reach,
    drop: (events: readonly Indexed[]): void => {
      for (const { id, stream, revision } of events) {
        const left = byId.get(id)?.filter((each) => each.stream !== stream || each.revision !== revision) ?? []
        if (left.length > 0) byId.set(id, left)
        else byId.delete(id)
        if ((lastRevisions.get(stream) ?? -1) <= revision) lastRevisions.delete(stream)
      }
    },
    find: (id: string): readonly IdPlace[] => byId.get(id) ?? [],
    lastRevision: (stream: string): number => lastRevisions.get(stream) ?? -1,
  }
}

const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
