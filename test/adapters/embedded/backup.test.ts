import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { backupLog } from '../../../src/adapters/embedded/backup.js'
import { openLogCheck } from '../../../src/adapters/embedded/check-log.js'
import { dataFiles } from '../../../src/adapters/embedded/data-folder.js'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import { freshFolder, withLog } from '../../support/embedded.js'
import { given, left, newEvents, readBehind, right } from '../../support/event-log-fixtures.js'

const toA = (count: number) => [{ stream: 'a', expected: 'any' as const, events: newEvents(count) }]

test('a backup made while the owner writes is a prefix of the log, and opens as one', async () => {
  await withLog({ thread: 'worker' }, async (log, dataDir) => {
    await right(log.append(toA(500)))
    await right(log.setStreamMetadata('a', 'any', { $maxCount: 900, own: 1 }))
    let writing = true
    const writer = (async () => {
      while (writing) await right(log.append(toA(3)))
    })()
    const file = join(dirname(dataDir), 'backup.db')
    await right(log.append(toA(1)))
    const backup = await right(backupLog({ dataDir, file }))
    writing = false
    await writer
    expect(backup.events).toBeGreaterThanOrEqual(502)
    expect(backup.position).toBe(backup.events - 1)
    expect(statSync(file)).toMatchObject({ size: backup.bytes })
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const restored = join(dirname(dataDir), 'restored')
    mkdirSync(restored)
    copyFileSync(file, dataFiles(restored).log)
    const check = openLogCheck({ dataDir: restored })
    expect([...check.breaches()]).toEqual([])
    check.close()
    const copy = await openEmbeddedLog({ dataDir: restored, thread: 'worker' })
    expect(copy.logId).toBe(log.logId)
    const original = (await readBehind(log, -1)).slice(0, backup.events)
    expect((await readBehind(copy, -1)).map(given)).toEqual(original.map(given))
    expect((await right(copy.streamMetadata('a'))).maxCount).toBe(900)
    expect((await right(copy.append(toA(1)))).position).toBe(backup.position + 1)
    await copy.close()
  })
})

test('works without an owner, and on an empty log', async () => {
  const { dataDir, remove } = await freshFolder()
  await (await openEmbeddedLog({ dataDir, thread: 'in-thread' })).close()
  const file = join(dirname(dataDir), 'empty.db')
  expect(await right(backupLog({ dataDir, file }))).toMatchObject({ events: 0, position: -1 })
  await remove()
})

test('takes the place of no other file and leaves nothing behind', async () => {
  await withLog({ thread: 'in-thread' }, async (log, dataDir) => {
    await right(log.append(toA(1)))
    const folder = join(dirname(dataDir), 'backups')
    mkdirSync(folder)
    const file = join(folder, 'log.db')
    writeFileSync(file, 'precious')
    expect(await left(backupLog({ dataDir, file }))).toEqual({ _tag: 'FileExists', file })
    expect(await left(backupLog({ dataDir, file: join(folder, 'missing', 'log.db') }))).toMatchObject({
      _tag: 'BackupFailed',
    })
    expect(await left(backupLog({ dataDir: folder, file: join(folder, 'b.db') }))).toMatchObject({
      _tag: 'BackupFailed',
    })
    expect(await left(backupLog({ dataDir: join(folder, 'no'), file: join(folder, 'b.db') }))).toMatchObject({
      reason: expect.stringContaining('there is no log') as string,
    })
    expect(readdirSync(folder)).toEqual(['log.db'])
    expect(statSync(file).size).toBe('precious'.length)
  })
})
