import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { one, ready, underFaults } from '../support/adapter-under-faults.js'
import { builtSupport } from '../support/built-program.js'
import { emitUnderKills, startEndpointProcess } from '../support/emit-under-kills.js'
import { left, readForwards, right } from '../support/event-log-fixtures.js'

const scene = underFaults()

/** The shortest that a connection string can ask for, and longer than the client then takes to give the connection up: 10 s until it asks, 1 s for the answer. */
const keepAlive = 'keepAliveInterval=10000&keepAliveTimeout=1000'
const pausedMs = 12_000

describe('the endpoint in another process', () => {
  it('paused with SIGSTOP for longer than the keepalive: nothing hangs, and what was sent is stored once when it goes on', async () => {
    const { folder, open } = scene()
    const other = await startEndpointProcess(builtSupport('wire-endpoint'), join(folder, 'server'))
    const log = await open({
      connectionString: `esdb://127.0.0.1:${other.port}?tls=false&${keepAlive}`,
      appendDeadlineMs: 500,
      retryMs: 1_000,
    })
    try {
      const ids = [randomUUID(), randomUUID(), randomUUID()]
      await right(log.append(one('a')))
      other.signal('SIGSTOP')
      const pausedAt = performance.now()
      const under = ids.map((id, n) => left(log.append(one(n === 0 ? 'a' : `b-${n}`, id))))
      // Of a read the client has no deadline that works, nor of the opening of a subscription.
      const read = left(log.readStream('a', { direction: 'forwards', limit: 1 }))
      const controller = new AbortController()
      const follow = log.follow({ after: -1, maxBatchEvents: 1, signal: controller.signal })[Symbol.asyncIterator]()
      const opening = expect(follow.next()).rejects.toMatchObject({ cause: { _tag: 'LogUnavailable' } })
      for (const refused of await Promise.all(under)) expect(refused).toMatchObject({ _tag: 'LogUnavailable' })
      expect(performance.now() - pausedAt).toBeLessThan(10_000)
      expect(log.status().state).toBe('unavailable')
      const askedAt = performance.now()
      expect(await left(log.append(one('a')))).toMatchObject({ _tag: 'LogUnavailable' })
      expect(performance.now() - askedAt).toBeLessThan(5_000)
      await Promise.all([read, opening, pause(pausedMs)])
      other.signal('SIGCONT')
      await ready(log)
      for (const [n, id] of ids.entries()) {
        const stream = n === 0 ? 'a' : `b-${n}`
        await right(log.append(one(stream, id)))
        expect((await readForwards(log, stream)).filter((event) => event.id === id)).toHaveLength(1)
      }
    } finally {
      other.signal('SIGCONT')
      await log.close()
      await other.kill()
    }
  }, 120_000)

  it('killed under load: every acknowledged event is there once, and every emitter goes on by itself', async () => {
    const report = await emitUnderKills({
      program: builtSupport('wire-endpoint'),
      folder: scene().folder,
      kills: 3,
      emitters: 16,
      servesMs: 500,
    })
    expect(report).toMatchObject({ missing: 0, twice: 0, stuck: 0 })
    expect(report.acknowledged).toBeGreaterThan(0)
  }, 300_000)
})
