import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keptOf } from '../support/copying.js'
import { freshFolder } from '../support/embedded.js'
import { right } from '../support/event-log-fixtures.js'
import { copyScene, keptIn, withoutProgress } from './support/copy-scene.js'
import { inProcess, inProcessList } from './support/in-process.js'
import { annals, annalsJson, serve } from './support/run-annals.js'
import type { Ended } from './support/run-annals.js'
import { asNdjson, expectedVersions, stateHistory } from './support/state-history.js'
import { asText, storedVersions } from './support/stored-versions.js'

const { closers, folder, server } = copyScene()

const lines = stateHistory(20, 12)

/** A folder with the first five documents, and another of them with a log of its own; neither is written by a test. */
let one = ''
let other = ''
let removeMade: () => Promise<unknown> = () => Promise.resolve()
beforeAll(async () => {
  const made = await Promise.all([freshFolder(), freshFolder()])
  one = made[0].dataDir
  other = made[1].dataDir
  for (const dataDir of [one, other]) await imported(dataDir, lines.slice(0, 5))
  removeMade = () => Promise.all(made.map(({ remove }) => remove()))
})
afterAll(() => removeMade())

const imported = async (dataDir: string, some: typeof lines): Promise<void> => {
  const file = `${dataDir}.ndjson`
  await writeFile(file, asNdjson(some))
  expect((await inProcess(['import', file, '--data-dir', dataDir])).code).toBe(0)
}

test('a store goes to a server and back into a new folder, and answers as before', { timeout: 300_000 }, async () => {
  const [from, back, beside] = [await folder(), await folder(), await folder()]
  const { log, connectionString } = await server()
  await annals(['import', '-', '--data-dir', from], { input: asNdjson(lines) })
  const token = await inProcess(['token', 'create', '--data-dir', from, '--name', 'me', '--can', 'read'])
  expect(token.code).toBe(0)

  const env = { ANNALS_LOG: connectionString }
  const there = await annals(['copy', '--from', from, '--to', 'env:ANNALS_LOG', '--data-dir', beside], { env })
  expect([there.code, withoutProgress(there.stderr)]).toEqual([0, ''])
  expect(there.stdout).toMatch(/^\d+ events copied; .*: all the same\n$/)
  expect(await keptOf(log)).toEqual(await keptIn(from))
  // What belongs to the Annals goes along.
  for (const name of ['redaction.key', 'tokens.json'])
    expect(await readFile(join(beside, name))).toEqual(await readFile(join(from, name)))

  const report = await annalsJson<{ readonly whole: boolean; readonly copied: number }>([
    'copy',
    ...['--from', connectionString, '--to', back, '--data-dir', beside],
  ])
  expect(report).toMatchObject({ whole: true, differences: [] })
  expect(await keptIn(back)).toEqual(await keptIn(from))
  expect(existsSync(join(back, 'redaction.key'))).toBe(true)

  // The projections are made of the new log by the first that owns the folder.
  expect((await inProcess(['rebuild', '--data-dir', back])).code).toBe(0)
  const expected = expectedVersions(lines)
  expect(asText(await storedVersions(back, expected.keys()))).toEqual(asText(expected))
  const feed = async (dataDir: string) =>
    (
      await inProcessList<{ readonly id: string; readonly recordedAt: string }>([
        'activity',
        '--all',
        '--data-dir',
        dataDir,
      ])
    ).map(({ id, recordedAt }) => ({ id, recordedAt }))
  expect(await feed(back)).toEqual(await feed(from))
})

