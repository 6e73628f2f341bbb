import { existsSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { RequestHandler } from 'express'
import type {
  AnnalsClient,
  CommonOptions,
  EmitInput,
  HttpOptions,
  RefusedLetter,
  SpoolDamage,
} from '../../../src/client/index.js'
import { currentContext, withActor, withContext } from '../../../src/client/index.js'
import { spool } from '../../../src/main/spool.js'
import { temporaryFolder } from '../../support/temporary-folder.js'
import type { Faulty } from '../support/server-with-faults.js'
import { judging, serverWithFaults } from '../support/server-with-faults.js'

const actor = { type: 'user', id: 'ada' }
const subject = { type: 'post', id: '42' }
const eventOf = (n: number, more: Partial<EmitInput> = {}): EmitInput => ({
  subject,
  actor,
  verb: 'post.viewed',
  data: { n },
  ...more,
})
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

interface Spooling extends Faulty {
  readonly folder: string
  readonly down: (isDown: boolean) => void
  readonly spooling: (options?: Partial<HttpOptions & CommonOptions>, maxBytes?: number) => AnnalsClient
}

/** A store that can be down, and clients with a spool. */
const withSpool = async (fault?: RequestHandler): Promise<Spooling> => {
  let isDown = false
  const faulty = await serverWithFaults((request, response, next) => {
    if (isDown) request.socket.destroy()
    else if (fault === undefined) next()
    else fault(request, response, next)
  })
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  const folder = join(path, 'spool')
  return {
    ...faulty,
    folder,
    down: (now) => (isDown = now),
    spooling: (options = {}, maxBytes) =>
      faulty.client({
        pause: undefined,
        retry: { baseMs: 10, maxMs: 50 },
        whenUnavailable: spool({ folder, maxBytes }),
        ...options,
      }),
  }
}

const storedIn = async ({ annals }: Faulty): Promise<unknown[]> => {
  const { items } = await annals.history(subject, { include: 'all', limit: 1_000 })
  return items.map(({ data }) => (data as { n: number }).n)
}
const refusedOf = async (client: AnnalsClient): Promise<RefusedLetter[]> => {
  const all: RefusedLetter[] = []
  for await (const each of client.refused()) all.push(each)
  return all
}

describe('with a spool', () => {
  test('events are taken while the store is down, and are there once, in order, when it is back', async () => {
    const it = await withSpool()
    it.down(true)
    const client = it.spooling()
    const taken = await withContext({ transactionId: 't-1' }, () =>
      Promise.all(upTo(100).map((n) => client.emit(eventOf(n)))),
    )
    expect(taken[0]).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, spooled: true })
    expect(client.backlog()).toMatchObject({ spooled: 100, buffered: 0, delivered: 0 })
    expect(client.backlog().spoolBytes).toBeGreaterThan(10_000)
    it.down(false)
    expect(await client.flush()).toEqual({ left: 0 })
    expect(await storedIn(it)).toEqual(upTo(100))
    expect(await it.annals.event(taken[0]?.id ?? '')).toMatchObject({ transactionId: 't-1' })
    expect(client.backlog()).toMatchObject({ spooled: 0, delivered: 100, failures: 0 })
  })

  test('what is left is delivered at the next start, whatever way it was emitted', async () => {
    const it = await withSpool()
    it.down(true)
    const first = it.spooling()
    await first.emit(eventOf(0))
    await first.emitMany([eventOf(1), eventOf(2)])
    first.emitSoon(eventOf(3))
    expect(await first.close({ limitMs: 20 })).toEqual({ spooled: 4, lost: 0 })
    await expect(first.emit(eventOf(9))).rejects.toMatchObject({ error: { _tag: 'Closed' } })
    it.down(false)
    const second = it.spooling()
    expect(await second.flush()).toEqual({ left: 0 })
    expect(await storedIn(it)).toEqual([0, 1, 2, 3])
    expect(await second.close()).toEqual({ spooled: 0, lost: 0 })
  })

  test('ten thousand at once are all taken, and stored once', async () => {
    const it = await withSpool()
    const client = it.spooling()
    const taken = await Promise.all(
      upTo(10_000).map((n) => client.emit(eventOf(n, { subject: { type: 'post', id: String(n % 100) } }))),
    )
    expect(new Set(taken.map(({ id }) => id)).size).toBe(10_000)
    expect(await client.flush({ limitMs: 100_000 })).toEqual({ left: 0 })
    const recorded = await it.annals.emit(eventOf(1, { actor }) as Parameters<typeof it.annals.emit>[0])
    await it.annals.waitFor('position' in recorded ? recorded.position : '')
    expect((await it.annals.stats()).total).toBe(10_001)
  }, 600_000)

  test('they are delivered in no context, also where a caller has the spool opened', async () => {
    const it = await withSpool()
    const first = it.spooling()
    await first.emit(eventOf(0))
    const contexts: unknown[] = []
    const note = (): void => void contexts.push(currentContext())
    const second = it.spooling({ delivery: { onBacklog: note, onRefused: note } })
    await expect.poll(() => second.backlog().spoolFailure).toMatchObject({ _tag: 'DataFolderInUse' })
    await withActor(actor, async () => {
      await expect(second.emit(eventOf(1))).rejects.toMatchObject({ error: { _tag: 'DataFolderInUse' } })
      await first.close()
      await second.emit(eventOf(2, { tenant: 'another' }))
      await second.flush()
    })
    expect(second.backlog().refused).toBe(1)
    expect(contexts.length).toBeGreaterThan(3)
    expect(contexts.filter((context) => Object.keys(context as object).length > 0)).toEqual([])
  })

  test('a clock that goes backwards changes no order and loses nothing', async () => {
    const it = await withSpool()
    let now = Date.parse('2026-01-01T12:00:00Z')
    const client = it.spooling({ clock: { now: () => (now -= 60_000) } })
    for (const n of upTo(20)) await client.emit(eventOf(n))
    await client.close()
    const next = it.spooling({ clock: { now: () => (now -= 3_600_000) } })
    for (const n of upTo(25).slice(20)) await next.emit(eventOf(n))
    await next.flush()
    expect(await storedIn(it)).toEqual(upTo(25))
  })

  test('a folder has one owner at a time; another one is told so, and has it when that is closed', async () => {
    const it = await withSpool()
    const first = it.spooling()
    await first.emit(eventOf(0))
    const second = it.spooling()
    await expect(second.emit(eventOf(1))).rejects.toMatchObject({
      error: {
        _tag: 'DataFolderInUse',
        dataDir: it.folder,
        owner: expect.stringContaining(String(process.pid)) as string,
      },
    })
    second.emitSoon(eventOf(2))
    expect(second.backlog().buffered).toBe(1)
    await first.close()
    expect(await second.flush()).toEqual({ left: 0 })
    expect(await storedIn(it)).toEqual([0, 2])
  })

  test('an event that is always refused is set aside on disk with its reason, once, and holds nobody up', async () => {
    const it = await withSpool()
    const first = it.spooling()
    const wrong = await first.emit(eventOf(1, { tenant: 'another' }))
    await first.emit(eventOf(2))
    await first.flush()
    await first.close()
    const second = it.spooling()
    await second.emit(eventOf(3))
    await second.flush()
    expect(await storedIn(it)).toEqual([2, 3])
    expect(await refusedOf(second)).toMatchObject([
      { id: wrong.id, error: { _tag: 'Forbidden' }, event: { data: { n: 1 } } },
    ])
    expect(second.backlog().refused).toBe(1)
  })

  test('an event that the store fails at is set aside on disk in the end, and those behind it get through', async () => {
    const inner = await serverWithFaults()
    const it = await withSpool(
      judging(
        () => inner.url,
        (body) => (body.includes('"n":1}') ? 500 : undefined),
      ),
    )
    const first = it.spooling({ delivery: { giveUpAttempts: 3, giveUpMs: 0 } })
    const taken = await Promise.all(upTo(5).map((n) => first.emit(eventOf(n))))
    expect(await first.flush({ limitMs: 60_000 })).toEqual({ left: 0 })
    expect(await first.close()).toEqual({ spooled: 0, lost: 0 })
    expect(await storedIn(inner)).toEqual([0, 2, 3, 4])
    const second = it.spooling()
    expect(await refusedOf(second)).toMatchObject([
      { id: taken[1]?.id, error: { _tag: 'UnexpectedAnswer', status: 500 }, event: { data: { n: 1 } } },
    ])
    expect(second.backlog()).toMatchObject({ refused: 1, spooled: 0 })
  })

  test('a spoilt byte is told; what can be read is delivered, and the file is kept', async () => {
    const it = await withSpool()
    it.down(true)
    const first = it.spooling()
    for (const n of upTo(5)) await first.emit(eventOf(n))
    await first.close({ limitMs: 0 })
    const [segment = ''] = (await readdir(it.folder)).filter((name) => name.endsWith('.segment'))
    const handle = await open(join(it.folder, segment), 'r+')
    const { size } = await handle.stat()
    await handle.write(Buffer.from('~'), 0, 1, Math.floor(size / 2))
    await handle.close()
    it.down(false)
    const damages: SpoolDamage[] = []
    const second = it.spooling({ delivery: { onDamage: (damage) => damages.push(damage) } })
    await second.flush()
    expect(await storedIn(it)).toEqual([0, 1, 3, 4])
    expect(damages).toMatchObject([{ events: 1 }])
    expect(second.backlog()).toMatchObject({ lost: 1, spooled: 0 })
    await second.emit(eventOf(5))
    await second.flush()
    expect(existsSync(damages[0]?.file ?? '')).toBe(true)
  })
})

