/**
 * The main job on real input: imports a history of whole documents and checks every version of every document, the feed, the statistics, a
 * second import, restores and a rebuild against the file itself.
 *
 * ANNALS_DOCUMENT_HISTORY names the file: NDJSON, plain or gzip, `{ occurredAt, transaction, actor, verb, channel, subject, state }`, oldest first.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { gunzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { isRight } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnnalsError } from '../../src/domain/errors.js'
import type { StoredEvent, Subject } from '../../src/domain/event.js'
import type { Json } from '../../src/domain/json.js'
import { patch } from '../../src/domain/patch.js'
import { openAnnals } from '../../src/main/open-annals.js'
import type { Annals } from '../../src/main/open-annals.js'
import type { Operations } from '../../src/application/operations.js'

interface Line {
  readonly occurredAt: string
  readonly actor: string
  readonly verb: string
  readonly channel: string
  readonly subject: Subject
  readonly state: Json
}

const tenant = 'default'
const checks: { name: string; failures: string[] }[] = []

const check = async (name: string, run: (fail: (why: string) => void) => Promise<unknown>): Promise<void> => {
  const failures: string[] = []
  const startedAt = performance.now()
  try {
    await run((why) => failures.push(why))
  } catch (error) {
    failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  checks.push({ name, failures })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  for (const failure of failures.slice(0, 10)) console.log(`     ${failure}`)
}

const right = async <A>(task: TaskEither<AnnalsError, A>): Promise<A> => {
  const result = await task()
  if (isRight(result)) return result.right
  throw new Error(JSON.stringify(result.left))
}

/** The versions that the file says each document must have: what equals its predecessor is no version. */
const expectedVersions = (lines: readonly Line[]): Map<string, Line[]> => {
  const versions = new Map<string, Line[]>()
  for (const line of lines) {
    const key = JSON.stringify([line.subject.type, line.subject.id])
    const soFar = versions.get(key) ?? []
    if (!isDeepStrictEqual(soFar.at(-1)?.state ?? null, line.state)) soFar.push(line)
    versions.set(key, soFar)
  }
  return versions
}

const everyVersion = async (
  operations: Operations,
  versions: Map<string, Line[]>,
  fail: (why: string) => void,
): Promise<void> => {
  for (const [key, lines] of versions) {
    const [type = '', id = ''] = JSON.parse(key) as string[]
    for (const [version, line] of lines.entries()) {
      const found = await right(operations.stateAt(tenant, { type, id }, { _tag: 'Version', version }))
      if (!sameJson(found.state, line.state)) fail(`${key} version ${version} is not what the file says`)
      if (version > 0) await differencePatches(operations, { type, id }, lines, version, fail)
    }
    const now = await right(operations.stateAt(tenant, { type, id }, { _tag: 'Now' }))
    if (now.version !== lines.length - 1) fail(`${key} has version ${now.version}, not ${lines.length - 1}`)
  }
}

const differencePatches = async (
  operations: Operations,
  subject: Subject,
  lines: readonly Line[],
  version: number,
  fail: (why: string) => void,
): Promise<void> => {
  const from = lines[version - 1]?.state ?? null
  const to = lines[version]?.state ?? null
  const difference = await right(operations.diff(tenant, subject, { from: version - 1, to: version }))
  if (from === null || to === null) {
    if (difference.delta !== null || difference.changes.length === 0) fail(`${subject.id} ${version}: no whole change`)
    return
  }
  if (difference.delta === null) {
    fail(`${subject.id} ${version}: no delta`)
    return
  }
  const patched = patch(from, difference.delta)
  if (E.isLeft(patched) || !sameJson(patched.right, to))
    fail(`${subject.id}: ${version - 1} does not patch into ${version}`)
}

/** Own keys and values, whatever the prototype. */
const sameJson = (a: Json, b: Json): boolean => isDeepStrictEqual(plain(a), plain(b))
const plain = (value: Json): unknown => JSON.parse(JSON.stringify(value))

