import { mkdirSync, readFileSync, rmdirSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFiles } from '../../../src/adapters/embedded/data-folder.js'
import { ownFolder, readOwner } from '../../../src/adapters/embedded/folder-owner.js'
import type { FolderOwner } from '../../../src/adapters/embedded/folder-owner.js'
import { startBuilt } from '../../support/built-program.js'
import { freshFolder } from '../../support/embedded.js'

let dataDir = ''
let remove = (): Promise<void> => Promise.resolve()
beforeEach(async () => {
  ;({ dataDir, remove } = await freshFolder())
})
afterEach(() => remove())

const card = { pid: 4242, command: 'annals serve', startedAt: '2026-11-23T03:14:00.000Z' }
const own = (): FolderOwner => {
  const owned = ownFolder(dataDir, card)
  if (E.isLeft(owned)) throw new Error(owned.left.owner)
  return owned.right
}

test('a second owner in the same process is refused, and told who has it and where it serves', () => {
  const owner = own()
  expect(ownFolder(dataDir, card)).toEqual(
    E.left({
      _tag: 'DataFolderInUse',
      dataDir,
      owner: 'process 4242 (annals serve), started 2026-11-23T03:14:00.000Z',
    }),
  )
  owner.setUrl('http://127.0.0.1:4300')
  expect(ownFolder(dataDir, card)).toMatchObject({
    left: { owner: expect.stringContaining('serving http://127.0.0.1:4300') as string },
  })
  expect(readOwner(dataDir)).toEqual({ ...card, url: 'http://127.0.0.1:4300' })
  owner.release()
  expect(readOwner(dataDir)).toBeUndefined()
  own().release()
})

test('folder, lock and card are for their user alone', () => {
  const owner = own()
  const { ownerLock, ownerCard } = dataFiles(dataDir)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  for (const file of [ownerLock, ownerCard]) expect(statSync(file).mode & 0o777).toBe(0o600)
  owner.release()
  owner.release()
})

test('a card left behind does not keep anybody out', () => {
  own().release()
  const { ownerCard } = dataFiles(dataDir)
  const owner = own()
  expect(JSON.parse(readFileSync(ownerCard, 'utf8'))).toEqual(card)
  owner.release()
})

test('an owner that could not say who it is has not kept the lock', () => {
  own().release()
  const inTheWay = `${dataFiles(dataDir).ownerCard}.new`
  mkdirSync(inTheWay)
  expect(() => ownFolder(dataDir, card)).toThrow('EISDIR')
  rmdirSync(inTheWay)
  own().release()
})

test('somebody who looks at the lock for an instant keeps nobody out', async () => {
  own().release()
  const look = `
    const { parentPort, workerData } = require('node:worker_threads')
    const Database = require('better-sqlite3')
    const db = new Database(workerData, { readonly: true })
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    parentPort.postMessage('looking')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    db.exec('COMMIT')`
  const looker = new Worker(look, { eval: true, workerData: dataFiles(dataDir).ownerLock })
  const ended = once(looker, 'exit')
  await once(looker, 'message')
  own().release()
  await ended
})

test('another process keeps it until it is gone, also when it is killed', async () => {
  const other = startBuilt('own-until-killed', [dataDir])
  await other.written(1)
  expect(other.lines).toEqual(['owned'])
  expect(ownFolder(dataDir, card)).toMatchObject({
    left: { owner: expect.stringContaining(`process ${other.pid} `) as string },
  })
  await other.kill()
  expect(readOwner(dataDir)?.pid).toBe(other.pid)
  const owner = own()
  const third = startBuilt('own-until-killed', [dataDir])
  await third.written(1)
  expect(third.lines[0]).toContain('process 4242 (annals serve)')
  owner.release()
  await third.kill()
})
