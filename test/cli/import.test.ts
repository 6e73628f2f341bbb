import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { readFolderStatus } from '../../src/adapters/embedded/folder-status.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { inProcess, inProcessJson, inProcessList } from './support/in-process.js'
import { annals, annalsJson, ended, serve, startAnnals } from './support/run-annals.js'
import { asNdjson, expectedVersions, stateHistory } from './support/state-history.js'
import { asText, storedVersions } from './support/stored-versions.js'

const folder = temporaryFolder()
afterAll(folder.remove)
let folders = 0
const freshFolder = (): string => join(folder.path, String((folders += 1)))

const lines = stateHistory(30, 40)
const expected = expectedVersions(lines)
const appended = [...expected.values()].reduce((sum, states) => sum + states.length, 0)
const file = join(folder.path, 'history.ndjson')
writeFileSync(file, asNdjson(lines))

describe('import', () => {
  it('stores every state that differs from its predecessor; a second time nothing', async () => {
    const dataDir = freshFolder()
    const args = ['import', file, '--data-dir', dataDir]
    const unchanged = lines.length - appended
    expect(await annalsJson(args)).toMatchObject({
      lines: lines.length,
      appended,
      duplicates: 0,
      unchanged,
      rejected: 0,
    })
    expect(await inProcessJson(args)).toMatchObject({
      lines: lines.length,
      appended: 0,
      duplicates: appended,
      unchanged,
    })
    expect(asText(await storedVersions(dataDir, expected.keys()))).toEqual(asText(expected))
    expect(await inProcessList(['activity', '--all', '--data-dir', dataDir])).toHaveLength(appended)
    expect((await inProcess(['check', '--data-dir', dataDir])).code).toBe(0)
  })

  it.each([
    ['gzip', gzipSync(asNdjson(lines))],
    ['plain', Buffer.from(asNdjson(lines))],
  ])('reads %s from standard input', async (_, input) => {
    const { code, stdout } = await annals(['import', '-', '--data-dir', freshFolder()], { input })
    expect(stdout).toMatch(
      /^1,200 lines: [\d,]+ appended, 0 stored before, \d+ unchanged, 0 rejected; [\d.]+ s, [\d,]+ lines\/s\n$/,
    )
    expect(code).toBe(0)
  })

  it('takes up after SIGKILL where it was: nothing twice, nothing in another order', async () => {
    const dataDir = freshFolder()
    const child = startAnnals(['import', '-', '--data-dir', dataDir])
    child.stdin.on('error', () => undefined)
    // Not the whole of it: it can neither end nor have stored everything when it is killed.
    child.stdin.write(asNdjson(lines.slice(0, 1100)))
    await vi.waitFor(() => expect(readFolderStatus(dataDir).events).toBeGreaterThan(0), {
      timeout: 20_000,
      interval: 5,
    })
    child.kill('SIGKILL')
    await once(child, 'close')
    const { events } = readFolderStatus(dataDir)
    expect(events).toBeLessThan(appended)
    expect(await inProcessJson(['import', file, '--data-dir', dataDir])).toMatchObject({
      duplicates: events,
      appended: appended - events,
      rejected: 0,
    })
    expect(asText(await storedVersions(dataDir, expected.keys()))).toEqual(asText(expected))
  })

  it('ends on SIGINT with what it has taken stored', async () => {
    const dataDir = freshFolder()
    const child = startAnnals(['import', '-', '--data-dir', dataDir])
    child.stdin.on('error', () => undefined)
    child.stdin.write(asNdjson(lines.slice(0, 1100)))
    await vi.waitFor(() => expect(readFolderStatus(dataDir).events).toBeGreaterThan(0), {
      timeout: 20_000,
      interval: 5,
    })
    child.kill('SIGINT')
    const { code, stdout, stderr } = await ended(child)
    expect(code).toBe(130)
    expect(stderr).toContain('stopped: interrupted')
    expect(stdout).toContain(' lines: ')
  })

  it('names lines that are wrong, goes on, and says so with its exit code', async () => {
    const line = (n: number, state: unknown) =>
      JSON.stringify({ occurredAt: `2020-01-01T00:00:0${n}Z`, actor: 'u', subject: { type: 'doc', id: '1' }, state })
    const input = [
      line(1, { n: 1 }),
      '{"occurredAt":',
      '',
      line(2, { n: 2 ** 60 }),
      line(3, { n: 1 }),
      '{"actor":"u","subject":{"type":"doc","id":"1"},"state":1}',
      line(4, { n: 2 }),
    ].join('\n')
    const dataDir = freshFolder()
    const { code, stdout, stderr } = await annals(['import', '-', '--data-dir', dataDir], { input })
    expect(stderr).toMatch(/^line 2: is not JSON\nline 4: \/state\/n: .*string.*\nline 6: \/occurredAt: is missing\n$/)
    expect(stdout).toMatch(/^6 lines: 2 appended, 0 stored before, 1 unchanged, 3 rejected; /)
    expect(code).toBe(1)
    expect((await inProcessJson<{ readonly version: number }>(['show', 'doc/1', '--data-dir', dataDir])).version).toBe(
      1,
    )
    const strict = await annals(['import', '-', '--strict', '--data-dir', freshFolder()], { input })
    expect(strict.stdout).toMatch(/^2 lines: 1 appended, 0 stored before, 0 unchanged, 1 rejected; /)
    expect(strict.code).toBe(1)
  })

  it('says that a gzip file is broken off, and keeps what was whole', async () => {
    const packed = gzipSync(asNdjson(lines))
    const input = packed.subarray(0, packed.length - 100)
    const { code, stdout, stderr } = await annals(['import', '-', '--data-dir', freshFolder()], { input })
    expect(stderr).toContain('stopped: unexpected end of file')
    expect(stdout).toMatch(/ appended, /)
    expect(code).toBe(1)
  })

  it('goes to a server with --url; what is refused there is named', async () => {
    const server = await serve(freshFolder())
    try {
      const args = ['import', file, '--url', server.url]
      expect(await inProcessJson(args)).toMatchObject({ appended, duplicates: 0, rejected: 0 })
      expect(await inProcessJson(args)).toMatchObject({ appended: 0, duplicates: appended, rejected: 0 })
      // The same states at the same time by somebody else: the ids are taken.
      const other = asNdjson(lines.slice(0, 40).map((line) => ({ ...line, actor: 'somebody-else' })))
      const { code, stderr } = await annals(['import', '-', '--url', server.url], { input: other })
      expect(stderr).toMatch(/^line \d+: id [0-9a-f-]+ is taken by an event that says something else\n/)
      expect(code).toBe(1)
    } finally {
      await server.stop()
    }
  })
})

describe('output', () => {
  it('is quiet when nobody reads it any more', async () => {
    const dataDir = freshFolder()
    await inProcessJson(['import', file, '--data-dir', dataDir])
    const child = startAnnals(['activity', '--all', '--json', '--data-dir', dataDir])
    child.stdout.once('data', () => child.stdout.destroy())
    const { code, stderr } = await ended(child)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})
