import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AnnalsOptions } from '../../src/main/annals-options.js'
import { checkFolder } from '../../src/main/check-folder.js'
import { folderStatus } from '../../src/main/folder-status.js'
import { openAnnals } from '../../src/main/open-annals.js'
import type { Annals } from '../../src/main/open-annals.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { getReadiness } from '../../src/http/health.js'
import { serve } from '../http/support/running-server.js'
import { newEvent, right } from '../support/event-log-fixtures.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { openEndpoint } from '../support/wire.js'
import type { OpenEndpoint } from '../support/wire.js'
import { startProxy } from '../support/wire-proxy.js'
import type { WireProxy } from '../support/wire-proxy.js'

const actor = { type: 'user', id: 'u-7' }
const subject = { type: 'post', id: '42' }
const long = { timeout: 60_000, interval: 50 }

let server: OpenEndpoint
let proxy: WireProxy
let folder: ReturnType<typeof temporaryFolder>
let dataDir: string
let log: string
const opened: Annals[] = []

beforeEach(async () => {
  server = await openEndpoint()
  proxy = await startProxy(server.endpoint.port)
  folder = temporaryFolder()
  dataDir = join(folder.path, 'data')
  log = `esdb://admin:s3cret-word@127.0.0.1:${proxy.port}?tls=false`
})
afterEach(async () => {
  for (const annals of opened.splice(0)) await annals.close()
  await proxy.close()
  await server.close()
  folder.remove()
}, 60_000)

const open = async (options: Partial<AnnalsOptions> = {}): Promise<Annals> => {
  const annals = await openAnnals({ dataDir, log, threads: 'in-thread', ...options })
  opened.push(annals)
  return annals
}

const down = (): void => {
  proxy.target(undefined)
  proxy.cut()
}

const save = (annals: Annals, n: number) => annals.recordState(subject, { state: { n }, actor })

describe('a store whose log is on EventStoreDB', () => {
  it.each(['in-thread', 'worker'] as const)(
    'writes, reads and goes on after it was closed (%s)',
    async (threads) => {
      const annals = await open({ threads })
      for (let n = 0; n < 40; n += 1) await save(annals, n)
      const call = { service: 'payments', operation: '/v1/transfer', direction: 'out' } as const
      const event = { id: randomUUID(), subject, verb: 'post.exported', actor, call }
      const emitted = await annals.emit(event)
      if (!('position' in emitted)) throw new Error('it was not stored')
      await annals.waitFor(emitted.position)
      expect((await annals.activity({ limit: 100 })).items).toHaveLength(41)
      expect(await annals.stateAt(subject, { version: 7 })).toMatchObject({ version: 7, state: { n: 7 } })
      await annals.close()
      const again = await open({ threads })
      expect(await again.stateAt(subject)).toMatchObject({ version: 39, state: { n: 39 } })
      expect(await again.emit(event)).toMatchObject({ duplicate: true })
      expect(await folderStatus({ dataDir, log, logField: '--log' })).toMatchObject({
        logId: again.operations.logId,
        events: 42,
        server: { version: '24.6.0', state: 'leader', node: `127.0.0.1:${proxy.port}`, lag: 0 },
      })
      expect(JSON.stringify(await folderStatus({ dataDir, log, logField: '--log' }))).not.toContain('s3cret')
      const breaches: unknown[] = []
      const onBreach = (breach: unknown): void => void breaches.push(breach)
      const report = await checkFolder({ dataDir, log, onBreach, onProgress: () => undefined })
      expect({ breaches, events: report.events }).toEqual({ breaches: [], events: 42 })
    },
    120_000,
  )

  it('stays with the log it was first used with', async () => {
    await (await open()).close()
    await expect(openAnnals({ dataDir, threads: 'in-thread' })).rejects.toMatchObject({
      error: { _tag: 'InvalidInput', issues: [{ field: 'log' }] },
    })
    const other = await openEndpoint()
    try {
      await expect(open({ log: other.endpoint.connectionString })).rejects.toThrow(/but this data folder belongs to/)
      const embedded = join(folder.path, 'embedded')
      await (await openAnnals({ dataDir: embedded, threads: 'in-thread' })).close()
      await expect(open({ dataDir: embedded })).rejects.toThrow(/log is another log than the one in/)
    } finally {
      await other.close()
    }
  }, 60_000)

  it('opens without its log once it knows it, and goes on when it is there; a folder that never met it stays free for another', async () => {
    const first = await open()
    const receipt = await save(first, 1)
    if ('position' in receipt) await first.waitFor(receipt.position)
    await first.close()
    down()
    const neverMet = join(folder.path, 'never-met')
    // Both wait for the log as long as they may, which is long: at the same time.
    const failed = open({ dataDir: neverMet }).catch((error: unknown) => error)
    const annals = await open()
    expect(await failed).toMatchObject({ error: { _tag: 'Unavailable' } })
    expect(String(await failed)).not.toContain('s3cret')
    expect(existsSync(join(neverMet, 'ids.db'))).toBe(false)
    expect((await annals.activity()).items).toHaveLength(1)
    await expect(save(annals, 2)).rejects.toMatchObject({ error: { _tag: 'Unavailable' } })
    proxy.target(server.endpoint.port)
    await vi.waitFor(() => save(annals, 2), long)
    expect(await annals.stateAt(subject)).toMatchObject({ version: 1 })
  }, 120_000)
})

