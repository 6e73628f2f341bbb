import { truncateSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openLogCheck } from '../../../src/adapters/embedded/check-log.js'
import type { LogBreach } from '../../../src/adapters/embedded/check-log.js'
import { dataFiles } from '../../../src/adapters/embedded/data-folder.js'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { freshFolder, withLog } from '../../support/embedded.js'
import { newEvents, revisionsOf, right } from '../../support/event-log-fixtures.js'

const append = (stream: string, count: number) => [{ stream, expected: 'any' as const, events: newEvents(count) }]

const breachesIn = (dataDir: string): readonly LogBreach[] => {
  const check = openLogCheck({ dataDir })
  try {
    return [...check.breaches()]
  } finally {
    check.close()
  }
}

/** A log with two streams of three events (positions 0 to 5), metadata for `a` (6), a tombstone on `c` (7), and then the damage. */
const damaged = async (sql: string): Promise<readonly LogBreach[]> => {
  const { dataDir, remove } = await freshFolder()
  const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  for (const stream of ['a', 'b']) await right(log.append(append(stream, 3)))
  await right(log.setStreamMetadata('a', 'none', { $maxCount: 2 }))
  await right(log.tombstone('c', 'none'))
  await log.close()
  const db = new Database(dataFiles(dataDir).log)
  db.exec(sql)
  db.close()
  const breaches = breachesIn(dataDir)
  await remove()
  return breaches
}

test.each<[string, string, readonly Partial<LogBreach>[]]>([
  ['nothing', 'SELECT 1', []],
  [
    'a changed byte',
    `UPDATE events SET data = x'7b7d' WHERE position = 4`,
    [{ kind: 'digest', stream: 'b', revision: 1, position: 4 }],
  ],
  [
    'an event taken out',
    'DELETE FROM events WHERE position = 4',
    [
      { kind: 'position', position: 5, detail: '1 events are missing before it' },
      { kind: 'revision', stream: 'b', revision: 2, position: 5 },
    ],
  ],
  [
    'two events that changed places',
    'UPDATE events SET revision = revision + 10 WHERE stream_id = 1; UPDATE events SET revision = 12 - revision WHERE stream_id = 1',
    [{ kind: 'digest' }, { kind: 'position' }, { kind: 'position' }, { kind: 'digest' }],
  ],
  [
    'an event of no stream',
    'DELETE FROM streams WHERE id = 2',
    [{ kind: 'orphan', position: 3 }, { kind: 'orphan' }, { kind: 'orphan' }],
  ],
  [
    'limits that the metadata does not say',
    'UPDATE streams SET max_count = 9 WHERE id = 1',
    [{ kind: 'metadata', stream: 'a' }],
  ],
  [
    'a tombstone that is not noted',
    `UPDATE streams SET tombstoned = 0 WHERE name = 'c'`,
    [{ kind: 'stream', stream: 'c' }],
  ],
  [
    'an end that there is no event of',
    `UPDATE streams SET tombstoned = 1 WHERE name = 'b'`,
    [{ kind: 'stream', stream: 'b' }],
  ],
])('finds %s', async (_, sql, expected) => {
  const breaches = await damaged(sql)
  expect(breaches.length).toBeGreaterThanOrEqual(expected.length)
  for (const breach of expected) expect(breaches).toContainEqual(expect.objectContaining(breach))
  if (expected.length === 0) expect(breaches).toEqual([])
})

test('finds a file whose index does not match', async () => {
  const { dataDir, remove } = await freshFolder()
  const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  await right(log.append(append('a', 3)))
  await log.close()
  const db = new Database(dataFiles(dataDir).log)
  db.unsafeMode(true)
  db.pragma('writable_schema = ON')
  db.exec(`UPDATE sqlite_schema SET sql = replace(sql, '(id)', '(type)') WHERE name = 'events_by_id'`)
  db.close()
  expect(breachesIn(dataDir)).toContainEqual(expect.objectContaining({ kind: 'file' }))
  await remove()
})

test('walks streams as they were when it was opened, events in order, while the owner writes', async () => {
  await withLog({ thread: 'worker' }, async (log, dataDir) => {
    await right(log.append(append('a', 600)))
    await right(log.append(append('b', 2)))
    const check = openLogCheck({ dataDir })
    await right(log.append(append('a', 5)))
    await right(log.tombstone('b', 'any'))
    const walked = [...check.eachStream()].map(({ stream, lastRevision, tombstoned, events }) => ({
      stream,
      lastRevision,
      tombstoned,
      revisions: revisionsOf([...events()]),
    }))
    expect(walked).toEqual([
      { stream: 'a', lastRevision: 599, tombstoned: false, revisions: Array.from({ length: 600 }, (_, n) => n) },
      { stream: 'b', lastRevision: 1, tombstoned: false, revisions: [0, 1] },
    ])
    expect([...check.breaches()]).toEqual([])
    check.close()
    expect(breachesIn(dataDir)).toEqual([])
  })
})

test('says when there is no log to check, or half of one', async () => {
  const { dataDir, remove } = await freshFolder()
  expect(() => openLogCheck({ dataDir })).toThrow('there is no log yet')
  await (await openEmbeddedLog({ dataDir, thread: 'in-thread' })).close()
  truncateSync(dataFiles(dataDir).log, 1_000)
  expect(() => openLogCheck({ dataDir })).toThrow()
  writeFileSync(dataFiles(dataDir).log, 'x'.repeat(5_000))
  expect(() => openLogCheck({ dataDir })).toThrow()
  await remove()
})
