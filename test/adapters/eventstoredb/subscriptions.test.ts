import { status } from '@grpc/grpc-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { OwnedLog } from '../../../src/ports/owned-log.js'
import { long, one, underFaults } from '../../support/adapter-under-faults.js'
import { newEvents, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()
const controllers: AbortController[] = []
afterEach(() => {
  for (const controller of controllers.splice(0)) controller.abort()
})

/** Follows for as long as the subscription lasts; all that has come in is in `ids`, and `position` is where to go on from. */
const follower = (log: OwnedLog, maxBatchEvents = 100) => {
  const controller = new AbortController()
  controllers.push(controller)
  const state = { ids: [] as string[], position: -1, failed: undefined as unknown }
  const run = async (): Promise<void> => {
    try {
      for await (const batch of log.follow({ after: state.position, maxBatchEvents, signal: controller.signal })) {
        state.ids.push(...batch.events.filter(({ stream }) => stream === 'a').map(({ id }) => id))
        state.position = batch.position
      }
    } catch (error) {
      state.failed = error
    }
  }
  return { state, run, stop: () => controller.abort() }
}

const has = (state: { readonly ids: readonly string[] }, count: number): Promise<void> =>
  vi.waitFor(() => expect(state.ids).toHaveLength(count), long)

const lost = { cause: { _tag: 'LogUnavailable' } }

describe('a subscription', () => {
  it('that is silent while the log moves on is dropped, and its follower goes on from what it has handled', async () => {
    const { relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString, silenceMs: 200 })
    await right(log.append(one('a')))
    const { state, run, stop } = follower(log)
    const first = run()
    await has(state, 1)
    relay.rules.pushed = () => []
    await right(log.append(one('a')))
    await first
    expect(state.failed).toMatchObject({
      message: expect.stringMatching(/silent while the log moves on/) as string,
      ...lost,
    })
    relay.rules = {}
    state.failed = undefined
    const second = run()
    await has(state, 2)
    stop()
    await second
    expect(state.failed).toBeUndefined()
    expect(new Set(state.ids).size).toBe(2)
  }, 60_000)

  it('that is silent because nobody answers any more is dropped too', async () => {
    const { proxy, open } = scene()
    const log = await open({ silenceMs: 200 })
    await right(log.append(one('a')))
    const { state, run } = follower(log)
    const first = run()
    await has(state, 1)
    proxy.holdAnswers()
    await first
    expect(state.failed).toMatchObject(lost)
  }, 60_000)

  it('that is silent because nothing happens is left alone', async () => {
    const { relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString, silenceMs: 50 })
    await right(log.append(one('a')))
    let reads = 0
    relay.rules.read = () => {
      reads += 1
      return undefined
    }
    const { state, run, stop } = follower(log)
    const first = run()
    // The watchdog has looked many times.
    await vi.waitFor(() => expect(reads).toBeGreaterThan(20), long)
    stop()
    await first
    expect(state.failed).toBeUndefined()
  }, 60_000)

  it.each([
    ['with an error', { code: status.UNAVAILABLE, details: 'Connection dropped' }],
    ['because it was too slow', { code: status.ABORTED, details: 'Operation timed out, consumer too slow' }],
    ['because the server stops', { code: status.INTERNAL, details: 'Received RST_STREAM with code 0' }],
  ])(
    'that the server drops in the middle of a batch, %s, is taken up where it broke off',
    async (_how, failure) => {
      const { server, relay, open } = scene()
      const events = newEvents(500)
      await right(server.log.append([{ stream: 'a', expected: 'any', events }]))
      const log = await open({ connectionString: relay.connectionString })
      let pushed = 0
      relay.rules.pushed = (response) => {
        pushed += 1
        return pushed % 120 === 0 ? failure : [response]
      }
      const { state, run, stop } = follower(log, 50)
      let rounds = 0
      void (async () => {
        while (!controllers.at(-1)?.signal.aborted) {
          await run()
          rounds += 1
        }
      })()
      await has(state, 500)
      stop()
      expect(rounds).toBeGreaterThan(2)
      expect(state.ids).toEqual(events.map(({ id }) => id))
    },
    60_000,
  )

  it('that tells everything twice tells its follower once', async () => {
    const { relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString })
    relay.rules.pushed = (response) => [response, response]
    const { state, run, stop } = follower(log)
    const first = run()
    for (let n = 0; n < 20; n += 1) await right(log.append(one('a')))
    await right(log.append(one('a')))
    await vi.waitFor(() => expect(state.position).toBeGreaterThanOrEqual(log.status().position), long)
    stop()
    await first
    expect(state.ids).toHaveLength(21)
  })

  it('of the id index drops: appends go on, and what others wrote meanwhile is known', async () => {
    const { server, relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString })
    await right(log.append(one('a')))
    let dropped = false
    relay.rules.pushed = (response) => {
      if (dropped) return [response]
      dropped = true
      return { code: status.UNAVAILABLE, details: 'Connection dropped' }
    }
    const [id] = newEvents(1).map((event) => event.id)
    await right(server.log.append(one('b', id)))
    await vi.waitFor(async () => expect(await right(log.findById(id ?? ''))).toHaveLength(1), long)
    expect(dropped).toBe(true)
    expect(await right(log.append(one('b', id)))).toMatchObject({ streams: [{ firstRevision: 0, lastRevision: 0 }] })
  }, 60_000)
})