describe('is refused in one line', () => {
  test('a target that holds something else, or is the source; places that are none', { timeout: 120_000 }, async () => {
    const [keyless, empty] = [await folder(), await folder()]
    await cp(other, keyless, { recursive: true })
    await rm(join(keyless, 'redaction.key'))
    for (const [args, stderr] of [
      [['--from', one, '--to', keyless], /^annals: --to: it is not empty, and no copy of a log\n$/],
      [['--from', one, '--to', one], /^annals: --to: is the log that is copied\n$/],
      [['--from', empty, '--to', keyless], /^annals: --from: there is no Annals log in .*\n$/],
      [['--from', one, '--to', 'env:NOT_THERE'], /^annals: --to: is not set: env:NOT_THERE\n$/],
      [['--from', one, '--to', empty, '--parallel', '0'], /^annals: .*must be an integer from 1 to 64.*\n$/],
      [['--from', one], /^annals: required option '--to <log>' not specified.*\n$/],
    ] as const)
      expect([args, await inProcess(['copy', ...args])]).toEqual([
        args,
        { code: 2, stdout: '', stderr: expect.stringMatching(stderr) as string },
      ])
    expect(existsSync(empty)).toBe(false)
  })

  test(
    'connection strings that cannot be used, servers that are not there or hold another log: never with the password',
    {
      timeout: 180_000,
    },
    async () => {
      const beside = await folder()
      const [first, second] = [await server(), await server()]
      const copied = await inProcess(['copy', '--from', one, '--to', first.connectionString, '--data-dir', beside])
      expect(copied.code).toBe(0)
      const secret = 'hunter%202'
      const closed = `esdb://ada:${secret}@127.0.0.1:1?tls=false`
      const cases = [
        [
          ['--from', one, '--to', `esdb://ada:${secret}@:2113`],
          2,
          /^annals: --to: must have a host name or an address, and/,
        ],
        [
          ['--from', `esdb://ada:${secret}@h?colour=1`, '--to', beside],
          2,
          /^annals: --from: has an unknown option, number 1/,
        ],
        [
          ['--from', one, '--to', `esdb://ada:${secret}@h?tlsCAFile=/none/ca.pem`],
          2,
          /^annals: --to: names a tlsCAFile that cannot be read: ENOENT\n/,
        ],
        // Mistyped: neither a folder to be made nor a name to be repeated.
        [['--from', one, '--to', `esbd://ada:${secret}@h:2113`], 2, /^annals: --to: must be esdb:\/\/HOST:PORT/],
        [['--from', `ada:${secret}@h:2113`, '--to', beside], 2, /^annals: --from: must be esdb:\/\/HOST:PORT/],
        [
          ['--from', one, '--to', second.connectionString, '--data-dir', beside],
          2,
          /^annals: --to: the server holds the log \S+ of nobody, but|^annals: --to: the server holds the log .*, but this data folder belongs to the log /,
        ],
        [
          ['--from', second.connectionString, '--to', await folder()],
          2,
          /^annals: --from: no Annals has used this log: it has no identity\n/,
        ],
        [['--from', one, '--to', beside], 2, /^annals: --to: .* belongs to a log on EventStoreDB\n/],
        [
          ['--from', one, '--to', first.connectionString, '--data-dir', one],
          2,
          /^annals: --data-dir: .* has a log of its own: one on EventStoreDB needs another folder\n/,
        ],
        [['--from', closed, '--to', await folder()], 1, /^annals: --from: the log cannot be reached: .*\n/],
        [['--from', one, '--to', closed], 1, /^annals: --to: the log cannot be reached: .*\n/],
        [['--verify', '--from', one, '--to', closed], 1, /^annals: --to: the log cannot be reached: .*\n/],
      ] as const
      // Those that wait for a server wait together.
      const ended = new Map<unknown, Ended>()
      const run = async (each: (typeof cases)[number]): Promise<unknown> =>
        ended.set(each, await inProcess(['copy', ...each[0]]))
      const waits = ([args]: (typeof cases)[number]): boolean => (args as readonly string[]).includes(closed)
      const waiting = Promise.all(cases.filter(waits).map(run))
      for (const each of cases) if (!waits(each)) await run(each)
      await waiting
      for (const each of cases) {
        const [args, code, stderr] = each
        const ran = ended.get(each)
        expect([args, ran]).toEqual([args, { code, stdout: '', stderr: expect.stringMatching(stderr) as string }])
        expect(ran?.stderr.split('\n').length).toBe(2)
        expect(ran?.stderr).not.toMatch(/hunter|ada/)
      }
    },
  )

  test('a folder that has made a redaction key of its own', { timeout: 60_000 }, async () => {
    const beside = await folder()
    const { log, connectionString } = await server()
    await mkdir(beside)
    await copyFile(join(other, 'redaction.key'), join(beside, 'redaction.key'))
    const refused = await inProcess(['copy', '--from', one, '--to', connectionString, '--data-dir', beside])
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^annals: --data-dir: .* has a redaction.key of its own/) as string,
    })
    expect(await right(log.head())).toBe(-1)
    await copyFile(join(one, 'redaction.key'), join(beside, 'redaction.key'))
    expect((await inProcess(['copy', '--from', one, '--to', connectionString, '--data-dir', beside])).code).toBe(0)
  })

  test('a folder whose owner is running', { timeout: 60_000 }, async () => {
    const two = await folder()
    const owner = await serve(two)
    closers.push(async () => {
      await owner.stop()
    })
    const ran = await inProcess(['copy', '--from', one, '--to', two])
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ is owned by process \d+ \(.*serve.*\)/) as string,
    })
  })

  test('differences that --verify finds are told, with exit code 1', { timeout: 60_000 }, async () => {
    const [grown, two] = [await folder(), await folder()]
    await cp(one, grown, { recursive: true })
    await inProcess(['copy', '--from', grown, '--to', two])
    expect((await inProcess(['copy', '--verify', '--from', grown, '--to', two])).code).toBe(0)
    await imported(grown, lines.slice(5, 7))
    const verified = await annals(['copy', '--verify', '--from', grown, '--to', two])
    expect(verified.code).toBe(1)
    expect(verified.stdout).toMatch(/missing in the target: doc-default:folder\/5, revision 0\n/)
    expect(verified.stdout).toMatch(/they differ\n$/)
  })
})
