import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dataFiles, makeDataFolder } from '../../../src/adapters/embedded/data-folder.js'
import { checkSchema, requireSchema, upgradeSchema } from '../../../src/adapters/embedded/database-schema.js'
import type { DatabaseSchema } from '../../../src/adapters/embedded/database-schema.js'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { logSchema, openLogForWriting } from '../../../src/adapters/embedded/log-schema.js'
import { freshFolder } from '../../support/embedded.js'
import { newEvents, right } from '../../support/event-log-fixtures.js'

let dataDir = ''
let remove = (): Promise<void> => Promise.resolve()
beforeEach(async () => {
  ;({ dataDir, remove } = await freshFolder())
})
afterEach(() => remove())

const twoEvents = async (thread: 'worker' | 'in-thread' = 'in-thread'): Promise<void> => {
  const log = await openEmbeddedLog({ dataDir, thread })
  await right(log.append([{ stream: 'a', expected: 'any', events: newEvents(2) }]))
  await log.close()
}

describe('the files', () => {
  test('folder and files are for their user alone', async () => {
    const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
    await right(log.append([{ stream: 'a', expected: 'any', events: newEvents(1) }]))
    const file = dataFiles(dataDir).log
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600)
    await log.close()
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined()
  })

  test('every write handle commits durably, also on a file that is in WAL mode already', async () => {
    await twoEvents()
    for (let open = 0; open < 2; open += 1) {
      const db = openLogForWriting(dataFiles(dataDir).log)
      expect(db.pragma('synchronous', { simple: true })).toBe(2)
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
      db.close()
    }
  })

  test.each(['worker', 'in-thread'] as const)('what is not a log is refused as it is (%s)', async (thread) => {
    makeDataFolder(dataDir)
    const other = new Database(dataFiles(dataDir).log)
    other.exec('CREATE TABLE mine (a)')
    other.close()
    await expect(openEmbeddedLog({ dataDir, thread })).rejects.toThrow('is not an Annals event log')
    const after = new Database(dataFiles(dataDir).log)
    expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['mine'])
    expect(after.pragma('journal_mode', { simple: true })).toBe('delete')
    after.close()
  })

  test('a reader says when there is no log, and an empty one', () => {
    expect(() => openEmbeddedReader({ dataDir })).toThrow('there is no log yet')
    makeDataFolder(dataDir)
    new Database(dataFiles(dataDir).log).close()
    expect(() => openEmbeddedReader({ dataDir })).toThrow(/does not exist|is empty/)
  })
})

describe('schema versions', () => {
  const newerSchema: DatabaseSchema = {
    ...logSchema,
    steps: [...logSchema.steps, (db) => db.exec(`ALTER TABLE streams ADD COLUMN note TEXT NOT NULL DEFAULT 'none'`)],
  }

  test('an older log is upgraded with all that is in it; afterwards this program refuses it as newer', async () => {
    await twoEvents()
    const file = dataFiles(dataDir).log
    const upgraded = openLogForWriting(file, newerSchema)
    expect(upgraded.pragma('user_version', { simple: true })).toBe(logSchema.steps.length + 1)
    expect(upgraded.prepare('SELECT name, note FROM streams').all()).toEqual([{ name: 'a', note: 'none' }])
    expect(upgraded.prepare('SELECT count(*) FROM events').pluck().get()).toBe(2)
    upgraded.close()
    const newer = new RegExp(`schema version ${logSchema.steps.length + 1}.*written by a newer Annals`)
    await expect(openEmbeddedLog({ dataDir, thread: 'in-thread' })).rejects.toThrow(newer)
    await expect(openEmbeddedLog({ dataDir, thread: 'worker' })).rejects.toThrow(newer)
    expect(() => openEmbeddedReader({ dataDir })).toThrow(newer)
  })

  // A layout as an early version might have had it: one table, a number for a name.
  const earlier = (db: Database.Database): void => {
    db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, word INTEGER)')
  }
  const later = (db: Database.Database): void => {
    db.exec('ALTER TABLE notes RENAME COLUMN word TO text; CREATE INDEX notes_by_text ON notes (text)')
  }
  const schema = (...steps: DatabaseSchema['steps']): DatabaseSchema => ({
    name: 'test file',
    applicationId: 77,
    steps,
  })
  const openTest = (): Database.Database => {
    makeDataFolder(dataDir)
    return new Database(join(dataDir, 'test.db'))
  }

  test('an empty file takes all steps, an older one those it lacks, a present one none', () => {
    const db = openTest()
    upgradeSchema(db, schema(earlier))
    db.exec('INSERT INTO notes VALUES (1, 5)')
    expect(checkSchema(db, schema(earlier, later))).toBe(1)
    expect(() => requireSchema(db, schema(earlier, later))).toThrow('older schema version 1')
    upgradeSchema(db, schema(earlier, later))
    upgradeSchema(db, schema(earlier, later))
    expect(db.prepare('SELECT text FROM notes').pluck().all()).toEqual([5])
    expect(checkSchema(db, schema(earlier, later))).toBe(2)
    db.close()
  })

  test('a step that fails leaves the file as it was', () => {
    const db = openTest()
    upgradeSchema(db, schema(earlier))
    const broken = (handle: Database.Database): void => {
      handle.exec('DROP TABLE notes; CREATE TABLE notes (a); SELECT * FROM missing')
    }
    expect(() => upgradeSchema(db, schema(earlier, later, broken))).toThrow('missing')
    expect(checkSchema(db, schema(earlier, later))).toBe(1)
    expect(db.prepare('SELECT word FROM notes').all()).toEqual([])
    db.close()
  })
})
