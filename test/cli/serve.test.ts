import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import type { ProjectionStatus, SubjectRow } from '../../src/ports/read-models.js'
import { byVerbModule } from '../support/by-verb-module.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { inProcess, inProcessJson, inProcessList } from './support/in-process.js'
import type { Served } from './support/run-annals.js'
import { annals, annalsJson, serve } from './support/run-annals.js'

const folder = temporaryFolder()
const dataDir = join(folder.path, 'data')
const on = ['--data-dir', dataDir]
const actor = ['--actor', 'user/u-7']
let server: Served
let running = false

const start = async (args: readonly string[] = []): Promise<void> => {
  server = await serve(dataDir, args)
  running = true
}
const stop = (signal?: NodeJS.Signals): ReturnType<Served['stop']> => {
  running = false
  return server.stop(signal)
}

// One serves all tests until one of them ends it.
beforeEach(async () => {
  if (!running) await start()
})
afterAll(async () => {
  if (running) await stop()
  folder.remove()
})

describe('a server', () => {
  it('takes what the commands send with --url, and is read over it or beside it', async () => {
    const at = ['--url', server.url]
    const id = 'a/b c%2F?#~'
    for (const state of ['{"n":1}', '{"n":2}'])
      await inProcessJson(['emit', '--subject', `post/${id}`, ...actor, '--state', state, ...at])
    for (const where of [at, on]) {
      expect(await inProcessJson(['show', `post/${id}`, '--version', '0', ...where])).toMatchObject({ state: { n: 1 } })
      expect(await inProcessJson(['diff', `post/${id}`, ...where])).toMatchObject({ delta: { n: [1, 2] } })
      expect(await inProcessList(['history', `post/${id}`, ...where])).toHaveLength(2)
    }
    const restored = await annalsJson(['restore', `post/${id}`, '--version', '0', ...actor, ...at])
    expect(restored).toMatchObject({ version: 2, restoredFrom: { version: 0 } })
    expect((await inProcess(['rebuild', ...at])).code).toBe(0)
    const feed = await inProcessList<StoredEvent>([
      'activity',
      '--verb',
      'post.*',
      '--limit',
      '2',
      '--order',
      'asc',
      ...at,
    ])
    expect(feed.map(({ verb }) => verb)).toEqual(['post.created', 'post.updated'])
    expect(await inProcessJson(['stats', '--group-by', 'actor', '--verb', 'post.*', ...at])).toMatchObject({ total: 3 })
    expect(await inProcessList<SubjectRow>(['subjects', ...at])).toMatchObject([{ subject: { id }, version: 2 }])
    expect(await inProcess(['show', 'post/none', ...at])).toMatchObject({
      code: 1,
      stderr: 'annals: there is no post/none\n',
    })
  }, 120_000)

  it('owns its folder: another owner is told which process it is, and where', async () => {
    const { code, stderr } = await inProcess(['emit', '--subject', 'post/1', ...actor, '--verb', 'x', ...on])
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^annals: .* is owned by process ${server.pid} .*${server.url}.*--url.*\n$`))
    expect((await annals(['serve', '--port', '0', ...on])).stderr).toContain(`process ${server.pid}`)
    expect((await inProcess(['status', ...on])).stdout).toContain(`owner   process ${server.pid} (annals serve) since `)
  })

  it('can be backed up and checked while it runs', async () => {
    expect((await inProcess(['backup', join(folder.path, `${server.pid}.db`), ...on])).code).toBe(0)
    expect((await inProcess(['check', ...on])).code).toBe(0)
  })

  it('names the address where its port is taken', async () => {
    const other = ['--data-dir', join(folder.path, 'other')]
    const { code, stderr } = await inProcess(['serve', '--port', new URL(server.url).port, ...other])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(new URL(server.url).host) as string })
  })

  it('ends at once on a second SIGINT, whatever is under way', async () => {
    const { hostname, port } = new URL(server.url)
    const request = connect(Number(port), hostname)
    request.on('error', () => undefined)
    request.write(
      'POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    )
    await once(request, 'connect')
    const end = stop('SIGINT')
    await vi.waitFor(() => expect(fetch(`${server.url}/healthz`)).rejects.toThrow(), { timeout: 10_000, interval: 20 })
    process.kill(server.pid, 'SIGINT')
    expect((await end).code).toBe(130)
    request.destroy()
  })

  it('runs projections of a folder of ones own', async () => {
    await stop()
    const own = join(folder.path, 'projections')
    mkdirSync(own)
    writeFileSync(join(own, 'by-verb.mjs'), byVerbModule)
    await start(['--projections', own])
    const { projections } = await inProcessJson<{ readonly projections: readonly ProjectionStatus[] }>([
      'status',
      '--url',
      server.url,
    ])
    expect(projections.map(({ name }) => name)).toContain('by_verb')
    expect((await inProcess(['check', '--projections', own, ...on])).code).toBe(0)
    writeFileSync(join(own, 'none.mjs'), 'export default {}')
    const refused = await inProcess(['check', '--projections', own, ...on])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('none.mjs') as string })
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with code 0 on %s, its folder free again', async (signal) => {
    expect((await stop(signal)).code).toBe(0)
    const { projections } = await inProcessJson<{ readonly projections: readonly ProjectionStatus[] }>([
      'status',
      ...on,
    ])
    expect(projections.every(({ lag }) => lag === 0)).toBe(true)
    expect((await inProcess(['emit', '--subject', 'job/1', ...actor, '--verb', 'job.done', ...on])).code).toBe(0)
  })
})

describe('tokens', () => {
  it('count for a running server from the moment they are made until they are revoked', async () => {
    const created = await inProcess([
      'token',
      'create',
      '--tenant',
      'acme',
      '--can',
      'read,write',
      '--name',
      'website',
      ...on,
    ])
    const token = created.stdout.trim()
    expect(token).toMatch(/^annals_[A-Za-z0-9_-]{43}$/)
    expect(created.stderr).not.toContain(token)
    const at = ['--url', server.url]
    expect(await inProcess(['subjects', ...at])).toMatchObject({ code: 1, stdout: '' })
    const env = { ANNALS_TOKEN: token }
    const emit = ['emit', '--subject', 'post/1', ...actor, '--state', '1', ...at]
    expect(await annalsJson(emit, { env })).toMatchObject({ stream: 'post-acme:1' })
    expect((await annals(['subjects', '--tenant', 'other', ...at], { env })).code).toBe(1)
    const [entry, ...more] = await inProcessList<{ readonly id: string }>(['token', 'list', ...on])
    expect(entry).toMatchObject({ name: 'website', tenant: 'acme', can: ['read', 'write'] })
    expect(more).toEqual([])
    expect((await inProcess(['token', 'list', ...on])).stdout).not.toContain(token.slice(7))
    expect((await inProcess(['token', 'revoke', entry?.id ?? '', ...on])).code).toBe(0)
    expect((await annals(emit, { env })).code).toBe(1)
    expect((await inProcess(['token', 'revoke', 'website', ...on])).code).toBe(1)
  })
})
