import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { long, one, ready, underFaults } from '../../support/adapter-under-faults.js'
import { newEvent, readForwards, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()

const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
beforeEach(() => {
  process.on('unhandledRejection', note).on('uncaughtException', note)
})
afterEach(() => {
  process.off('unhandledRejection', note).off('uncaughtException', note)
  expect(unhandled.splice(0)).toEqual([])
})

const large = (stream: string, bytes: number) => {
  const event = newEvent({}, { data: Buffer.alloc(bytes, 0x20) })
  return { id: event.id, append: [{ stream, expected: 'any' as const, events: [event] }] }
}

describe('the process lives through', () => {
  it.each([
    ['50 appends of 100 KB', 50, 100_000],
    ['60 appends of 900 KB', 60, 900_000],
  ])(
    'a connection that is lost with %s on their way, and each is stored once',
    async (_what, count, bytes) => {
      const { server, proxy, open } = scene()
      // So much takes a busy machine longer than the usual deadlines are.
      const log = await open({ appendDeadlineMs: 30_000, retryMs: 90_000 })
      await right(log.append(one('a')))
      proxy.holdAnswers()
      const appends = Array.from({ length: count }, (_, n) => large(`s-${n}`, bytes))
      const answers = Promise.all(appends.map(({ append }) => right(log.append(append))))
      // With the answers the server's leave to send more is held back: the client cannot get rid of what it has.
      await vi.waitFor(() => expect(proxy.held()).toBeGreaterThan(0), long)
      proxy.cut()
      proxy.release()
      await answers
      for (const [n, { id }] of appends.entries())
        expect((await readForwards(server.log, `s-${n}`)).map((event) => event.id)).toEqual([id])
    },
    120_000,
  )

  it('the failure of one of two logs: the appends of the other know nothing of it', async () => {
    const { server, proxy, relay, folder, open } = scene()
    const failing = await open()
    const sound = await open({ connectionString: relay.connectionString, dataDir: join(folder, 'sound') })
    proxy.holdAnswers()
    const lost = Array.from({ length: 20 }, (_, n) => right(failing.append(one(`lost-${n}`))))
    let go: () => void = () => undefined
    const released = new Promise<void>((resolve) => (go = resolve))
    const attemptsBefore = relay.appends.length
    relay.rules.append = async (_append, pass) => {
      await released
      return pass()
    }
    const kept = Array.from({ length: 20 }, (_, n) => right(sound.append(one(`kept-${n}`))))
    await vi.waitFor(() => expect(relay.appends.length).toBe(attemptsBefore + 20), long)
    proxy.cut()
    proxy.release()
    await Promise.all(lost)
    go()
    await Promise.all(kept)
    // None of them had to be sent again.
    expect(relay.appends.length).toBe(attemptsBefore + 20)
    for (let n = 0; n < 20; n += 1) expect(await readForwards(server.log, `kept-${n}`)).toHaveLength(1)
    // Nor did any share a stream with another.
    expect(relay.batchCalls()).toBe(0)
  }, 60_000)

  it('a server that takes connections and says nothing: it is told in time, and goes on when it speaks', async () => {
    const { proxy, open } = scene()
    await (await open()).close()
    proxy.holdAnswers()
    const log = await open({ openMs: 300 })
    expect(log.status().state).toBe('unavailable')
    proxy.release()
    await ready(log)
    await right(log.append(one('a')))
  }, 60_000)

  it('connections that are lost again and again while it reads, follows and appends', async () => {
    const { server, proxy, open } = scene()
    const log = await open()
    const controller = new AbortController()
    const follow = async (): Promise<void> => {
      while (!controller.signal.aborted)
        try {
          for await (const batch of log.follow({ after: -1, maxBatchEvents: 10, signal: controller.signal }))
            if (batch.events.length === 0 && batch.caughtUp) continue
        } catch (error) {
          expect(error).toMatchObject({ cause: { _tag: 'LogUnavailable' } })
          await new Promise(setImmediate)
        }
    }
    const following = follow()
    for (let n = 0; n < 8; n += 1) {
      const append = one('a')
      const reading = log.readStream('a', { direction: 'forwards', limit: 100 })()
      const appending = vi.waitFor(() => right(log.append(append)), long)
      proxy.cut()
      await Promise.all([appending, reading])
    }
    controller.abort()
    await following
    expect(await readForwards(server.log, 'a')).toHaveLength(8)
  }, 120_000)
})