describe('while the log is down', () => {
  it('answers what it can, refuses the rest at once with a reason, and goes on by itself', async () => {
    const warnings: string[] = []
    const annals = await open({ onWarning: (warning) => warnings.push(warning) })
    for (let n = 0; n <= 32; n += 1) await save(annals, n)
    const last = await annals.emit({ subject: { type: 'post', id: 'other' }, verb: 'post.read', actor })
    if ('position' in last) await annals.waitFor(last.position)
    const { get, send } = await serve(
      express()
        .get('/readyz', getReadiness(annals.operations))
        .use(annals.router({ authorize: loopbackAuthorize })),
    )
    down()
    const event = { subject, verb: 'post.read', actor }
    await vi.waitFor(async () => expect((await get('/readyz')).status).toBe(503), long)
    const startedAt = performance.now()
    const refused = await send('POST', '/v1/events', event)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(await (await get('/readyz')).json()).toMatchObject({
      reasons: [expect.stringMatching(/^the log takes no appends: /)],
    })
    expect((await get('/v1/activity')).status).toBe(200)
    expect((await get('/v1/subjects')).status).toBe(200)
    // Held in memory and nothing newer was seen; a version of a snapshot; neither.
    expect((await get('/v1/subjects/post/42')).status).toBe(200)
    expect((await get('/v1/subjects/post/42?version=32')).status).toBe(200)
    expect((await get('/v1/subjects/post/42?version=31')).status).toBe(503)
    expect((await get('/v1/subjects/post/other/history')).status).toBe(503)
    proxy.target(server.endpoint.port)
    await vi.waitFor(async () => expect((await get('/readyz')).status).toBe(200), long)
    expect((await send('POST', '/v1/events', event)).status).toBe(201)
    expect((await get('/v1/subjects/post/42?version=31')).status).toBe(200)
    expect(warnings.filter((warning) => /^The log /.test(warning))).toEqual([
      expect.stringMatching(/^The log cannot be used: /),
      'The log can be used again.',
    ])
    expect(warnings.join('\n')).not.toContain('s3cret')
  }, 120_000)
})

describe('what others write into the log', () => {
  it('is passed over where it is foreign, and counted where it claims to be ours and cannot be read', async () => {
    const annals = await open()
    await save(annals, 1)
    const foreign = newEvent({ a: 1 }, { metadata: Buffer.from('{}') })
    await right(server.log.append([{ stream: 'invoice-9', expected: 'any', events: [foreign] }]))
    const broken = newEvent({ a: 1 }, { metadata: Buffer.from('{"annals":1,"kind":"change"}') })
    const placed = await right(server.log.append([{ stream: 'post-default:43', expected: 'any', events: [broken] }]))
    const after = await annals.emit({ subject, verb: 'post.read', actor })
    if ('position' in after) await annals.waitFor(after.position)
    expect((await annals.activity()).items).toHaveLength(2)
    for (const status of annals.projections())
      expect(status).toMatchObject({
        state: 'live',
        undecodable: 1,
        lastUndecodable: { position: String(placed.position) },
      })
  }, 60_000)

  it('reaches a state that is held in memory: nothing older is answered', async () => {
    const annals = await open()
    await save(annals, 1)
    const second = await openAnnals({ dataDir: join(folder.path, 'second'), log, threads: 'in-thread' })
    opened.push(second)
    await save(second, 2)
    await vi.waitFor(async () => expect(await annals.stateAt(subject)).toMatchObject({ version: 1 }), long)
    await save(annals, 3)
    expect(await second.stateAt(subject, { version: 2 })).toMatchObject({ state: { n: 3 } })
  }, 60_000)

  it('a stream that is ended behind our back is refused by name, and nothing else suffers', async () => {
    const annals = await open()
    await save(annals, 1)
    await server.client.tombstoneStream('post-default:42')
    await expect(save(annals, 2)).rejects.toMatchObject({ error: { _tag: 'NotFound' } })
    await annals.recordState({ type: 'post', id: '43' }, { state: { n: 1 }, actor })
  }, 60_000)
})