describe('a spool that is full', () => {
  const large = (n: number): EmitInput =>
    eventOf(n, { reason: 'x'.repeat(4_000), data: { n, text: 'y'.repeat(60_000) } })
  const mebibyte = 1_048_576

  test('refuses what it has no room for, and loses nothing of what it took', async () => {
    const it = await withSpool()
    it.down(true)
    const client = it.spooling({}, mebibyte)
    const settled = await Promise.allSettled(upTo(30).map((n) => client.emit(large(n))))
    const taken = upTo(30).filter((n) => settled[n]?.status === 'fulfilled')
    expect(taken.length).toBeGreaterThan(10)
    expect(settled[29]).toMatchObject({ reason: { error: { _tag: 'SpoolFull', folder: it.folder } } })
    expect(client.backlog().spoolFailure).toMatchObject({ _tag: 'SpoolFull' })
    expect(client.backlog().spoolBytes).toBeLessThanOrEqual(mebibyte)
    it.down(false)
    await client.flush()
    expect(await client.emit(large(30))).toMatchObject({ spooled: true })
    await client.flush()
    expect(await storedIn(it)).toEqual([...taken, 30])
    expect(client.backlog().spoolFailure).toBeUndefined()
  })

  test('keeps in memory what was emitted without waiting, and then has no room there', async () => {
    const it = await withSpool()
    it.down(true)
    const client = it.spooling({ delivery: { bufferEvents: 10 } }, mebibyte)
    let taken = 0
    const fill = async (): Promise<void> => {
      for (;;) {
        try {
          client.emitSoon(large(taken))
          taken += 1
        } catch (error) {
          expect(error).toMatchObject({ error: { _tag: 'BufferFull' } })
          if (client.backlog().spoolFailure !== undefined) return
        }
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    await fill()
    expect(client.backlog()).toMatchObject({ buffered: 10, spoolFailure: { _tag: 'SpoolFull' } })
    it.down(false)
    expect(await client.flush()).toEqual({ left: 0 })
    expect(await storedIn(it)).toEqual(upTo(taken))
  })

  test('or calls wait for room', async () => {
    const it = await withSpool()
    it.down(true)
    const client = it.spooling({ delivery: { whenFull: 'wait' } }, mebibyte)
    const emitted = Promise.all(upTo(30).map((n) => client.emit(large(n))))
    await expect.poll(() => client.backlog().spoolFailure, { timeout: 60_000 }).toMatchObject({ _tag: 'SpoolFull' })
    it.down(false)
    expect(await emitted).toHaveLength(30)
    await client.flush()
    expect(await storedIn(it)).toEqual(upTo(30))
  })
})

describe('state writes through a spool', () => {
  const versions = async ({ annals }: Faulty, id: string): Promise<unknown[]> =>
    (await annals.history({ type: 'post', id }, { include: 'all' })).items.map(({ verb, version }) => [verb, version])

  test('make the same history as without one, the store being away meanwhile', async () => {
    const it = await withSpool()
    it.down(true)
    const client = it.spooling()
    const about = (id: string) => ({ type: 'post', id })
    await client.recordState(about('a'), { n: 1 }, { actor })
    await client.recordChange(about('a'), { n: 1 }, { n: 2 }, { actor })
    await client.recordChange(about('b'), { n: 1, same: 'x' }, { n: 2, same: 'x' }, { actor })
    await client.recordChange(about('c'), { n: 1 }, null, { actor })
    await client.recordChange(about('d'), null, { n: 1 }, { actor })
    await client.recordState(about('d'), null, { actor })
    expect(await client.recordChange(about('a'), { n: 2 }, { n: 2 }, { actor })).toMatchObject({ changed: false })
    it.down(false)
    await client.flush()
    expect(await versions(it, 'a')).toEqual([
      ['post.created', 0],
      ['post.updated', 1],
    ])
    expect(await versions(it, 'b')).toEqual([
      ['post.observed', 0],
      ['post.updated', 1],
    ])
    expect((await it.annals.stateAt(about('b'), {})).state).toEqual({ n: 2, same: 'x' })
    expect(await versions(it, 'c')).toEqual([
      ['post.observed', 0],
      ['post.deleted', 1],
    ])
    expect(await versions(it, 'd')).toEqual([
      ['post.created', 0],
      ['post.deleted', 1],
    ])
    expect(await refusedOf(client)).toEqual([])
  })

  test('that do not fit are kept as activities, unless they are to be refused', async () => {
    const it = await withSpool()
    const about = { type: 'post', id: 'a' }
    await it.annals.recordState(about, { state: { n: 7 }, actor })
    const client = it.spooling()
    await client.recordChange(about, { n: 1 }, { n: 2 }, { actor })
    await client.recordState(about, { n: 3 }, { actor, expectedVersion: 5 })
    await client.recordChange(about, { n: 1 }, null, { actor, expectedVersion: 5 })
    const refused = await client.recordChange(about, { n: 1 }, { n: 2 }, { actor, onMismatch: 'reject' })
    await client.flush()
    const { items } = await it.annals.history(about, { include: 'all' })
    expect(items.map(({ version, applied, change }) => [version, applied, change?.kind])).toEqual([
      [0, undefined, 'state'],
      [null, false, 'patch'],
      [null, false, 'state'],
      [null, false, 'state'],
      [null, false, 'delete'],
    ])
    expect((await it.annals.stateAt(about, {})).state).toEqual({ n: 7 })
    expect(await refusedOf(client)).toMatchObject([{ id: refused.id, error: { _tag: 'DeltaMismatch' } }])
  })

  test('a restore is done at the store, behind what was spooled before, or fails', async () => {
    const it = await withSpool()
    it.down(true)
    const client = it.spooling({ timeoutMs: 200, retry: { attempts: 1, baseMs: 10, maxMs: 20 } })
    const about = { type: 'post', id: 'a' }
    await client.recordState(about, { n: 1 }, { actor })
    await client.recordState(about, { n: 2 }, { actor })
    await expect(client.restore(about, { version: 0, actor })).rejects.toMatchObject({ error: { _tag: 'Unavailable' } })
    it.down(false)
    await client.flush()
    expect(await client.restore(about, { version: 0, actor })).toMatchObject({
      version: 2,
      restoredFrom: { version: 0 },
    })
  })

  test('and a restore that still waits ends with the client', async () => {
    const it = await withSpool()
    it.down(true)
    const client = it.spooling({ timeoutMs: 2_000_000_000 })
    await client.recordState(subject, { n: 1 }, { actor })
    const restored = expect(client.restore(subject, { version: 0, actor })).rejects.toMatchObject({
      error: { _tag: 'Closed' },
    })
    await client.close({ limitMs: 50 })
    await restored
  })

  test('that were stored in one form, their answer lost and the client begun anew, are not stored in another', async () => {
    let lost = 0
    const it = await withSpool((request, response, next) => {
      if (request.method === 'POST' && lost++ === 1) response.writeHead = () => response.destroy() as never
      next()
    })
    const about = { type: 'post', id: 'b' }
    const first = it.spooling({ retry: { baseMs: 100_000, maxMs: 100_000 }, random: () => 1 })
    await first.recordChange(about, { n: 1 }, { n: 2 }, { actor })
    await expect.poll(() => first.backlog().failures, { timeout: 60_000 }).toBe(1)
    expect(await first.close({ limitMs: 0 })).toEqual({ spooled: 1, lost: 0 })
    const second = it.spooling()
    expect(await second.flush()).toEqual({ left: 0 })
    expect(await versions(it, 'b')).toEqual([
      ['post.observed', 0],
      ['post.updated', 1],
    ])
    expect(await refusedOf(second)).toEqual([])
  })
})