const wholeFeed = async (operations: Operations): Promise<StoredEvent[]> => {
  const events: StoredEvent[] = []
  let from: { occurredAt: number; position: number } | undefined
  do {
    const page = await right(
      operations.activity({ tenant, fields: {}, sort: 'occurredAt', order: 'asc', limit: 997, ...(from && { from }) }),
    )
    events.push(...page.items)
    from = page.next
  } while (from !== undefined)
  return events
}

const feedIsWhole = (events: readonly StoredEvent[], expected: number, fail: (why: string) => void): void => {
  if (events.length !== expected) fail(`${events.length} events instead of ${expected}`)
  if (new Set(events.map(({ id }) => id)).size !== events.length) fail('an event came twice')
  for (const [index, event] of events.entries()) {
    const before = events[index - 1]
    if (before === undefined) continue
    const inOrder =
      before.occurredAt < event.occurredAt ||
      (before.occurredAt === event.occurredAt && Number(before.position) < Number(event.position))
    if (!inOrder) fail(`${event.id} is out of order`)
  }
}

const countBy = (lines: readonly Line[], key: (line: Line) => string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(key(line), (counts.get(key(line)) ?? 0) + 1)
  return counts
}

const statsAgree = async (
  operations: Operations,
  lines: readonly Line[],
  fail: (why: string) => void,
): Promise<void> => {
  for (const field of ['verb', 'actor', 'channel'] as const) {
    const expected = countBy(lines, (line) => line[field])
    const answer = await right(operations.stats({ tenant, fields: {}, groupBy: [field], timeZone: 'UTC', limit: 1000 }))
    const found = new Map(
      answer.items.map((item) => [field === 'actor' ? (item.actor?.id ?? '') : (item[field] ?? ''), item.count]),
    )
    if (!isDeepStrictEqual(found, new Map([...found.keys()].map((name) => [name, expected.get(name) ?? 0]))))
      fail(`counts by ${field} differ`)
    if (found.size !== expected.size) fail(`${found.size} values of ${field} instead of ${expected.size}`)
    if (answer.total !== lines.length) fail(`total ${answer.total} instead of ${lines.length}`)
  }
}

/** A small generator of our own (mulberry32), so that a failure can be repeated. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const restoreFifty = async (
  operations: Operations,
  versions: Map<string, Line[]>,
  fail: (why: string) => void,
): Promise<void> => {
  const random = randomFrom(20_260_101)
  const keys = [...versions.keys()]
  for (let count = 0; count < 50; count += 1) {
    const [key = ''] = keys.splice(random(keys.length), 1)
    const [type = '', id = ''] = JSON.parse(key) as string[]
    const subject = { type, id }
    const lines = versions.get(key) ?? []
    const version = random(lines.length)
    const target = lines[version]?.state ?? null
    const body = { version, actor: { type: 'user', id: 'restorer' }, reason: 'acceptance check' }
    const dry = await right(operations.restore(tenant, subject, { ...body, dryRun: true }))
    const done = await right(operations.restore(tenant, subject, body))
    const now = await right(operations.stateAt(tenant, subject, { _tag: 'Now' }))
    if (!sameJson(now.state, target)) fail(`${key} restored to ${version} is not what that version was`)
    const unchanged = isDeepStrictEqual(plain(target), plain(lines.at(-1)?.state ?? null))
    const expectedVersion = unchanged ? lines.length - 1 : lines.length
    if (now.version !== expectedVersion)
      fail(`${key} has version ${now.version} after the restore, not ${expectedVersion}`)
    if ('changed' in done !== unchanged)
      fail(`${key}: a restore that changes ${unchanged ? 'nothing' : 'something'} said otherwise`)
    if (
      'changes' in dry &&
      'changes' in done &&
      !isDeepStrictEqual(plain(dry.changes as never), plain(done.changes as never))
    )
      fail(`${key}: the dry run foretold something else`)
  }
}

const rebuildAll = async (annals: Annals, fail: (why: string) => void): Promise<void> => {
  const { operations } = annals
  for (const { name } of operations.projections()) {
    await right(operations.rebuild(name))
    for (;;) {
      const status = operations.projections().find((projection) => projection.name === name)
      if (status?.lastRebuild !== undefined && status.state === 'live') {
        if (status.lastRebuild.differences > 0)
          fail(`${name}: ${status.lastRebuild.differences} rows differ after a rebuild`)
        if (status.lastRebuild.rows === 0 && name !== 'calls' && name !== 'actors')
          fail(`${name}: the rebuild has no rows`)
        break
      }
      if (status?.state === 'failed') {
        fail(`${name} failed: ${status.error ?? ''}`)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

const importFile = (
  file: string,
  dataDir: string,
): { appended: number; duplicates: number; rejected: number; unchanged: number } => {
  const program = new URL('../../src/main/annals.js', import.meta.url).pathname
  const result = spawnSync(process.execPath, [program, 'import', file, '--data-dir', dataDir, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (result.status !== 0) throw new Error(`annals import ended with ${String(result.status)}: ${result.stderr}`)
  return JSON.parse(result.stdout) as ReturnType<typeof importFile>
}

const main = async (): Promise<void> => {
  const file = process.env['ANNALS_DOCUMENT_HISTORY']
  if (file === undefined) throw new Error('ANNALS_DOCUMENT_HISTORY must name the file')
  const bytes = readFileSync(file)
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8')
  const all = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]))
  const versions = expectedVersions(all)
  const stored = [...versions.values()].flat()
  const dataDir = mkdtempSync(join(tmpdir(), 'annals-verify-'))
  try {
    await check(`import of ${all.length} lines appends ${stored.length} versions`, (fail) => {
      const summary = importFile(file, dataDir)
      if (summary.appended !== stored.length) fail(`appended ${summary.appended}`)
      if (summary.rejected !== 0) fail(`rejected ${summary.rejected}`)
      return Promise.resolve()
    })
    await check('a second import appends nothing', (fail) => {
      const summary = importFile(file, dataDir)
      if (summary.appended !== 0) fail(`appended ${summary.appended}`)
      return Promise.resolve()
    })
    const annals = await openAnnals({ dataDir })
    const { operations } = annals
    try {
      await check('the projections catch up', async (fail) => {
        const last = await right(operations.activity({ tenant, fields: {}, sort: 'position', order: 'desc', limit: 1 }))
        if (!(await untilReady(operations)))
          fail(`not ready; the feed's last event is at ${last.items[0]?.position ?? 'none'}`)
      })
      await check(
        `all ${stored.length} versions of ${versions.size} documents are what the file says, and patch one into the next`,
        (fail) => everyVersion(operations, versions, fail),
      )
      await check('the feed pages through all events exactly once in order', async (fail) =>
        feedIsWhole(await wholeFeed(operations), stored.length, fail),
      )
      await check('statistics by verb, actor and channel equal counts made from the file', (fail) =>
        statsAgree(operations, stored, fail),
      )
      await check('50 documents restored to random versions', (fail) => restoreFifty(operations, versions, fail))
      await check('rebuilt projections have the same rows as the live ones', (fail) => rebuildAll(annals, fail))
    } finally {
      await annals.close()
    }
    await check('annals check finds no breach', (fail) => {
      const program = new URL('../../src/main/annals.js', import.meta.url).pathname
      const result = spawnSync(process.execPath, [program, 'check', '--data-dir', dataDir], { encoding: 'utf8' })
      if (result.status !== 0) fail(`exit code ${String(result.status)}: ${result.stdout}${result.stderr}`)
      return Promise.resolve()
    })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  const failed = checks.filter(({ failures }) => failures.length > 0).length
  console.log(`${checks.length - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

const untilReady = async (operations: Operations): Promise<boolean> => {
  for (let round = 0; round < 1_500; round += 1) {
    if ((await right(operations.readiness())).ready) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}

await main()
